import { ClusterStory } from '../support/cluster-story';
import { describeHomelab, leftovers } from '../support/homelab-run';
import { changeInProxmox } from '../support/proxmox-api';
import { type Changes, changedSpec } from '../support/small-spec';
import { Story } from '../support/story';

const HA = 'proxmox.endpoints.main.highAvailability';

/** Two control planes and a worker that high availability looks after. */
const BASE = changedSpec({
  state: undefined,
  'nodes.ctrl-00.vmId': 100,
  'nodes.ctrl-01': { machineType: 'controlplane', host: 'pve2', address: '10.0.0.12', vmId: 101 },
  'nodes.work-00.vmId': 200,
  [HA]: { maxRestart: 2 },
});

interface Managed {
  readonly proxmox: readonly { readonly ha: Readonly<Record<string, readonly string[]>> }[];
}

describeHomelab('machines that high availability looks after', (homelabs) => {
  const { step, look } = new Story();
  let story: ClusterStory;
  let spec: unknown = BASE;
  const edit = (changes: Changes, ...accept: readonly string[]) =>
    story.edit((spec = changedSpec(changes, spec)), accept);
  const managed = async () => ((await story.homelab.simulator.inventory()) as Managed).proxmox[0]?.ha;
  const actsOnHa = async (from: number): Promise<readonly string[]> =>
    (await story.homelab.simulator.journal(from))
      .filter(({ method, path }) => method !== 'GET' && path.includes('/cluster/ha/'))
      .map(({ method, path }) => `${method} ${path.replace('/api2/json/cluster/ha/', '').replace(/\/$/, '')}`);
  const lastCall = async () => (await story.homelab.simulator.journal()).at(-1)?.number ?? 0;

  beforeAll(async () => {
    story = await ClusterStory.begin(await homelabs.openForAll(BASE));
  });

  look('F-57 G-9 all machines are looked after, control planes apart, and a plan finds nothing to change', async () => {
    expect(await managed()).toEqual({
      resources: ['vm:100', 'vm:101', 'vm:200'],
      rules: ['stack-home-control-planes'],
    });
    expect(await story.plan(spec)).toMatchObject({ changes: [], verdict: { refusals: [] } });
  });

  step('F-57 G-9 a move by high availability plans nothing, and the machine stays the same one', async () => {
    const before = await story.machines();
    await changeInProxmox(story.homelab, 'POST', '/cluster/ha/resources/vm:200/migrate', { node: 'pve1' });
    const after = await story.machines();
    expect(after['work-00']).toMatchObject({ host: 'pve1', machine: before['work-00']?.machine });
    expect(await story.plan(spec)).toMatchObject({ changes: [], verdict: { refusals: [] } });
  });

  step('F-57 a machine that was moved is changed where it is', async () => {
    const edited = await edit({ 'nodes.work-00.description': 'Batch' });
    expect(edited.acts).toEqual(['work-00: PUT config']);
    expect(edited.after['work-00']).toMatchObject({ host: 'pve1' });
  });

  step('settings and rules change, and no machine is touched', async () => {
    const from = await lastCall();
    const edited = await edit({
      [`${HA}.maxRestart`]: 3,
      [`${HA}.nodeAffinity`]: { batch: { machines: ['work-00'], hosts: { pve1: 2, pve2: 1 } } },
    });
    expect(edited.changes).toEqual([
      'update proxmox_haresource.high-availability_main_resources_ctrl-00',
      'update proxmox_haresource.high-availability_main_resources_ctrl-01',
      'update proxmox_haresource.high-availability_main_resources_work-00',
      'create proxmox_harule.high-availability_main_rules_batch',
    ]);
    expect([...(await actsOnHa(from + 1))].sort()).toEqual([
      'POST rules',
      'PUT resources/vm:100',
      'PUT resources/vm:101',
      'PUT resources/vm:200',
    ]);
    expect(edited.after).toEqual(edited.before);
    expect((await managed())?.rules).toEqual(['stack-home-batch', 'stack-home-control-planes']);
  });

  step('a restart for a change leaves the machine wanted as running', async () => {
    await edit({ 'nodes.work-00.cpuCores': 3 });
    expect((await managed())?.resources).toContain('vm:200');
  });

  step('a machine that is replaced is looked after again, under its new id', async () => {
    await edit({ 'nodes.work-00.vmId': 210 }, 'work-00');
    expect(await managed()).toEqual({
      resources: ['vm:100', 'vm:101', 'vm:210'],
      rules: ['stack-home-batch', 'stack-home-control-planes'],
    });
  });

  step('a machine is taken out, and stays where it is', async () => {
    const edited = await edit({
      [`${HA}.machines`]: ['ctrl-00', 'ctrl-01'],
      [`${HA}.nodeAffinity`]: undefined,
    });
    expect((await managed())?.resources).toEqual(['vm:100', 'vm:101']);
    expect(edited.after['work-00']).toMatchObject({ machine: edited.before['work-00']?.machine });
  });

  step('nothing is left after a destroy', async () => {
    await story.homelab.workspace.destroy();
    expect(await leftovers(story.homelab)).toEqual([]);
  });
});
