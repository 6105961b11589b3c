import { actsOn, ClusterStory } from '../support/cluster-story';
import { describeHomelab } from '../support/homelab-run';
import { type Changes, changedSpec } from '../support/small-spec';
import { Story } from '../support/story';

const UUID = '6f1a3ac0-2f0f-4d5a-9c3e-2b0f6f1d7a55';

const BASE = changedSpec({
  state: undefined,
  'nodes.ctrl-00.vmId': 100,
  'nodes.work-00.vmId': 200,
  'proxmox.endpoints.main.usbMappings.zigbee': { devices: [{ host: 'pve2', id: '1a86:55d4', path: '1-4' }] },
});

/** Every setting of the hardware, with a value that is not its default. */
const HARDWARE: Changes = {
  'nodes.work-00.qemuMachine': 'pc-q35-10.0+pve1',
  'nodes.work-00.cpuSockets': 2,
  'nodes.work-00.cpuFlags': ['+aes', '-pcid'],
  'nodes.work-00.cpuLimit': 1.5,
  'nodes.work-00.cpuUnits': 200,
  'nodes.work-00.numa': true,
  'nodes.work-00.memoryMinimumMiB': 2048,
  'nodes.work-00.vga': { type: 'virtio', memoryMiB: 32 },
  'nodes.work-00.watchdog': { timeoutSeconds: 30, action: 'poweroff' },
  'nodes.work-00.tpm': true,
  'nodes.work-00.smbiosUuid': UUID,
  'nodes.work-00.smbiosSerial': 'rack 1',
  'nodes.work-00.cloudInitInterface': 'scsi30',
  'nodes.work-00.description': '',
  'nodes.work-00.usbDevices': [{ mapping: 'zigbee' }],
  'nodes.work-00.osDisk': { speed: { readMiBPerSecond: 200, readBurstMiBPerSecond: 400, writeIops: 500 } },
};

describeHomelab('hardware of a machine', (homelabs) => {
  const { step, look } = new Story();
  let story: ClusterStory;
  let spec: unknown = changedSpec(HARDWARE, BASE);
  const edit = (changes: Changes) => story.edit((spec = changedSpec(changes, spec)));

  beforeAll(async () => {
    story = await ClusterStory.begin(
      await homelabs.openForAll(spec, { room: changedSpec({ 'nodes.work-00.diskDatastoreId': 'local-zfs' }, spec) }),
    );
  });

  look('Proxmox VE has it as it is written, and a plan finds nothing to change', async () => {
    const { config } = (await story.machines())['work-00']!;
    expect(config).toMatchObject({
      machine: 'pc-q35-10.0+pve1',
      sockets: '2',
      cpu: 'cputype=host,flags=+aes;-pcid',
      cpulimit: '1.5',
      cpuunits: '200',
      numa: '1',
      balloon: '2048',
      vga: 'memory=32,type=virtio',
      watchdog: 'model=i6300esb,action=poweroff',
      smbios1: expect.stringContaining(`uuid=${UUID}`) as string,
      scsi30: 'local-lvm:vm-200-cloudinit,media=cdrom,size=4M',
      usb0: 'mapping=zigbee,usb3=0',
      scsi0: expect.stringMatching(/,iops_wr=500,.*mbps_rd=200,mbps_rd_max=400,/) as string,
      tpmstate0: expect.stringContaining('version=v2.0') as string,
    });
    expect(config).not.toHaveProperty('description');
    expect(await story.plan(spec)).toMatchObject({ changes: [] });
  });

  step('NV-14 its names change while it runs', async () => {
    const edited = await edit({ 'nodes.work-00.smbiosSerial': 'rack 2', 'nodes.work-00.vmName': 'k8s-worker-1' });
    expect(edited.acts).toEqual(['work-00: PUT config']);
    const before = edited.before['work-00']!;
    expect(edited.after['k8s-worker-1']).toMatchObject({ machine: before.machine, bootId: before.bootId });
    expect(edited.after['k8s-worker-1']!.config.smbios1).toBe(`base64=1,serial=cmFjayAy,uuid=${UUID}`);
  });

  step('limits of a disk change while it runs', async () => {
    const edited = await edit({ 'nodes.work-00.osDisk': { speed: { readMiBPerSecond: 300 } } });
    expect(actsOn('work-00', edited)).toEqual(['PUT config']);
    const { machine, bootId, config } = edited.after['k8s-worker-1']!;
    expect(edited.before['k8s-worker-1']).toMatchObject({ machine, bootId });
    expect(config.scsi0).toMatch(/,mbps_rd=300,/);
    expect(config.scsi0).not.toMatch(/iops_wr|mbps_rd_max/);
  });

  step('cloud-init data moves to another drive, with a restart', async () => {
    const edited = await edit({ 'nodes.work-00.cloudInitInterface': 'ide0', 'nodes.work-00.vmName': undefined });
    expect(actsOn('work-00', edited)).toEqual([
      'POST status/shutdown',
      'PUT config',
      'PUT config',
      'PUT cloudinit',
      'POST status/start',
    ]);
    const { config } = edited.after['work-00']!;
    expect(config).toMatchObject({ ide0: 'local-lvm:vm-200-cloudinit,media=cdrom,size=4M' });
    expect(config).not.toHaveProperty('scsi30');
  });

  step('variables of UEFI and contents of the TPM move to another datastore, with a restart', async () => {
    const edited = await edit({
      'nodes.work-00.serialConsole': false,
      'nodes.work-00.firmwareDatastoreId': 'local-zfs',
    });
    expect(actsOn('work-00', edited)).toEqual([
      'POST status/shutdown',
      'PUT config',
      'POST move_disk',
      'POST move_disk',
      'POST status/start',
    ]);
    const { config } = edited.after['work-00']!;
    expect(config.efidisk0).toMatch(/^local-zfs:/);
    expect(config.tpmstate0).toMatch(/^local-zfs:/);
    expect(config).not.toHaveProperty('serial0');
  });

  step('all is taken away again in one restart, but for what stays once it was written', async () => {
    const places = [...Object.keys(HARDWARE), 'nodes.work-00.serialConsole'];
    const edited = await edit(Object.fromEntries(places.map((place) => [place, undefined])));
    expect(edited.changes).toEqual([
      'update proxmox_virtual_environment_vm.nodes_work-00',
      'update talos_machine_configuration_apply.cluster_nodes_work-00_apply',
    ]);
    expect(actsOn('work-00', edited)).toEqual([
      'POST status/shutdown',
      'PUT config',
      'POST status/start',
      'ApplyConfiguration',
    ]);
    const { config } = edited.after['work-00']!;
    expect(config).toMatchObject({
      machine: 'q35',
      cpu: 'host',
      sockets: '1',
      numa: '0',
      balloon: '0',
      serial0: 'socket',
      description: 'Talos Worker',
    });
    for (const gone of ['cpulimit', 'watchdog', 'tpmstate0', 'smbios1', 'usb0'])
      expect(config).not.toHaveProperty(gone);
    expect(config).toMatchObject({ cpuunits: '200', vga: 'memory=32,type=virtio', ide0: expect.anything() as string });
  });
});
