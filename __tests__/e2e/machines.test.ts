import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { judgePlan } from '../../src/plan';
import { ClusterStory } from '../support/cluster-story';
import { describeHomelab, type Homelab } from '../support/homelab-run';
import { machineStorage, storageInWords } from '../support/machine-storage';
import { changedSpec } from '../support/small-spec';
import { Story } from '../support/story';

const BASE = changedSpec({ state: undefined });

/** Sentence of the Proxmox provider when the guest agent does not answer in time. */
const SILENT = 'error waiting for network interfaces from QEMU agent';

describeHomelab('what machines do before Talos is configured', (homelabs) => {
  test('S-26 F-22 the guest agent is silent, and no apply and no plan asks it', async () => {
    const homelab = await homelabs.open(BASE);
    const { workspace } = homelab;
    await workspace.init();
    expect((await workspace.apply()).output).not.toContain(SILENT);
    expect((await workspace.plan()).output).not.toContain(SILENT);
    expect(await agentCalls(homelab)).toEqual([]);
  });

  test('S-26 a machine that waited for its agent would wait in vain', async () => {
    const homelab = await homelabs.open(BASE);
    const { workspace } = homelab;
    waitForAgents(workspace.directory);
    await workspace.init();
    const { output } = await workspace.apply();
    expect(output).toContain(SILENT);
    const calls = await homelab.simulator.journal();
    const applied = calls.findIndex(({ path }) => path.endsWith('/ApplyConfiguration'));
    const before = calls.slice(0, applied).filter(isAgentCall);
    expect(before).not.toEqual([]);
    expect(before.filter(({ status }) => status === '200')).toEqual([]);
    // configured, it answers
    expect((await workspace.plan()).output).not.toContain(SILENT);
    expect((await agentCalls(homelab)).at(-1)).toMatchObject({ status: '200' });
  });
});

describeHomelab('data disks inside of Talos', (homelabs) => {
  const DATA = { slot: 1, sizeGiB: 5, mountPath: '/var/mnt/data' };
  const ONE = changedSpec({ 'nodes.work-00.disks.data': DATA }, BASE);
  const { step, look } = new Story();
  let story: ClusterStory;
  const storage = async () => (await machineStorage(story.homelab))['work-00']!;

  beforeAll(async () => {
    story = await ClusterStory.begin(await homelabs.openForAll(ONE));
  });

  look('a disk is found by its serial number, and pods write on it', async () => {
    expect(storageInWords(await storage())).toEqual([
      'EPHEMERAL ready scsi0 drive-scsi0',
      'u-data ready scsi1 data',
      '/var/mnt/data on u-data',
    ]);
  });

  step('another disk is plugged in while the machine runs, and a larger one keeps its data', async () => {
    const { dataId } = (await storage()).volumes[1]!;
    const edited = await story.edit(
      changedSpec(
        {
          'nodes.work-00.disks.data.sizeGiB': 8,
          'nodes.work-00.disks.more': { slot: 2, sizeGiB: 3, mountPath: '/var/mnt/more' },
        },
        ONE,
      ),
    );
    expect(edited.after['work-00']!.bootId).toBe(edited.before['work-00']!.bootId);
    expect(storageInWords(await storage())).toEqual([
      'EPHEMERAL ready scsi0 drive-scsi0',
      'u-data ready scsi1 data',
      'u-more ready scsi2 more',
      '/var/mnt/data on u-data',
      '/var/mnt/more on u-more',
    ]);
    expect((await storage()).volumes[1]).toMatchObject({ dataId, gib: 7 });
  });
});

describeHomelab('a physical machine', (homelabs) => {
  const spec = changedSpec(
    {
      'nodes.work-00': { machineType: 'worker', address: '10.0.0.21', installDisk: '/dev/sda' },
    },
    BASE,
  );

  test('G-22 stays in maintenance mode while the factory does not have its installer image', async () => {
    const homelab = await homelabs.open(spec, { pace: { rebootMs: 100 } });
    const { workspace, simulator } = homelab;
    await simulator.addFaults([
      {
        service: 'factory',
        path: '/v2/.*',
        action: 'status',
        status: 404,
        message: 'version v1.13.9 is not available',
      },
    ]);
    await workspace.init();
    const { json } = await workspace.plan();
    expect(judgePlan(json).notes).toEqual([
      expect.stringMatching(/^work-00: boot it from \S+\/v1\.13\.9\/metal-amd64\.iso, or over the network with \S+;/),
    ]);
    await workspace.apply();
    await until(homelab, 'work-00 has tried to install', async () => (await logOf(homelab)).includes('install failed'));
    expect(await logOf(homelab)).toMatch(
      /work-00: task install \(1\/1\): failed: failed to pull image "\S+\/metal-installer\/\w{64}:v1\.13\.9": failed to resolve reference "\S+": \S+: not found/,
    );
    await until(homelab, 'work-00 is back', async () => (await stageOf(homelab)) === 'maintenance');

    await simulator.clearFaults();
    const apply = (await workspace.stateList()).find((address) => /configuration_apply.*work-00/.test(address));
    await workspace.apply(undefined, [`-replace=${apply}`]);
    await until(homelab, 'work-00 runs', async () => (await stageOf(homelab)) === 'running');
  });
});

/** Has machines of the stack wait for their agents, for a short while. */
function waitForAgents(directory: string): void {
  const file = join(directory, 'cdk.tf.json');
  const stack = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly resource: { readonly proxmox_virtual_environment_vm: Readonly<Record<string, { agent: unknown }>> };
  };
  for (const machine of Object.values(stack.resource.proxmox_virtual_environment_vm)) {
    machine.agent = { enabled: true, timeout: '4s' };
  }
  writeFileSync(file, JSON.stringify(stack, null, 2));
}

async function agentCalls({ simulator }: Homelab) {
  return (await simulator.journal()).filter(isAgentCall);
}

function isAgentCall({ service, path }: { readonly service: string; readonly path: string }): boolean {
  return service === 'proxmox' && path.includes('/agent/');
}

/** Log of the machines. */
function logOf({ directory }: Homelab): Promise<string> {
  return Promise.resolve(readFileSync(join(directory, 'homelab', 'talos.log'), 'utf8'));
}

async function stageOf({ simulator }: Homelab): Promise<string | undefined> {
  const { talos } = (await simulator.inventory()) as {
    readonly talos: { readonly nodes: readonly { readonly name: string; readonly stage: string }[] };
  };
  return talos.nodes.find(({ name }) => name === 'work-00')?.stage;
}

async function until(homelab: Homelab, what: string, isSo: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 120_000;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`${what}: not after 120 s; ${await logOf(homelab)}`);
    await pause(100);
  }
}
