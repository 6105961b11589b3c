// @ts-check
'use strict';

const { parse } = require('yaml');
const { loadHomelab } = require('../scripts/lib/homelab');
const { provideClusterPrograms } = require('../scripts/toolchain/kubernetes');
const { provideToolchain } = require('../scripts/toolchain/provide');
const { clusterFile } = require('./clusters');
const { criticalPath } = require('./critical-path');

const SIZES = [3, 10, 50];

/** Nothing in the homelab takes any time of its own. */
const AT_ONCE = { taskMs: 0, bootMs: 0, applyMs: 0, rebootMs: 0 };

/**
 * Measurements of one size of a cluster.
 *
 * @typedef {object} HomelabRow
 * @property {number} machines
 * @property {number} planMs the first plan, which creates everything
 * @property {number} applyMs of that plan
 * @property {number} applyCalls calls of the Proxmox API in that apply
 * @property {number} secondPlanMs a plan without a change
 * @property {number} secondPlanCalls calls of the Proxmox API in it
 * @property {number} resources in the plan
 * @property {readonly string[]} chain types of the resources that wait for each other, the longest such chain
 */

/**
 * Plans and applies whole clusters in a homelab on loopback.
 *
 * @param {(line: string) => void} tell
 * @returns {Promise<HomelabRow[]>}
 */
async function measureHomelab(tell) {
  const { Homelab } = loadHomelab('homelab');
  const tools = { toolchain: provideToolchain(tell), programs: provideClusterPrograms(tell) };
  /** @type {HomelabRow[]} */
  const rows = [];
  for (const machines of SIZES) {
    tell(`measuring a cluster of ${machines} machines in a homelab`);
    const homelab = await Homelab.open(parse(clusterFile('bench', machines)), { ...tools, pace: AT_ONCE });
    try {
      rows.push(await measure(homelab, machines));
    } finally {
      await homelab.close();
    }
  }
  return rows;
}

/**
 * @param {import('../homelab/homelab').Homelab} homelab
 * @param {number} machines
 * @returns {Promise<HomelabRow>}
 */
async function measure({ workspace, simulator }, machines) {
  await workspace.init();
  const first = await timed(() => workspace.plan());
  const graph = await workspace.run(['graph', `-plan=${first.result.file}`]);
  const calls = async () => (await simulator.journal()).filter(({ service }) => service === 'proxmox').length;
  const planned = await calls();
  const apply = await timed(() => workspace.apply(undefined, [first.result.file]));
  const applied = await calls();
  const second = await timed(() => workspace.plan());
  if (!second.result.isEmpty) throw new Error(`the second plan of ${machines} machines is not empty`);
  return {
    machines,
    planMs: first.ms,
    applyMs: apply.ms,
    applyCalls: applied - planned,
    secondPlanMs: second.ms,
    secondPlanCalls: (await calls()) - applied,
    resources: first.result.changes.length,
    chain: criticalPath(graph.output).map((address) => address.split('.')[0] ?? ''),
  };
}

/**
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<{ ms: number, result: T }>}
 */
async function timed(work) {
  const start = performance.now();
  const result = await work();
  return { ms: performance.now() - start, result };
}

module.exports = { measureHomelab };
