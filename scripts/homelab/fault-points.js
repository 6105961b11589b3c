// @ts-check
'use strict';

/** @typedef {import('./simulator').Call} Call */
/** @typedef {import('./simulator').FaultRule} FaultRule */

/**
 * A call of a clean apply, in words that are the same in every homelab.
 *
 * @typedef {object} FaultPoint
 * @property {Call['service']} service
 * @property {string} target
 * @property {string} method
 * @property {string} path counters and random parts are stars
 * @property {number} nth which of the calls of this name, from 1
 * @property {string} answer how it was answered in the end
 */

/**
 * What happens at a point. `fails`: the call is answered with an error. `keeps failing`: so are all of its name that come
 * after it in the same apply. `task fails`: the call is taken, and the task that it starts ends with an error. `killed`:
 * the call is performed, and everything that applies ends before the answer comes, as in a power cut.
 *
 * @typedef {'fails' | 'keeps failing' | 'task fails' | 'killed'} Interruption
 */

/**
 * One apply that is interrupted.
 *
 * @typedef {object} Attempt
 * @property {number} index the same in every sweep of a cluster
 * @property {FaultPoint} point
 * @property {Interruption} interruption
 */

/** What the error of a call says that fails. */
const MESSAGE = 'injected by the sweep of fault points';

/** Parts of paths that differ from apply to apply: the counters of a task. */
const VARYING = /(?<=UPID:[\w-]+:)[0-9A-F]{8}:[0-9A-F]{8}:[0-9A-F]{8}/g;
const STAR = '*';

/** Calls that are made again until the answer is the one that is waited for; how often depends on the computer. */
const POLLED =
  /\/tasks\/[^/]+\/status$|\/agent\/|StorageService\/Disks$|MachineService\/(?:ApplyConfiguration|Bootstrap|Kubeconfig)$/;

/** Questions that are asked many times at once before anything is made: whichever fails, the same comes of it. */
const ASKED_AT_ONCE = /\/access\/permissions$/;

/** Calls that start a task of Proxmox VE. */
const STARTS_TASK = /\/(?:qemu|resize|download-url|status\/start)$/;

/**
 * The points of a clean apply: every call that OpenTofu's providers and commands made, and those to Image Factory that the
 * hosts made for them. What machines ask each other, and what they apply to their own Kubernetes, goes on without
 * OpenTofu and is none.
 *
 * @param {readonly Call[]} calls
 * @param {number} block of the homelab
 * @returns {FaultPoint[]} in the order of their names
 */
function faultPoints(calls, block) {
  /** @type {Map<string, FaultPoint[]>} */
  const byName = new Map();
  for (const call of calls.filter(isOfApply)) {
    const name = nameOf(call, block);
    const points = byName.get(nameText(name)) ?? [];
    const [first] = points;
    if (first !== undefined && (POLLED.test(call.path) || ASKED_AT_ONCE.test(call.path))) first.answer = call.status;
    else points.push({ ...name, nth: points.length + 1, answer: call.status });
    byName.set(nameText(name), points);
  }
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, points]) => points);
}

/** @param {Call} call */
function isOfApply(call) {
  if (call.service === 'kubernetes') return call.method === 'connect';
  return call.service !== 'state' && call.service !== 'files' && call.arguments?.['proxyfrom'] === undefined;
}

/**
 * @param {Call} call
 * @param {number} block
 */
function nameOf({ service, target, method, path }, block) {
  const general = (/** @type {string} */ text) => text.replaceAll(`127.${block}.`, `127.${STAR}.`);
  return { service, target: general(target), method, path: general(path).replace(VARYING, STAR) };
}

/** @param {Pick<FaultPoint, 'service' | 'target' | 'method' | 'path'>} name */
function nameText({ service, target, method, path }) {
  return `${service} ${target} ${method} ${path}`;
}

/**
 * Every apply that is to be interrupted: each point in each way that it can be.
 *
 * @param {readonly FaultPoint[]} points
 * @returns {Attempt[]}
 */
function attemptsOf(points) {
  return points
    .flatMap((point) => interruptionsOf(point).map((interruption) => ({ point, interruption })))
    .map((attempt, index) => ({ index: index + 1, ...attempt }));
}

/**
 * @param {FaultPoint} point
 * @returns {Interruption[]}
 */
function interruptionsOf({ service, method, path, nth }) {
  const startsTask = service === 'proxmox' && method !== 'GET' && STARTS_TASK.test(path);
  return [
    'fails',
    // what fails from the second call on was taken once
    ...(nth === 1 ? /** @type {const} */ (['keeps failing']) : []),
    ...(startsTask ? /** @type {const} */ (['task fails']) : []),
    'killed',
  ];
}

/**
 * Some of the attempts, evenly from all: the same ones for the same number.
 *
 * @param {readonly Attempt[]} attempts
 * @param {number} count
 * @returns {Attempt[]}
 */
function sample(attempts, count) {
  if (count >= attempts.length) return [...attempts];
  return Array.from(
    { length: count },
    (_, index) => attempts[Math.floor(((index + 0.5) * attempts.length) / count)],
  ).flatMap((attempt) => attempt ?? []);
}

/**
 * The rule that makes it happen.
 *
 * @param {Attempt} attempt
 * @param {number} block of the homelab
 * @returns {FaultRule}
 */
function faultRule({ point, interruption }, block) {
  const { service, target, method, path, nth } = point;
  const place = (/** @type {string} */ text) => text.replaceAll(`127.${STAR}.`, `127.${block}.`);
  const pattern = place(path)
    .replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)
    .replaceAll(String.raw`\*`, '[0-9A-F:]+');
  const call = { service, target: place(target), method, path: pattern, nth };
  switch (interruption) {
    case 'fails':
      return { ...call, times: 1, action: 'status', message: MESSAGE };
    case 'keeps failing':
      return { ...call, action: 'status', message: MESSAGE };
    case 'task fails':
      return { ...call, times: 1, action: 'task', message: MESSAGE };
    case 'killed':
      return { ...call, times: 1, action: 'hold' };
  }
}

/**
 * An attempt as one line.
 *
 * @param {Attempt} attempt
 */
function attemptText({ index, point, interruption }) {
  return `${index} ${nameText(point)}${point.nth === 1 ? '' : ` (${point.nth})`}: ${interruption}`;
}

module.exports = { attemptText, attemptsOf, faultPoints, faultRule, sample };
