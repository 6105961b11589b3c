import { judgePlan } from '../../../src/plan/judge-plan';
import { type Attributes, diskValues, home, update } from '../../support/plan';

type Edit = (values: Attributes) => void;

/** An edit of one setting within a block that stands once. */
function within(block: string, changes: Attributes): Edit {
  return (values) => {
    values[block] = [{ ...(values[block] as Attributes[])[0], ...changes }];
  };
}

function setting(name: string, value: unknown): Edit {
  return (values) => {
    values[name] = value;
  };
}

function dataDisk(changes: Attributes): Edit {
  return (values) => {
    values.disk = [diskValues('scsi0', 20, 1), { ...diskValues('scsi1', 100, 2), ...changes }];
  };
}

function judge(edit: Edit, is: Edit = () => undefined, unknown: readonly string[] = []) {
  const verdict = judgePlan(home({ 'work-00': { vm: update(edit, unknown), vmIs: is } }));
  const [machine] = verdict.machines;
  return { outcome: machine?.outcome, details: machine?.details, disks: machine?.disks, notes: verdict.notes };
}

test.each<[string, Edit, readonly string[]]>([
  ['cores', within('cpu', { cores: 4 }), ['cores 2 -> 4']],
  ['the type of processor', within('cpu', { type: 'x86-64-v3' }), ['processor type host -> x86-64-v3']],
  ['a limit of the processor', within('cpu', { limit: 1 }), ['cpu.limit']],
  ['memory', within('memory', { dedicated: 8192 }), ['memory 4096 -> 8192 MiB']],
  ['the machine type', setting('machine', 'i440fx'), ['machine']],
  ['firmware', setting('bios', 'seabios'), ['bios ovmf -> seabios']],
  ['a firmware disk that comes', setting('tpm_state', [{ datastore_id: 'local-lvm', version: 'v2.0' }]), ['tpm_state']],
  ['enrolled keys', within('efi_disk', { pre_enrolled_keys: true }), ['efi_disk.pre_enrolled_keys']],
  ['only the timeout of the agent', within('agent', { timeout: '5m' }), ['agent.timeout']],
  ['serial devices', setting('serial_device', []), ['serial_device']],
  [
    'the disk controller',
    setting('scsi_hardware', 'virtio-scsi-single'),
    ['scsi_hardware virtio-scsi-pci -> virtio-scsi-single'],
  ],
  ['devices of the host', setting('hostpci', [{ device: 'hostpci0', mapping: 'iGPU' }]), ['hostpci']],
  ['addresses of cloud-init', within('initialization', { dns: [] }), ['initialization.dns']],
  ['the datastore of cloud-init', within('initialization', { datastore_id: 'fast' }), ['initialization.datastore_id']],
  ['a setting that nobody knows', setting('new_setting', 1), ['new_setting']],
])('S-21 %s restarts the machine', (_, edit, details) => {
  const is: Edit = (values) => void (values.serial_device = [{ device: 'socket' }]);
  expect(judge(edit, is)).toMatchObject({ outcome: 'restarted', details });
});

test.each<[string, Edit, readonly string[]]>([
  ['tags', setting('tags', ['mine', 'stack-home', 'worker']), ['tags']],
  ['the description', setting('description', 'mine'), ['description']],
  ['the name', setting('name', 'worker'), ['name work-00 -> worker']],
  ['the start with the host', setting('on_boot', false), ['on_boot']],
  ['the order at start', setting('startup', [{ order: 1 }]), ['startup']],
  ['protection', setting('protection', true), ['protection']],
  ['a pool', setting('pool_id', 'talos'), ['pool_id']],
  ['a NIC', setting('network_device', [{ bridge: 'vmbr1' }]), ['network_device']],
  ['the host, by migration', setting('node_name', 'pve2'), ['host pve1 -> pve2']],
  ['how it is destroyed', setting('stop_on_destroy', false), ['stop_on_destroy']],
])('S-21 %s does not', (_, edit, details) => {
  expect(judge(edit)).toMatchObject({ outcome: 'changed', details });
});

test.each<[string, Edit, string, object]>([
  ['a disk that grows', dataDisk({ size: 200 }), 'changed', { kind: 'grown', fromGiB: 100, sizeGiB: 200 }],
  [
    'discard and ssd',
    dataDisk({ discard: 'ignore', ssd: false }),
    'changed',
    { kind: 'changed', settings: ['discard', 'ssd'] },
  ],
  ['aio', dataDisk({ aio: 'native' }), 'restarted', { kind: 'changed', settings: ['aio'] }],
  ['another datastore', dataDisk({ datastore_id: 'fast' }), 'restarted', { kind: 'moved', sizeGiB: 100 }],
])('of disks: %s', (_, edit, outcome, disk) => {
  const is: Edit = (values) => dataDisk({})(values);
  expect(judge(edit, is)).toMatchObject({ outcome, disks: [{ interface: 'scsi1', ...disk }] });
});

describe('what Proxmox VE changes while the machine runs', () => {
  test.each<[string, string, Edit, string]>([
    ['memory that grows', 'network,disk,memory', within('memory', { dedicated: 8192 }), 'changed'],
    ['memory that shrinks', 'network,disk,memory', within('memory', { dedicated: 2048 }), 'restarted'],
    ['virtual processors', 'network,disk,cpu', within('cpu', { hotplugged: 2 }), 'changed'],
    [
      'virtual processors together with cores',
      'network,disk,cpu',
      within('cpu', { hotplugged: 2, cores: 4 }),
      'restarted',
    ],
    ['everything', '1', within('memory', { dedicated: 8192 }), 'changed'],
    ['no disk', 'network', dataDisk({ size: 200 }), 'restarted'],
  ])('%s with hotplug of %s', (_, hotplug, edit, outcome) => {
    const is: Edit = (values) => {
      dataDisk({})(values);
      values.hotplug = hotplug;
    };
    expect(judge(edit, is).outcome).toBe(outcome);
  });
});

describe('a machine that is off', () => {
  const off: Edit = (values) => void (values.started = false);

  test('is not restarted', () => {
    expect(judge(within('cpu', { cores: 4 }), off).outcome).toBe('changed');
  });

  test('is turned on', () => {
    expect(judge(setting('started', true), off)).toMatchObject({ outcome: 'changed', details: ['started'] });
  });
});

test('S-22 a machine that may not be restarted is reported to run with the old values', () => {
  const stays: Edit = (values) => void (values.reboot_after_update = false);
  expect(judge(within('cpu', { cores: 4 }), stays)).toMatchObject({
    outcome: 'changed',
    notes: [
      'work-00: is not restarted, so it runs with the old values of cores 2 -> 4 until you restart it, and no later plan shows that',
    ],
  });
  expect(judge(setting('description', 'mine'), stays).notes).toEqual([]);
});

test('what the provider writes in another way is no change', () => {
  const rewritten: Edit = (values) => {
    within('cpu', { affinity: '', flags: [], cores: 4 })(values);
    values.pool_id = '';
    values.hook_script_file_id = '';
  };
  expect(judge(rewritten).details).toEqual(['cores 2 -> 4']);
});

test('what is known only after the apply is no change', () => {
  const edit: Edit = (values) => void (values.description = 'mine');
  expect(judge(edit, undefined, ['ipv4_addresses', 'mac_addresses', 'vga']).details).toEqual(['description']);
});
