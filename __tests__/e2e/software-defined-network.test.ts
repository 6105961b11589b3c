import { ClusterStory } from '../support/cluster-story';
import { describeHomelab, leftovers } from '../support/homelab-run';
import { type Changes, changedSpec } from '../support/small-spec';
import { Story } from '../support/story';

const SUBNET = { cidr: '10.20.0.0/24', gateway: '10.20.0.1', snat: true };
const RANGE = { start: '10.20.0.100', end: '10.20.0.199' };
const SDN = 'proxmox.endpoints.main.sdn';
const VNET = `${SDN}.vnets.lab`;

/** A control plane whose first card is on a vnet, and a worker with a card on another one. */
const BASE = changedSpec({
  state: undefined,
  [SDN]: {
    zones: {
      talos: { type: 'vlan', bridge: 'vmbr1', mtu: 1400 },
      plain: { type: 'simple', dhcp: true },
      over: { type: 'vxlan', peers: ['10.0.0.2', '10.0.0.3'], mtu: 1450 },
    },
    vnets: {
      lab: { zone: 'talos', tag: 20, alias: 'Lab' },
      store: { zone: 'plain', subnets: [SUBNET] },
    },
  },
  'nodes.ctrl-00.vmId': 100,
  'nodes.ctrl-00.networkBridge': 'lab',
  'nodes.work-00.vmId': 200,
  'nodes.work-00.macAddress': 'deterministic',
  'nodes.work-00.networkDevices': { store: { slot: 1, bridge: 'store', addresses: ['10.20.0.21/24'] } },
});

interface Networks {
  readonly proxmox: readonly {
    readonly sdn: Readonly<Record<string, readonly string[]>>;
    readonly sdnRunning: Readonly<Record<string, readonly string[]>>;
    readonly guests: readonly { readonly name: string; readonly config: Readonly<Record<string, string>> }[];
  }[];
}

describeHomelab('machines on a software-defined network', (homelabs) => {
  const { step, look } = new Story();
  let story: ClusterStory;
  let spec: unknown = BASE;
  const edit = (changes: Changes, ...accept: readonly string[]) =>
    story.edit((spec = changedSpec(changes, spec)), accept);
  const plan = (changes: Changes) => story.plan(changedSpec(changes, spec));
  const endpoint = async () => ((await story.homelab.simulator.inventory()) as Networks).proxmox[0];
  const running = async () => (await endpoint())?.sdnRunning;

  beforeAll(async () => {
    story = await ClusterStory.begin(await homelabs.openForAll(BASE));
  });

  look('the hosts have the vnets before the machines, and a plan finds nothing to change', async () => {
    const { sdn, sdnRunning, guests = [] } = (await endpoint()) ?? {};
    expect(sdn).toEqual({
      zones: ['over', 'plain', 'talos'],
      vnets: ['lab', 'store'],
      subnets: ['plain-10.20.0.0-24'],
    });
    expect(sdnRunning).toEqual(sdn);
    const cards = guests.map(({ name, config }) => [name, config.net0, config.net1]);
    expect(cards).toEqual([
      ['ctrl-00', expect.stringContaining('bridge=lab'), undefined],
      ['work-00', expect.stringContaining('bridge=vmbr0'), expect.stringContaining('bridge=store')],
    ]);
    expect(await story.plan(spec)).toMatchObject({ changes: [], verdict: { refusals: [] } });
  });

  step('a vnet comes and another changes, both are applied, and no machine is touched', async () => {
    const edited = await edit({ [`${VNET}.alias`]: 'Laboratory', [`${SDN}.vnets.spare`]: { zone: 'talos', tag: 30 } });
    expect(edited.changes.filter((change) => !/terraform_data|sdn_applier/.test(change))).toEqual([
      expect.stringMatching(/^update proxmox_sdn_vnet\.sdn_main_vnet-lab/),
      expect.stringMatching(/^create proxmox_sdn_vnet\.sdn_main_vnet-spare/),
    ]);
    expect((await running())?.vnets).toEqual(['lab', 'spare', 'store']);
    expect(await story.plan(spec)).toMatchObject({ changes: [] });
  });

  step('a zone and a subnet change in place', async () => {
    await edit({ [`${SDN}.zones.talos.mtu`]: 1450, [`${SDN}.vnets.store.subnets`]: [{ ...SUBNET, dhcpRange: RANGE }] });
    expect(await story.plan(spec)).toMatchObject({ changes: [] });
  });

  step('what the provider or Proxmox VE cannot change is refused before', async () => {
    const refused = await plan({ [`${SDN}.zones.over.mtu`]: 1400, [`${SDN}.vnets.store.subnets`]: [SUBNET] });
    expect(refused.verdict.refusals.map(({ kind }) => kind)).toEqual(['zone-not-changeable', 'subnet-in-use']);
  });

  step('a vnet that a machine is on is not removed; one that is free is, and the hosts have it no more', async () => {
    const refused = await plan({ [VNET]: undefined, 'nodes.ctrl-00.networkBridge': undefined });
    expect(refused.verdict.refusals.map(({ kind, accept }) => [kind, ...accept])).toEqual([['vnet-in-use', 'ctrl-00']]);
    await edit({ [`${SDN}.vnets.spare`]: undefined });
    expect((await running())?.vnets).toEqual(['lab', 'store']);
  });

  step('nothing is left after a destroy, on the hosts neither', async () => {
    await story.homelab.workspace.destroy();
    expect(await leftovers(story.homelab)).toEqual([]);
    expect(await running()).toEqual({ zones: [], vnets: [], subnets: [] });
  });
});
