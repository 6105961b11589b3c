import { CERTIFICATE } from '../support/certificate';
import { cluster, node, nodes } from '../support/homelab';
import { adviceOf, changedSpec, faultsOf, warningsOf } from '../support/small-spec';
import { synthesize, testStack } from '../support/synth';
import { type MachineOptions, testMachineDoors } from '../support/setting-doors';
import type { EncryptionKey, VolumeEncryption } from '../../src/machine-config/settings/encryption';
import type { StorageOptions } from '../../src/machine-config/settings/storage';

type Key = Omit<EncryptionKey, 'slot'>;

const SELECTOR = { diskSelector: 'disk.serial == "data"', minSize: '1GiB' };
const KEYS = 'storage.userVolumes.vault.encryption.keys';
const STATE = 'storage.systemVolumes.STATE.encryption.keys[0]';
const NODE_ID = { slot: 0, nodeId: true };

const storage = (options: StorageOptions): MachineOptions => ({ storage: options });
const vault = (...keys: readonly EncryptionKey[]): MachineOptions =>
  storage({ userVolumes: { vault: { ...SELECTOR, encryption: { keys } } } });
const state = (key: Key, options: MachineOptions = {}): MachineOptions => ({
  ...options,
  storage: { systemVolumes: { STATE: { encryption: { keys: [{ slot: 0, ...key }] } } } },
});
const encrypted = (encryption: Omit<VolumeEncryption, 'keys'>): MachineOptions =>
  storage({ rawVolumes: { vault: { ...SELECTOR, encryption: { keys: [NODE_ID], ...encryption } } } });

describe('keys of a volume', () => {
  testMachineDoors([
    {
      title: 'a key has a kind',
      good: vault(NODE_ID),
      bad: vault({ slot: 0, nodeId: false }),
      line: `${KEYS}[0]: a key is of one kind; write nodeId: true, tpm: {}, static: { secret: <name> } or kms: { endpoint: <url> }`,
    },
    {
      title: 'a key has one kind',
      good: vault(NODE_ID, { slot: 1, kms: { endpoint: 'https://kms.example' } }),
      bad: vault({ ...NODE_ID, kms: { endpoint: 'https://kms.example' } }),
      line: `${KEYS}[0]: a key is of one kind, and this one has nodeId and kms; give each a slot of its own`,
    },
    {
      title: 'a slot has one key',
      good: vault(NODE_ID, { ...NODE_ID, slot: 1 }),
      bad: vault(NODE_ID, { slot: 0, kms: { endpoint: 'https://kms.example' } }),
      line: `${KEYS}[1].slot: slot 0 is that of another key of the volume; choose another number`,
    },
    {
      title: 'a directory is encrypted with EPHEMERAL',
      good: storage({ userVolumes: { vault: { type: 'directory' } } }),
      bad: storage({ userVolumes: { vault: { type: 'directory', encryption: { keys: [NODE_ID] } } } }),
      line: 'storage.userVolumes.vault.encryption: a volume of type directory has no encryption, and a machine refuses it; leave it out',
    },
    {
      title: 'the key of a volume has a length that the cipher has',
      good: encrypted({ keySizeBits: 512 }),
      bad: encrypted({ keySizeBits: 512, cipher: 'xchacha20,aes-adiantum-plain64' }),
      line: 'storage.rawVolumes.vault.encryption.keySizeBits: got 512, and xchacha20,aes-adiantum-plain64 has keys of 256 bits',
    },
    {
      title: 'a sector has a size that disks have',
      good: encrypted({ blockSizeBytes: 4096 }),
      bad: encrypted({ blockSizeBytes: 1000 }),
      line: 'storage.rawVolumes.vault.encryption.blockSizeBytes: got 1000; write 512, 1024, 2048 or 4096',
    },
  ]);
});

describe('keys of STATE', () => {
  testMachineDoors([
    {
      title: 'it is not locked to itself',
      good: state({ nodeId: true }),
      bad: state({ nodeId: true, lockToState: true }),
      line: `${STATE}.lockToState: the value that a key is locked to lies on STATE itself; leave lockToState out`,
    },
  ]);
});

describe('older contracts', () => {
  testMachineDoors([
    {
      title: 'lockToState needs v1.11',
      contract: 'v1.10',
      good: storage({ systemVolumes: { EPHEMERAL: { encryption: { keys: [NODE_ID] } } } }),
      bad: storage({ systemVolumes: { EPHEMERAL: { encryption: { keys: [{ ...NODE_ID, lockToState: true }] } } } }),
      line: 'storage.systemVolumes.EPHEMERAL.encryption.keys[0].lockToState: lockToState is there from contract v1.11 on, and the cluster has v1.10; leave it out, or raise talos.contract',
    },
    {
      title: 'allowDiscards needs v1.14',
      contract: 'v1.13',
      good: storage({ systemVolumes: { EPHEMERAL: { encryption: { keys: [NODE_ID] } } } }),
      bad: storage({ systemVolumes: { EPHEMERAL: { encryption: { keys: [NODE_ID], allowDiscards: true } } } }),
      line: 'storage.systemVolumes.EPHEMERAL.encryption.allowDiscards: allowDiscards is there from contract v1.14 on, and the cluster has v1.13; leave it out, or raise talos.contract',
    },
  ]);
});

