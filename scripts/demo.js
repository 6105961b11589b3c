// @ts-check
'use strict';

const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { requireLinux } = require('./homelab/block');
const { demoLines } = require('./homelab/demo-lines');
const { build } = require('./lib/build');
const { runCommand, tell } = require('./lib/command');
const { projectRoot } = require('./lib/paths');
const { STEPS } = require('./lib/steps');
const { provideClusterPrograms } = require('./toolchain/kubernetes');
const { ToolchainMissing } = require('./toolchain/missing');
const { provideToolchain } = require('./toolchain/provide');

/** @typedef {import('./homelab/homelab').Homelab} Homelab */

const HEAD = `The homelab of this demo is SIMULATED: Proxmox VE, Image Factory, Talos machines and Git are a program of this
project that listens on 127.0.0.0/8. OpenTofu, the Proxmox provider, the Kubernetes API server and etcd are real.
Nothing is written into this project: all of it happens in a temporary folder.
`;

/** Three control planes, handed over to Flux: the example blog-cluster. */
const EXAMPLE = 'blog-cluster';

void runCommand(async () => {
  const keep = readFlags(process.argv.slice(2));
  console.log(HEAD);
  await build(projectRoot, STEPS, tell);
  const { cluster } = require(join(projectRoot, 'lib', 'stacks', 'clusters', EXAMPLE));
  const tools = tryProvideTools();
  if (typeof tools === 'string') synthOnly(cluster, tools);
  else await showCluster(cluster, tools, keep);
});

/**
 * @param {readonly string[]} args
 * @returns {boolean} whether the homelab stays up
 */
function readFlags(args) {
  const unknown = args.filter((arg) => arg !== '--keep');
  if (unknown.length > 0)
    throw new Error(`unknown ${unknown.join(' ')}; write npm run demo, or npm run demo -- --keep`);
  return args.length > 0;
}

/** @returns {{ toolchain: import('./toolchain/provide').Toolchain, programs: import('./toolchain/kubernetes').ClusterPrograms } | string} or why there are none */
function tryProvideTools() {
  try {
    requireLinux();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  try {
    const toolchain = provideToolchain(tell);
    if (toolchain.simulator === undefined)
      throw new ToolchainMissing('the simulator must be built, and Go is not installed');
    return { toolchain, programs: provideClusterPrograms(tell) };
  } catch (error) {
    if (error instanceof ToolchainMissing) return error.message;
    throw error;
  }
}

/**
 * What can be shown without OpenTofu: the stack itself.
 *
 * @param {import('../src/cluster-file').ClusterSpec} cluster
 * @param {string} reason
 */
function synthOnly(cluster, reason) {
  const { parseClusterSpec } = require(join(projectRoot, 'lib', 'src', 'model', 'parse-cluster-spec'));
  const { stackSummary } = require('./homelab/demo-report');
  const { synthesize } = require('./homelab/synthesize');
  const project = mkdtempSync(join(tmpdir(), 'demo-'));
  try {
    console.log(reason);
    const stack = synthesize(parseClusterSpec(cluster, { directory: projectRoot }), project);
    console.log(`So this is ${EXAMPLE} as OpenTofu would get it:\n\n${stackSummary(stack)}\n`);
    console.log('npm run synth writes it into cdktf.out.');
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
}

/**
 * @param {import('../src/cluster-file').ClusterSpec} cluster
 * @param {{ toolchain: import('./toolchain/provide').Toolchain, programs: import('./toolchain/kubernetes').ClusterPrograms }} tools
 * @param {boolean} keep
 */
async function showCluster(cluster, tools, keep) {
  const { Homelab } = require('./homelab/homelab');
  const interrupted = interruption();
  const homelab = await Homelab.open(cluster, { ...tools, onOutput: demoLines(console.log) });
  try {
    const isThrough = await Promise.race([
      showRun(homelab, keep).then(() => true),
      // as a shell has it for Ctrl-C
      interrupted.then(() => false),
    ]);
    if (!isThrough) process.exitCode = 130;
    else if (keep) await Promise.race([interrupted, homelab.simulator.gone.then(failed)]);
  } finally {
    console.log('\nTaking the homelab down.');
    await homelab.close();
  }
}

/**
 * @param {Homelab} homelab
 * @param {boolean} keep
 */
async function showRun(homelab, keep) {
  const { lookAround, machineTable, virtualMachines, writeCredentials } = require('./homelab/demo-report');
  const { workspace, simulator } = homelab;
  console.log(`The homelab is up. ${EXAMPLE}, with its addresses on loopback, lies in\n${workspace.directory}`);
  console.log('What OpenTofu prints is shown but for the attributes of resources.');
  step('tofu init');
  await workspace.init();
  step('tofu plan');
  const { file } = await workspace.plan();
  step('tofu apply');
  await workspace.apply(undefined, [file]);

  const credentials = await writeCredentials(homelab);
  console.log(`\nThis was made:\n\n${await machineTable(homelab, credentials)}\n`);
  console.log(`kubeconfig   ${credentials.kubeconfig}\ntalosconfig  ${credentials.talosconfig}`);
  console.log(`The homelab has served ${(await simulator.journal()).length} calls for it.`);

  step('tofu plan, a second time');
  const second = await workspace.plan();
  if (!second.isEmpty) throw new Error('the second plan is not empty, and should be');
  console.log('\nThe second plan is empty.');
  if (keep) {
    const commands = lookAround(homelab, credentials).map((command) => `  ${command}\n`);
    console.log(`The homelab stays up until Ctrl-C. Look around in another shell:\n\n${commands.join('')}`);
    return;
  }

  step('tofu destroy');
  await homelab.destroyCluster();
  const left = await virtualMachines(homelab);
  if (left.length > 0) throw new Error(`machines are left: ${left.map(({ name }) => name).join(', ')}`);
  console.log('\nNo machine is left. npm run demo -- --keep stops before that and lets you look around.');
}

/**
 * @param {Error | undefined} error
 * @returns {never}
 */
function failed(error) {
  throw error ?? new Error('the simulator was stopped');
}

/** @param {string} title */
function step(title) {
  console.log(`\n== ${title}`);
}

/** Resolves when the user or the system asks the demo to end. */
function interruption() {
  return new Promise((/** @type {(value: void) => void} */ resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => resolve());
  });
}
