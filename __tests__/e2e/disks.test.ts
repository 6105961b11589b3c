import { actsOn, ClusterStory } from '../support/cluster-story';
import { describeHomelab } from '../support/homelab-run';
import { machineStorage } from '../support/machine-storage';
import { changeInProxmox } from '../support/proxmox-api';
import { type Changes, changedSpec } from '../support/small-spec';
import { Story } from '../support/story';

const DATA = { slot: 1, sizeGiB: 5, mountPath: '/var/mnt/data', diskVm: { vmId: 900 } };

const BASE = changedSpec({
  state: undefined,
  'nodes.ctrl-00.vmId': 100,
  'nodes.work-00.vmId': 200,
  'nodes.work-00.disks.data': DATA,
});

describeHomelab('disks that outlive their machine', (homelabs) => {
  const { step, look } = new Story();
  let story: ClusterStory;
  let spec: unknown = BASE;
  const edit = (changes: Changes, accept: readonly string[] = []) =>
    story.edit((spec = changedSpec(changes, spec)), accept);
  const refusalsOf = async (changes: Changes) => {
    const { verdict } = await story.plan(changedSpec(changes, spec));
    return verdict.refusals.map(({ kind, accept }) => [kind, ...accept].join(' '));
  };
  const dataOf = async (name: string) => {
    const { volumes } = (await machineStorage(story.homelab))[name]!;
    return volumes.find(({ id }) => id === 'u-data');
  };

  beforeAll(async () => {
    story = await ClusterStory.begin(await homelabs.openForAll(BASE));
  });

  look('G-5 F-13 a disk lies in a machine of its own, which is off, and a plan finds nothing to change', async () => {
    const machines = await story.machines();
    expect(machines['work-00']!.config.scsi1).toMatch(/^local-lvm:vm-900-disk-0,.*serial=data,size=5G/);
    expect(machines['work-00-data']).toMatchObject({
      vmId: 900,
      host: 'pve2',
      bootId: '',
      volumes: [{ id: 'local-lvm:vm-900-disk-0' }],
      config: { onboot: '0', tags: 'disk-vm;stack-home' },
    });
    expect(await dataOf('work-00')).toMatchObject({ phase: 'ready', disk: 'scsi1', serial: 'data' });
    expect(await story.plan(spec)).toMatchObject({ changes: [] });
  });

  step('F-13 it grows where it is kept, and its machine sees it from the next start on', async () => {
    const before = await dataOf('work-00');
    const grown = await edit({ 'nodes.work-00.disks.data': { ...DATA, sizeGiB: 8 } });
    expect(grown.changes).toEqual(['update proxmox_virtual_environment_vm.nodes_work-00_disk-vms_data']);
    expect(grown.acts).toEqual(['PUT config', 'PUT resize', 'PUT config'].map((act) => `900: ${act}`));
    expect(grown.after['work-00']!.bootId).toBe(grown.before['work-00']!.bootId);
    expect(await dataOf('work-00')).toEqual(before);
    expect(grown.after['work-00-data']!.volumes).toEqual([{ id: 'local-lvm:vm-900-disk-0', bytes: 8 * 2 ** 30 }]);
  });

  step('G-5 the machine is replaced, without a refusal, and finds its data again', async () => {
    const before = await dataOf('work-00');
    const replaced = await edit({ 'nodes.work-00.vmId': 201 });
    expect(replaced.after['work-00']!.machine).not.toBe(replaced.before['work-00']!.machine);
    expect(replaced.after['work-00']!.config.scsi1).toMatch(/^local-lvm:vm-900-disk-0,.*size=8G/);
    expect(actsOn('900', replaced)).toEqual([]);
    expect(await dataOf('work-00')).toMatchObject({ dataId: before!.dataId, phase: 'ready' });
  });

  step('F-13 a second one comes in one apply', async () => {
    const logs = { slot: 2, sizeGiB: 2, diskVm: { vmId: 901 } };
    const added = await edit({ 'nodes.work-00.disks.logs': logs });
    expect(added.after['work-00']!.config).toMatchObject({
      scsi1: expect.stringMatching(/^local-lvm:vm-900-disk-0,/) as string,
      scsi2: expect.stringMatching(/^local-lvm:vm-901-disk-0,/) as string,
    });
    expect(added.after['work-00']!.bootId).toBe(added.before['work-00']!.bootId);
  });

  step('F-13 a volume that is there already is attached', async () => {
    await changeInProxmox(story.homelab, 'POST', '/nodes/pve2/qemu', {
      vmid: '950',
      name: 'nas',
      scsi0: 'local-lvm:3',
    });
    const media = { slot: 3, sizeGiB: 3, existingVolume: 'local-lvm:vm-950-disk-0' };
    const added = await edit({ 'nodes.work-00.disks.media': media });
    expect(added.after['work-00']!.config.scsi3).toMatch(/^local-lvm:vm-950-disk-0,.*serial=media/);
  });

  step('what would lose it is refused', async () => {
    const { logs: _gone, ...kept } = (spec as { nodes: Record<string, { disks: Record<string, object> }> }).nodes[
      'work-00'
    ]!.disks;
    expect(await refusalsOf({ 'nodes.work-00.disks': kept })).toEqual(['data-disks-lost work-00-logs']);
    expect(await refusalsOf({ 'nodes.work-00.disks.data': { ...DATA, sizeGiB: 8, diskVm: undefined } })).toContain(
      'data-disks-lost work-00-data',
    );
    expect(await refusalsOf({ 'nodes.work-00.host': 'pve1' })).toContain('disk-volume-stays work-00');
    const own = { slot: 4, sizeGiB: 2 };
    await edit({ 'nodes.work-00.disks.own': own });
    expect(await refusalsOf({ 'nodes.work-00.disks.own': { ...own, diskVm: {} } })).toEqual([
      'disk-volume-stays work-00',
    ]);
  });

  step('a disk that nobody needs any more goes when it is accepted', async () => {
    const removed = await edit({ 'nodes.work-00.disks.logs': undefined }, ['work-00-logs']);
    expect(Object.keys(removed.after).sort()).toEqual(['ctrl-00', 'nas', 'work-00', 'work-00-data']);
    expect(removed.after['work-00']!.config).not.toHaveProperty('scsi2');
    expect(removed.after['work-00']!.config.scsi3).toMatch(/^local-lvm:vm-950-disk-0,/);
  });

  step('all is destroyed but what was there before', async () => {
    await story.homelab.workspace.destroy();
    expect(await story.machines()).toMatchObject({ nas: { volumes: [{ id: 'local-lvm:vm-950-disk-0' }] } });
    expect(Object.keys(await story.machines())).toEqual(['nas']);
  });
});
