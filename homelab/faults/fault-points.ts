import type { Call, FaultRule } from '../simulator';

/** A call of a clean apply, in words that are the same in every homelab. */
export interface FaultPoint {
  readonly service: Call['service'];
  readonly target: string;
  readonly method: string;
  /** Counters and random parts are stars. */
  readonly path: string;
  /** Which of the calls of this name, from 1. */
  readonly nth: number;
  /** How it was answered in the end. */
  readonly answer: string;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * An interruption at a point. `fails`: the call is answered with an error. `keeps failing`: so are all of its name that come
 * after it in the same apply. `task fails`: the call is taken, and the task that it starts ends with an error. `killed`:
 * the call is performed, and everything that applies ends before the answer comes, as in a power cut.
 */
export type Interruption = 'fails' | 'keeps failing' | 'task fails' | 'killed';

/** One apply that is interrupted. */
export interface Attempt {
  /** The same in every sweep of a cluster. */
  readonly index: number;
  readonly point: FaultPoint;
  readonly interruption: Interruption;
}

/** Message of a call that fails. */
const MESSAGE = 'injected by the sweep of fault points';

/** Parts of paths that differ from apply to apply: the counters of a task. */
const VARYING = /(?<=UPID:[\w-]+:)[0-9A-F]{8}:[0-9A-F]{8}:[0-9A-F]{8}/g;
const STAR = '*';

/** Calls that are made again until the answer is the one that is waited for; how often depends on the computer. */
const POLLED =
  /\/tasks\/[^/]+\/status$|\/agent\/|StorageService\/Disks$|MachineService\/(?:ApplyConfiguration|Bootstrap|Kubeconfig)$/;

/** Questions that are asked many times at once before anything is made: whichever fails, the same comes of it. */
const ASKED_AT_ONCE = '/access/permissions';

/** Calls that start a task of Proxmox VE. */
const STARTS_TASK = /\/(?:qemu|resize|download-url|status\/start)$/;

/**
 * The points of a clean apply: every call that OpenTofu's providers and commands made, and those to Image Factory that the
 * hosts made for them. What machines ask each other, and what they apply to their own Kubernetes, goes on without
 * OpenTofu and is none.
 *
 * @param block of the homelab
 * @returns in the order of their names
 */
export function faultPoints(calls: readonly Call[], block: number): FaultPoint[] {
  const byName = new Map<string, Writable<FaultPoint>[]>();
  for (const call of calls.filter(isOfApply)) {
    const name = nameOf(call, block);
    const points = byName.get(nameText(name)) ?? [];
    const [first] = points;
    if (first !== undefined && (POLLED.test(call.path) || call.path.endsWith(ASKED_AT_ONCE)))
      first.answer = call.status;
    else points.push({ ...name, nth: points.length + 1, answer: call.status });
    byName.set(nameText(name), points);
  }
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, points]) => points);
}

function isOfApply(call: Call): boolean {
  if (call.service === 'kubernetes') return call.method === 'connect';
  return call.service !== 'state' && call.service !== 'files' && call.arguments?.proxyfrom === undefined;
}

function nameOf({ service, target, method, path }: Call, block: number) {
  const general = (text: string) => text.replaceAll(`127.${block}.`, `127.${STAR}.`);
  return { service, target: general(target), method, path: general(path).replace(VARYING, STAR) };
}

function nameText({
  service,
  target,
  method,
  path,
}: Pick<FaultPoint, 'service' | 'target' | 'method' | 'path'>): string {
  return `${service} ${target} ${method} ${path}`;
}

/** Every apply that is to be interrupted: each point in each way that it can be. */
export function attemptsOf(points: readonly FaultPoint[]): Attempt[] {
  return points
    .flatMap((point) => interruptionsOf(point).map((interruption) => ({ point, interruption })))
    .map((attempt, index) => ({ index: index + 1, ...attempt }));
}

function interruptionsOf({ service, method, path, nth }: FaultPoint): Interruption[] {
  const startsTask = service === 'proxmox' && method !== 'GET' && STARTS_TASK.test(path);
  return [
    'fails',
    // what fails from the second call on was taken once
    ...(nth === 1 ? (['keeps failing'] as const) : []),
    ...(startsTask ? (['task fails'] as const) : []),
    'killed',
  ];
}

/** Some of the attempts, evenly from all: the same ones for the same number. */
export function sample(attempts: readonly Attempt[], count: number): Attempt[] {
  if (count >= attempts.length) return [...attempts];
  return Array.from(
    { length: count },
    (_, index) => attempts[Math.floor(((index + 0.5) * attempts.length) / count)],
  ).flatMap((attempt) => attempt ?? []);
}

/**
 * The rule that makes it happen.
 *
 * @param block of the homelab
 */
export function faultRule({ point, interruption }: Attempt, block: number): FaultRule {
  const { service, target, method, path, nth } = point;
  const place = (text: string) => text.replaceAll(`127.${STAR}.`, `127.${block}.`);
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

/** An attempt as one line. */
export function attemptText({ index, point, interruption }: Attempt): string {
  return `${index} ${nameText(point)}${point.nth === 1 ? '' : ` (${point.nth})`}: ${interruption}`;
}
