import { actsOn, ClusterStory, touched } from '../support/cluster-story';
import { describeHomelab } from '../support/homelab-run';
import { type Changes, changedSpec } from '../support/small-spec';
import { Story } from '../support/story';

/** One control plane and one worker on two hosts. */
const BASE = changedSpec({
  state: undefined,
  lifecycle: 'replace',
  'nodes.ctrl-00.vmId': 100,
  'nodes.work-00.vmId': 200,
});

const THIRD_HOST: Changes = { 'proxmox.endpoints.main.hosts.pve3': { diskDatastoreId: 'local-lvm' } };

/** Settings of a new machine. */
const MADE = ['PUT resize', 'POST status/start', 'ApplyConfiguration'];

describeHomelab('a cluster that lives on', (homelabs) => {
  const { step } = new Story();
  let story: ClusterStory;
  /** The cluster file as it was edited last. */
  let spec: unknown = BASE;
  const edit = (changes: Changes) => story.edit((spec = changedSpec(changes, spec)));

  beforeAll(async () => {
    story = await ClusterStory.begin(await homelabs.openForAll(BASE, { room: changedSpec(THIRD_HOST, BASE) }));
  });

  step('HT-16 gets a worker, and no other machine is touched', async () => {
    const added = await edit({
      'nodes.work-01': { machineType: 'worker', host: 'pve2', address: '10.0.0.22', vmId: 201 },
    });
    expect(added.changes).toEqual([
      'create proxmox_virtual_environment_vm.nodes_work-01',
      'create talos_machine_configuration_apply.cluster_nodes_work-01_apply',
      'create terraform_data.nodes_work-01_boot-image',
    ]);
    expect(added.acts).toEqual(['POST on pve2', ...MADE].map((act) => `work-01: ${act}`));
    expect(touched(added)).toEqual(['work-01']);
    expect(await story.nodes()).toEqual({ 'ctrl-00': true, 'work-00': true, 'work-01': true });
  });

  step('HT-16 gets a control plane, which joins etcd without a second bootstrap', async () => {
    const added = await edit({
      'nodes.ctrl-01': { machineType: 'controlplane', host: 'pve1', address: '10.0.0.12', vmId: 101 },
    });
    expect(added.changes).toEqual([
      'create proxmox_virtual_environment_vm.nodes_ctrl-01',
      // it can leave etcd now, as it is not the only one any more
      'update talos_machine_configuration_apply.cluster_nodes_ctrl-00_apply',
      'create talos_machine_configuration_apply.cluster_nodes_ctrl-01_apply',
      'create terraform_data.nodes_ctrl-01_boot-image',
    ]);
    expect(actsOn('ctrl-01', added)).toEqual(['POST on pve1', ...MADE]);
    expect(actsOn('ctrl-00', added)).toEqual(['ApplyConfiguration']);
    expect(added.acts).toHaveLength(5);
    expect(touched(added)).toEqual(['ctrl-01']);
    expect(await story.etcdMembers()).toEqual(['ctrl-00', 'ctrl-01']);
  });

  step('HT-16 F-32 G-7 lets a worker go, whose Node object stays and is not ready', async () => {
    const removed = await edit({ 'nodes.work-01': undefined });
    expect(removed.changes).toEqual([
      'delete proxmox_virtual_environment_vm.nodes_work-01',
      'delete talos_machine_configuration_apply.cluster_nodes_work-01_apply',
      'delete terraform_data.nodes_work-01_boot-image',
    ]);
    expect(removed.acts).toEqual(['work-01: POST status/stop', 'work-01: DELETE']);
    expect(touched(removed)).toEqual(['work-01']);
    expect(removed.after['work-01']).toBeUndefined();
    // nothing in the stack talks to Kubernetes: `kubectl delete node` is left to a person
    await story.untilNotReady('work-01');
  });

  step('lets a system disk grow while the machine runs', async () => {
    const grown = await edit({ 'nodes.work-00.diskGiB': 60 });
    expect(grown.changes).toEqual(['update proxmox_virtual_environment_vm.nodes_work-00']);
    expect(grown.acts).toEqual(['PUT config', 'PUT resize', 'PUT config'].map((act) => `work-00: ${act}`));
    const [before, after] = [grown.before, grown.after].map((machines) => machines['work-00']!);
    expect(after!.bootId).toBe(before!.bootId);
    const sizes = (volumes: readonly { readonly id: string; readonly bytes: number }[]) =>
      volumes.map(({ id, bytes }) => [id, bytes / 2 ** 30]);
    expect(sizes(before!.volumes)).toContainEqual(['local-lvm:vm-200-disk-1', 50]);
    expect(sizes(after!.volumes)).toContainEqual(['local-lvm:vm-200-disk-1', 60]);
    expect(touched(grown)).toEqual(['work-00']);
  });

  step('F-12 gives a machine a data disk beside those it has, while it runs', async () => {
    const added = await edit({
      'nodes.work-00.disks.data': { slot: 1, sizeGiB: 20, mountPath: '/var/mnt/data' },
    });
    expect(added.changes).toEqual([
      'update proxmox_virtual_environment_vm.nodes_work-00',
      'update talos_machine_configuration_apply.cluster_nodes_work-00_apply',
    ]);
    expect(added.acts).toEqual(['work-00: PUT config', 'work-00: ApplyConfiguration']);
    const [before, after] = [added.before, added.after].map((machines) => machines['work-00']!);
    expect(after!.bootId).toBe(before!.bootId);
    const volume = { id: 'local-lvm:vm-200-disk-2', bytes: 20 * 2 ** 30 };
    expect(after!.volumes).toEqual([...before!.volumes, volume]);
    expect(after!.config.scsi0).toBe(before!.config.scsi0);
    expect(after!.config.scsi1).toMatch(/^local-lvm:vm-200-disk-2,.*serial=data/);
    expect(touched(added)).toEqual(['work-00']);
  });

  step('F-12 C-14 takes other cloud-init settings, and keeps its machine and its disks', async () => {
    const edited = await edit({ 'nodes.work-00.dnsServers': ['10.0.0.53'] });
    expect(edited.changes).toEqual([
      'update proxmox_virtual_environment_vm.nodes_work-00',
      'update talos_machine_configuration_apply.cluster_nodes_work-00_apply',
    ]);
    expect(edited.verdict.machines).toMatchObject([{ name: 'work-00', outcome: 'restarted' }]);
    expect(touched(edited)).toEqual(['work-00']);
    const [before, after] = [edited.before, edited.after].map((machines) => machines['work-00']!);
    expect([after!.machine, after!.volumes]).toEqual([before!.machine, before!.volumes]);
  });

  step('HT-15 changes cores and memory in place, with one restart of that machine', async () => {
    const changed = await edit({ 'nodes.work-00.cpuCores': 4, 'nodes.work-00.memoryMiB': 8192 });
    expect(changed.changes).toEqual(['update proxmox_virtual_environment_vm.nodes_work-00']);
    expect(changed.verdict.machines).toMatchObject([{ name: 'work-00', outcome: 'restarted' }]);
    expect(changed.acts).toEqual(
      ['PUT config', 'POST status/shutdown', 'POST status/start'].map((act) => `work-00: ${act}`),
    );
    const [before, after] = [changed.before, changed.after].map((machines) => machines['work-00']!);
    expect(after).toMatchObject({ machine: before!.machine, config: { cores: '4', memory: '8192' } });
    expect(after!.volumes).toEqual(before!.volumes);
    expect(after!.bootId).not.toBe(before!.bootId);
    expect(touched(changed)).toEqual(['work-00']);
  });

  step('takes a patch that needs no reboot while it runs', async () => {
    const patched = await edit({
      'nodes.work-00.patches': [{ machine: { sysctls: { 'net.core.somaxconn': '1024' } } }],
    });
    expect(patched.changes).toEqual(['update talos_machine_configuration_apply.cluster_nodes_work-00_apply']);
    expect(patched.verdict.machines).toMatchObject([{ name: 'work-00', outcome: 'changed' }]);
    expect(patched.acts).toEqual(['work-00: ApplyConfiguration']);
    expect(touched(patched)).toEqual([]);
  });

  step('takes a patch that needs a reboot, with a reboot of that machine', async () => {
    const patched = await edit({ 'nodes.work-00.patches': [{ machine: { env: { GODEBUG: 'madvdontneed=1' } } }] });
    expect(patched.changes).toEqual(['update talos_machine_configuration_apply.cluster_nodes_work-00_apply']);
    expect(patched.verdict.machines).toMatchObject([{ name: 'work-00', outcome: 'restarted' }]);
    expect(patched.acts).toEqual(['work-00: ApplyConfiguration']);
    await story.untilRebooted('work-00', patched.before['work-00']!);
    expect(touched({ ...patched, after: await story.machines() })).toEqual(['work-00']);
  });

  step('HT-6 grows onto another host, which gets the image for its machine', async () => {
    const grown = await edit({
      ...THIRD_HOST,
      'nodes.work-02': { machineType: 'worker', host: 'pve3', address: '10.0.0.23', vmId: 202 },
    });
    expect(grown.changes).toEqual([
      'create proxmox_download_file.image_ce4c9805-v1139_main_pve3',
      'create proxmox_virtual_environment_vm.nodes_work-02',
      'create talos_machine_configuration_apply.cluster_nodes_work-02_apply',
      'create terraform_data.nodes_work-02_boot-image',
    ]);
    expect(grown.acts).toEqual([
      expect.stringMatching(/^pve3: POST home-ce4c9805\w+-v1\.13\.9-nocloud-amd64\.qcow2$/),
      ...['POST on pve3', ...MADE].map((act) => `work-02: ${act}`),
    ]);
    expect(touched(grown)).toEqual(['work-02']);
  });

  step('HT-16 F-32 G-7 lets a control plane go, which leaves etcd before its machine is removed', async () => {
    const removed = await edit({ 'nodes.ctrl-01': undefined });
    expect(removed.changes).toEqual([
      'delete proxmox_virtual_environment_vm.nodes_ctrl-01',
      'update talos_machine_configuration_apply.cluster_nodes_ctrl-00_apply',
      'delete talos_machine_configuration_apply.cluster_nodes_ctrl-01_apply',
      'delete terraform_data.nodes_ctrl-01_boot-image',
    ]);
    expect(actsOn('ctrl-01', removed).filter((act) => act !== 'POST status/stop')).toEqual(['Reset', 'DELETE']);
    expect(actsOn('ctrl-00', removed)).toEqual(['ApplyConfiguration']);
    expect(removed.acts.filter((act) => !act.startsWith('ctrl-'))).toEqual([]);
    expect(touched(removed)).toEqual(['ctrl-01']);
    expect(await story.etcdMembers()).toEqual(['ctrl-00']);
    await story.untilNotReady('ctrl-01');
  });
});