const KMS = { slot: 0, kms: { endpoint: 'https://kms.example:4443' } };
const TPM = { slot: 0, tpm: {} };
const SECRET = { slot: 1, static: { secret: 'disk' } };
const KEPT = { slot: 1, sizeGiB: 10, diskVm: { vmId: 901 } };
const UUID = '6f1a3ac0-2f0f-4d5a-9c3e-2b0f6f1d7a55';

const onWorker = (keys: readonly object[], settings: Readonly<Record<string, unknown>> = {}) =>
  changedSpec({
    ...(JSON.stringify(keys).includes('"secret"') && { secrets: { disk: {} } }),
    'nodes.work-00.storage': { userVolumes: { vault: { ...SELECTOR, encryption: { keys } } } },
    ...settings,
  });
/** Settings that only a virtual machine has. */
const ON_METAL = Object.fromEntries(['vmId', 'disks'].map((key) => [`nodes.work-00.${key}`, undefined]));
const SECURE = { 'talos.secureBoot': true, 'nodes.work-00.disks': { data: KEPT } };

test.each([
  ['a UUID that is not bound', [NODE_ID], {}, 'nodeId'],
  ['a TPM', [TPM], { 'talos.secureBoot': true, 'nodes.work-00.tpm': true }, 'tpm'],
  ['a passphrase that is locked to STATE', [{ ...SECRET, lockToState: true }], {}, 'static with lockToState'],
])('a disk that outlives its machine is not encrypted by %s alone', (_title, keys, settings, names) => {
  const line =
    `nodes.work-00.${KEYS}: the volume lies on a disk that outlives the machine, and its keys (${names}) do not: whoever replaces ` +
    'the machine loses the data; bind the UUID with smbiosUuid for nodeId, or add a key of the kind static or kms without lockToState';
  const kept = { 'nodes.work-00.disks': { data: KEPT } };
  expect(faultsOf(onWorker(keys, { ...kept, ...settings }))).toEqual([line]);
  // one that stays is enough, and so is a disk that goes with the machine
  expect(faultsOf(onWorker([...keys, { ...KMS, slot: 3 }], { ...kept, ...settings }))).toEqual([]);
  expect(faultsOf(onWorker(keys, { ...settings, 'nodes.work-00.disks': { data: { slot: 1, sizeGiB: 10 } } }))).toEqual(
    [],
  );
});

test.each([
  ['a UUID that is bound', [NODE_ID], { 'nodes.work-00.smbiosUuid': UUID }],
  ['a passphrase', [SECRET], {}],
  ['a key server', [KMS], {}],
  ['a TPM beside a passphrase', [TPM, SECRET], { ...SECURE, 'nodes.work-00.tpm': true }],
])('a disk that outlives its machine is encrypted by %s', (_title, keys, settings) => {
  expect(faultsOf(onWorker(keys, { 'nodes.work-00.disks': { data: KEPT }, ...settings }))).toEqual([]);
});

test('a selector that may mean a disk which outlives the machine counts as one that does', () => {
  const on = (diskSelector: string) =>
    faultsOf(
      changedSpec({
        'nodes.work-00.disks': { data: KEPT, fast: { slot: 2, sizeGiB: 10 } },
        'nodes.work-00.storage': {
          systemVolumes: { EPHEMERAL: { maxSize: '8GiB' } },
          rawVolumes: { vault: { diskSelector, minSize: '1GiB', encryption: { keys: [NODE_ID] } } },
        },
      }),
    ).length;
  expect(['disk.size > 1u', '!system_disk', "disk.serial == 'data'"].map(on)).toEqual([1, 1, 1]);
  expect(['system_disk', 'disk.serial == "fast"'].map(on)).toEqual([0, 0]);
});

test('a virtual machine needs a TPM for its keys', () => {
  const line = `nodes.work-00.${KEYS}[0].tpm: the virtual machine has no TPM; write tpm: true for it, or a key of another kind`;
  const secure = { 'talos.secureBoot': true };
  expect(faultsOf(onWorker([TPM], secure))).toEqual([line]);
  expect(faultsOf(onWorker([TPM], { ...secure, 'nodes.work-00.tpm': true }))).toEqual([]);
});

