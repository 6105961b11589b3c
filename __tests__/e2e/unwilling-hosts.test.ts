import { judgePlan } from '../../src/plan';
import { printedDiagnostics } from '../../src/plan/read/printed-diagnostics';
import { findRecoveries } from '../../src/plan/recovery/recovery';
import { describeHomelab, type Homelab } from '../support/homelab-run';
import { awaitGuest, changeInProxmox } from '../support/proxmox-api';
import { changedSpec } from '../support/small-spec';
import { Story } from '../support/story';

/** VM ids are left to Proxmox VE, where containers have the first two. */
const HOME = changedSpec({ state: undefined });

describeHomelab('a host that does not do what an apply wants', (homelabs) => {
  const { step, look } = new Story();
  let home: Homelab;

  beforeAll(async () => {
    home = await homelabs.openForAll(HOME, { configure: withContainers });
    await home.workspace.init();
    await home.workspace.apply();
  });

  look('a container owns its id', async () => {
    expect((await guests(home)).map(({ id }) => id).sort()).toEqual([102, 103]);
  });

  const TOO_MUCH = [
    ['more cores than the host has', { 'nodes.work-00.cpuCores': 17 }, 'MAX 16 vcpus allowed per VM on this node'],
    [
      'more memory than the host has',
      { 'nodes.work-00.memoryMiB': 200_000 },
      "kvm: cannot set up guest memory 'pc.ram': Cannot allocate memory",
    ],
  ] as const;
  for (const [title, wrong, reason] of TOO_MUCH) {
    step(`a machine that gets ${title} stays off, and comes back with what it had`, async () => {
      home.describe(changedSpec(wrong, HOME));
      expect(await failure(home)).toContain(reason);
      await awaitGuest(home, 'work-00', (guest) => guest?.status === 'stopped');

      home.describe(HOME);
      await home.workspace.apply();
      await awaitGuest(home, 'work-00', (guest) => guest?.status === 'running' && guest.pending.length === 0);
      expect(await home.workspace.plan()).toMatchObject({ isEmpty: true });
    });
  }

  step('a machine that is locked is left as it is, and changed once it is free', async () => {
    const larger = changedSpec({ 'nodes.work-00.cpuCores': 3 }, HOME);
    const [, worker] = await guests(home);
    await home.simulator.lockGuest('main', worker!.id, 'backup');
    home.describe(larger);
    const said = await failure(home);
    expect(said).toContain('VM is locked (backup)');
    expect(
      findRecoveries({
        errors: printedDiagnostics(said),
        stack: {},
        applyCommand: 'apply',
        tofuCommand: 'tofu',
        restarting: ['work-00'],
      }),
    ).toEqual([]);

    await home.simulator.lockGuest('main', worker!.id);
    await home.workspace.apply();
    expect(await guests(home)).toMatchObject([{}, { config: { cores: '3' }, pending: [] }]);
    expect(await home.workspace.plan()).toMatchObject({ isEmpty: true });
  });

  step('F-16 G-29 an id that was handed out to somebody else too', async () => {
    const larger = changedSpec(
      {
        'nodes.work-00.cpuCores': 3,
        'nodes.work-01': { machineType: 'worker', host: 'pve1', address: '10.0.0.22' },
      },
      HOME,
    );
    home.describe(larger);
    await home.simulator.addFaults([
      { service: 'proxmox', path: '.*/cluster/nextid', method: 'GET', action: 'hold', times: 1 },
    ]);
    const applied = home.workspace.run(['apply', '-no-color', '-input=false', '-auto-approve']);
    await home.simulator.held();
    await changeInProxmox(home, 'POST', '/nodes/pve2/qemu', { vmid: '104', name: 'foreign' });
    await home.simulator.clearFaults();
    const { exitCode, output } = await applied;
    expect(exitCode).toBe(1);
    expect(output).toContain("Configuration file\n'nodes/pve1/qemu-server/104.conf' does not exist");

    // the provider has taken the machine of somebody else for its own, and would destroy it
    const next = await home.workspace.plan();
    const { address } = next.changes.find(({ type }) => type === 'proxmox_virtual_environment_vm')!;
    expect(judgePlan(next.json)).toMatchObject({
      allowed: false,
      refusals: [
        {
          kind: 'machine-foreign',
          message:
            'work-01: VM 104 on host pve2 would be destroyed, but it is the machine "foreign", without the tag that every machine ' +
            'of this stack has: Proxmox VE gave its id to two; ' +
            `take it out of the state with tofu state rm '${address}', and plan again`,
        },
      ],
    });
    await home.workspace.run(['state', 'rm', address]);
    await home.workspace.apply();
    expect(await home.workspace.plan()).toMatchObject({ isEmpty: true });
    expect((await guests(home)).map(({ id, name }) => `${id} ${name}`)).toEqual(
      expect.arrayContaining(['104 foreign', '105 work-01']),
    );
  });
});

type HomelabConfig = Homelab['cluster']['homelab'];

function withContainers(config: HomelabConfig): HomelabConfig {
  return {
    ...config,
    proxmox: config.proxmox.map((endpoint) => ({
      ...endpoint,
      hosts: endpoint.hosts.map((host, index) => ({ ...host, containers: [{ id: 100 + index, name: `ct${index}` }] })),
    })),
  };
}

async function failure({ workspace }: Homelab): Promise<string> {
  const { exitCode, output } = await workspace.run(['apply', '-no-color', '-input=false', '-auto-approve']);
  expect(exitCode).toBe(1);
  return output.replace(/\s+/g, ' ');
}

interface FoundGuest {
  readonly id: number;
  readonly name: string;
  readonly config: Readonly<Record<string, string>>;
  readonly pending: readonly string[];
}

/** Virtual machines of the endpoint, sorted by name. */
async function guests({ simulator }: Homelab): Promise<readonly FoundGuest[]> {
  const { proxmox } = (await simulator.inventory()) as {
    readonly proxmox: readonly { readonly guests: FoundGuest[] }[];
  };
  return proxmox.flatMap((endpoint) => endpoint.guests).sort((a, b) => a.name.localeCompare(b.name));
}
