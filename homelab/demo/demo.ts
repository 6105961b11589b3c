import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClusterPrograms } from '../../scripts/toolchain/kubernetes';
import type { Toolchain } from '../../scripts/toolchain/provide';
import { parseClusterSpec } from '../../src/model/parse-cluster-spec';
import { cluster } from '../../stacks/clusters/blog-cluster';
import { requireLinux } from '../block';
import { Homelab } from '../homelab';
import { projectRoot } from '../project-root';
import { synthesize } from '../synthesize';
import { demoLines } from './demo-lines';
import { lookAround, machineTable, stackSummary, virtualMachines, writeCredentials } from './demo-report';

/** Programs that the demo needs. */
export interface DemoTools {
  readonly toolchain: Toolchain;
  readonly programs: ClusterPrograms;
}

const HEAD = `The homelab of this demo is SIMULATED: Proxmox VE, Image Factory, Talos machines and Git are a program of this
project that listens on 127.0.0.0/8. OpenTofu, the Proxmox provider, the Kubernetes API server and etcd are real.
Nothing is written into this project: all of it happens in a temporary folder.
`;

/** Three control planes, handed over to Flux: the example blog-cluster. */
const EXAMPLE = 'blog-cluster';

/**
 * Makes a whole cluster in a simulated homelab and shows it; without the programs for it, its stack.
 *
 * @param keep if the homelab stays up until a signal comes
 * @param provideTools makes the programs ready, or says why they cannot be had
 * @returns exit code
 */
export async function showDemo(keep: boolean, provideTools: () => DemoTools | string): Promise<number> {
  print(HEAD);
  const tools = whyNoHomelab() ?? provideTools();
  if (typeof tools !== 'string') return showCluster(tools, keep);
  synthOnly(tools);
  return 0;
}

/** The stack itself, which can be shown without OpenTofu. */
function synthOnly(reason: string): void {
  const project = mkdtempSync(join(tmpdir(), 'demo-'));
  try {
    print(reason);
    const stack = synthesize(parseClusterSpec(cluster, { directory: projectRoot }), project);
    print(`So this is ${EXAMPLE} as OpenTofu would get it:\n\n${stackSummary(stack)}\n`);
    print('npm run synth writes it into cdktf.out.');
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
}

async function showCluster(tools: DemoTools, keep: boolean): Promise<number> {
  const interrupted = interruption();
  const homelab = await Homelab.open(cluster, { ...tools, onOutput: demoLines(print) });
  try {
    const isThrough = await Promise.race([
      showRun(homelab, keep).then(() => true),
      // as a shell has it for Ctrl-C
      interrupted.then(() => false),
    ]);
    if (!isThrough) return 130;
    if (keep) await Promise.race([interrupted, homelab.simulator.gone.then(failed)]);
    return 0;
  } finally {
    print('\nTaking the homelab down.');
    await homelab.close();
  }
}

async function showRun(homelab: Homelab, keep: boolean): Promise<void> {
  const { workspace, simulator } = homelab;
  print(`The homelab is up. ${EXAMPLE}, with its addresses on loopback, lies in\n${workspace.directory}`);
  print('What OpenTofu prints is shown but for the attributes of resources.');
  step('tofu init');
  await workspace.init();
  step('tofu plan');
  const { file } = await workspace.plan();
  step('tofu apply');
  await workspace.apply(undefined, [file]);

  const credentials = await writeCredentials(homelab);
  print(`\nThis was made:\n\n${await machineTable(homelab, credentials)}\n`);
  print(`kubeconfig   ${credentials.kubeconfig}\ntalosconfig  ${credentials.talosconfig}`);
  print(`The homelab has served ${(await simulator.journal()).length} calls for it.`);

  step('tofu plan, a second time');
  const second = await workspace.plan();
  if (!second.isEmpty) throw new Error('the second plan is not empty, and should be');
  print('\nThe second plan is empty.');
  if (keep) {
    const commands = lookAround(homelab, credentials).map((command) => `  ${command}\n`);
    print(`The homelab stays up until Ctrl-C. Look around in another shell:\n\n${commands.join('')}`);
    return;
  }

  step('tofu destroy');
  await homelab.destroyCluster();
  const left = await virtualMachines(homelab);
  if (left.length > 0) throw new Error(`machines are left: ${left.map(({ name }) => name).join(', ')}`);
  print('\nNo machine is left. npm run demo -- --keep stops before that and lets you look around.');
}

function failed(error: Error | undefined): never {
  throw error ?? new Error('the simulator was stopped');
}

function step(title: string): void {
  print(`\n== ${title}`);
}

/** Resolves when the user or the system asks the demo to end. */
function interruption(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => resolve());
  });
}

/** Why this computer cannot run a homelab; nothing if it can. */
function whyNoHomelab(): string | undefined {
  try {
    requireLinux();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