test('a TPM seals for signed images, on a physical machine too', () => {
  const line = (name: string) =>
    `nodes.${name}.${KEYS}[0].tpm: a TPM seals keys for images that are signed; write talos.secureBoot: true, or a key of another kind`;
  const physical = { 'nodes.work-00.host': undefined, 'nodes.work-00.installDisk': '/dev/sda' };
  expect(faultsOf(onWorker([TPM], { ...ON_METAL, ...physical }))).toEqual([line('work-00')]);
  expect(faultsOf(onWorker([TPM], { ...ON_METAL, ...physical, 'talos.secureBoot': true }))).toEqual([]);
});

test('a key that needs both is refused for both', () => {
  expect(faultsOf(onWorker([TPM]))).toHaveLength(2);
});

test('a TPM has registers from 0 to 23', () => {
  const settings = { 'talos.secureBoot': true, 'nodes.work-00.tpm': true };
  expect(faultsOf(onWorker([{ slot: 0, tpm: { pcrs: [0, 23] } }], settings))).toEqual([]);
  expect(faultsOf(onWorker([{ slot: 0, tpm: { pcrs: [24] } }], settings))).toEqual([
    `nodes.work-00.${KEYS}[0].tpm.pcrs[0]: got 24; write a whole number from 0 to 23`,
  ]);
});

test('a volume has a key', () => {
  expect(faultsOf(onWorker([]))).toEqual([expect.stringContaining(`${KEYS}: got []; write at least one item`)]);
});

test('a passphrase is never written out', () => {
  expect(faultsOf(onWorker([{ slot: 0, static: 'open sesame' }]))).toEqual([
    expect.stringMatching(/keys\[0\]\.static: .*write \{ secret: <name> \}/),
  ]);
});

describe('STATE', () => {
  const onState = (key: object, settings: Readonly<Record<string, unknown>> = {}) =>
    changedSpec({
      ...(JSON.stringify(key).includes('"secret"') && { secrets: { disk: {} } }),
      'nodes.work-00.storage': { systemVolumes: { STATE: { encryption: { keys: [{ slot: 0, ...key }] } } } },
      ...settings,
    });

  test('a passphrase beside it is advised against', () => {
    const advice = (key: object) => adviceOf(onState(key)).filter((line) => line.includes('STATE'));
    expect(advice({ static: { secret: 'disk' } })).toEqual([
      `nodes.work-00.${STATE}.static: the passphrase of STATE stands readable beside it on the same disk, in META; a key of the kind nodeId, tpm or kms protects it`,
    ]);
    expect(advice({ nodeId: true })).toEqual([]);
  });

  test('a key server is reached before it is open', () => {
    const physical = { ...ON_METAL, 'nodes.work-00.host': undefined, 'nodes.work-00.installDisk': '/dev/sda' };
    const server = { kms: KMS.kms };
    expect(faultsOf(onState(server, physical))).toEqual([
      `nodes.work-00.${STATE}.kms: the address of the machine stands in its configuration on STATE, so it reaches no key server ` +
        'before STATE is open; write dhcp: true with a reservation, or a key of another kind',
    ]);
    expect(faultsOf(onState(server, { ...physical, 'nodes.work-00.dhcp': true }))).toEqual([]);
    // cloud-init has the address of a virtual machine
    expect(faultsOf(onState(server))).toEqual([]);
  });

  test('a key server with a certificate of one of its own authorities is warned of', () => {
    const warnings = (settings: Readonly<Record<string, unknown>>) =>
      warningsOf(onState({ kms: KMS.kms }, settings)).filter((line) => line.includes('STATE'));
    expect(warnings({ 'nodes.work-00.trustedRoots': { home: CERTIFICATE } })).toEqual([
      `nodes.work-00.${STATE}.kms: trustedRoots stand in the configuration on STATE, so the key server of STATE needs a certificate of an authority that Talos knows by itself`,
    ]);
    expect(warnings({})).toEqual([]);
  });
});

test('constructs know of the hardware too', () => {
  const faults = (props: Parameters<typeof node>[1]): string => {
    const { stack } = testStack();
    const machine = { hostname: 'w1', address: '10.0.0.21', machineType: 'worker' as const };
    try {
      cluster(stack, { nodes: [...nodes(stack, 1), node(stack, { ...machine, ...vault(NODE_ID), ...props })] });
      synthesize(stack);
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  };
  const disks = { data: { slot: 1, sizeGiB: 10, diskVm: {} } };
  expect(faults({})).toBe('');
  expect(faults({ disks })).toContain(
    `test/cluster: machine w1: ${KEYS}: the volume lies on a disk that outlives the machine`,
  );
  expect(faults({ disks, smbiosUuid: UUID })).toBe('');
});
