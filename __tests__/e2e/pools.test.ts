import { actsOn, ClusterStory, touched } from '../support/cluster-story';
import { describeHomelab } from '../support/homelab-run';
import { type Changes, changedSpec } from '../support/small-spec';
import { Story } from '../support/story';

/** A control plane by itself, and a pool of two workers on two hosts. */
const BASE = changedSpec({
  state: undefined,
  lifecycle: 'replace',
  'nodes.ctrl-00.vmId': 100,
  'nodes.work-00': undefined,
  'sizes.worker': { memoryMiB: 4096, disks: { data: { slot: 1, sizeGiB: 2, mountPath: '/var/mnt/data' } } },
  'pools.work': {
    machineType: 'worker',
    nodes: 2,
    addresses: '10.0.0.21-10.0.0.29',
    vmIds: '200-208',
    hosts: ['pve1', 'pve2'],
    size: 'worker',
  },
});

const THIRD_HOST: Changes = { 'proxmox.endpoints.main.hosts.pve3': { diskDatastoreId: 'local-lvm' } };

/** The most machines that there are, and all hosts. */
const ROOM = changedSpec({ ...THIRD_HOST, 'pools.work.nodes': 4 }, BASE);

describeHomelab('a pool that lives on', (homelabs) => {
  const { step, look } = new Story();
  let story: ClusterStory;
  /** The cluster file as it was edited last. */
  let spec: unknown = BASE;
  const edit = (changes: Changes, ...accept: readonly string[]) =>
    story.edit((spec = changedSpec(changes, spec)), accept);
  const hosts = async () =>
    Object.fromEntries(Object.entries(await story.machines()).map(([name, { host, vmId }]) => [name, [host, vmId]]));

  beforeAll(async () => {
    story = await ClusterStory.begin(await homelabs.openForAll(BASE, { room: ROOM }));
  });

  look('its machines are on hosts of their own, with ids and disks', async () => {
    expect(await hosts()).toEqual({ 'ctrl-00': ['pve1', 100], 'work-00': ['pve2', 200], 'work-01': ['pve1', 201] });
    const { 'work-01': worker } = await story.machines();
    expect(worker?.volumes.filter(({ bytes }) => bytes === 2 * 1024 ** 3)).toHaveLength(1);
  });

  step('G-10 grows beside a new host, and no machine is touched', async () => {
    const grown = await edit({ ...THIRD_HOST, 'pools.work.hosts': ['pve3', 'pve1', 'pve2'], 'pools.work.nodes': 3 });
    expect(touched(grown)).toEqual(['work-02']);
    expect(grown.changes.filter((change) => !change.startsWith('create '))).toEqual([]);
    expect((await hosts())['work-02']).toEqual(['pve3', 202]);
  });

  step('replaces a machine in the middle, and no other is touched', async () => {
    const replaced = await edit({ 'pools.work.nodes': ['work-00', 'work-02', 'work-03'] }, 'work-01');
    expect(touched(replaced)).toEqual(['work-01', 'work-03']);
    expect(await hosts()).toEqual({
      'ctrl-00': ['pve1', 100],
      'work-00': ['pve2', 200],
      'work-02': ['pve3', 202],
      'work-03': ['pve1', 203],
    });
  });

  step('C-13 moves a machine to another host with its disks, and it is not created again', async () => {
    const moved = await edit({ 'pools.work.overrides': { 'work-03': { host: 'pve3' } } });
    expect(moved.verdict.notes.join('\n')).toContain(
      'work-03: moves from pve1 to pve3 while it runs, with its disks scsi0 (',
    );
    expect(actsOn('work-03', moved)[0]).toBe('POST migrate');
    const [before, after] = [moved.before['work-03'], moved.after['work-03']];
    expect(after).toMatchObject({ host: 'pve3', machine: before?.machine, bootId: before?.bootId });
    expect(touched(moved)).toEqual(['work-03']);
  });

  step('shrinks at its end, and no other is touched', async () => {
    const shrunk = await edit(
      { 'pools.work.nodes': ['work-00', 'work-02'], 'pools.work.overrides': undefined },
      'work-03',
    );
    expect(touched(shrunk)).toEqual(['work-03']);
    expect(shrunk.acts).toEqual(['work-03: POST status/stop', 'work-03: DELETE']);
  });
});
