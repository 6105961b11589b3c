import { judgePlan } from '../../../src/plan/judge-plan';
import { type Attributes, diskValues, home, type MachineStory, SECRET, update } from '../../support/plan';
import { type Allowed, describeRules, madeAnew, type Refused } from '../../support/refusal-rows';
import { configurationText, configuredStory } from '../../support/versioned-plan';

const NODE_ID = '{slot: 0, nodeID: {}}';
const STATIC = `{slot: 1, static: {passphrase: ${SECRET}}}`;
const TPM = '{slot: 2, tpm: {}}';
const KMS = '{slot: 3, kms: {endpoint: "https://kms.example"}}';
const UUID = '6f1a3ac0-2f0f-4d5a-9c3e-2b0f6f1d7a55';
const OTHER = '1c9c1f6e-54f0-4b3a-8d0e-7f5f0a2b9e11';

const encryption = (keys: readonly string[]): string =>
  keys.length === 0 ? '' : `encryption: {provider: luks2, keys: [${keys.join(', ')}]}\n`;
const system = (name: string, ...keys: readonly string[]): string =>
  `---\napiVersion: v1alpha1\nkind: VolumeConfig\nname: ${name}\n${encryption(keys)}`;
const partition = (name: string, ...keys: readonly string[]): string =>
  `${system(name, ...keys)}provisioning: {maxSize: 8GiB}\n`;
const user = (...keys: readonly string[]): string => placed('disk.serial == "data"', ...keys);
const placed = (match: string, ...keys: readonly string[]): string =>
  `---\napiVersion: v1alpha1\nkind: UserVolumeConfig\nname: vault\nprovisioning: {diskSelector: {match: '${match}'}}\n${encryption(keys)}`;

const text = (documents: string): string => configurationText('worker', 'work-00', { documents });

/** A worker whose documents become other ones. */
function configured(now: string, then: string, others: Partial<MachineStory> = {}) {
  return home({ 'work-00': { ...configuredStory(text(now), text(then)), ...others } });
}

/** A worker with a disk that another virtual machine keeps, which is replaced. */
function replaced(documents: string, uuid?: string, uuidThen = uuid) {
  return configured(documents, documents, {
    vmIs: (values) => {
      values.disk = [
        diskValues('scsi0', 20, 1),
        { ...diskValues('scsi1', 100, 2), serial: 'data', path_in_datastore: 'vm-901-disk-0' },
      ];
      if (uuid !== undefined) values.smbios = [{ uuid }];
    },
    ...madeAnew,
    vm: { ...madeAnew.vm, edit: (values) => (values.smbios = uuidThen === undefined ? [] : [{ uuid: uuidThen }]) },
  });
}

/** A worker that stays, and whose hardware becomes another one. */
function refitted(documents: string, is: Attributes, becomes: Attributes) {
  return configured(documents, documents, {
    vmIs: (values) => Object.assign(values, is),
    vm: update((values) => Object.assign(values, becomes)),
  });
}

const changes = (volume: string, way: string, wiping = ''): string =>
  `volume-locked: work-00: volume ${volume} is ${way} from now on; Talos encrypts a volume only while it makes it, so the machine would not open it ` +
  `after its next restart; take the change back, or replace the machine${wiping}`;
const ENCRYPTED_LATER = 'not encrypted, and would be';
const WIPE_EPHEMERAL =
  ', or accept it and wipe the volume at once: talosctl reset --system-labels-to-wipe EPHEMERAL --reboot';
const WIPE_ETCD = WIPE_EPHEMERAL.replace('EPHEMERAL', 'ETCD');
const WIPE_PARTITION = ', or accept it and wipe the volume at once: talosctl wipe disk <partition> --drop-partition';
const others = (volume: string): string =>
  `volume-locked: work-00: no key that volume ${volume} was made with would be left, so the machine would not open it after its next restart; keep one ` +
  'in its slot beside the new ones, restart the machine, and remove it in another apply';
const source = (volumes: string, what: string, setting: string): string =>
  `volume-locked: work-00: its ${what} would change, of which the keys of ${volumes} are made, so the machine would not open what is on them after its ` +
  `next restart; take back the change of ${setting}, or add a key of another kind first and restart the machine`;
const UUID_SETTING =
  'smbiosUuid (one that exists has the UUID that `qm config` shows as smbios1, and may be bound to that)';
const kept = (causes: string): string =>
  'volume-locked: work-00: the machine would be replaced, while the disk of volume vault stays and its keys go with the old machine ' +
  `(${causes}), so that nobody opens it any more; bind the UUID with smbiosUuid, or add a key of the kind static or kms, and restart the machine ` +
  'before it is replaced';

const refused: readonly Refused[] = [
  [
    'EPHEMERAL that is encrypted later',
    configured('', system('EPHEMERAL', NODE_ID)),
    [changes('EPHEMERAL', ENCRYPTED_LATER, WIPE_EPHEMERAL)],
    ['work-00'],
  ],
  [
    'STATE that is encrypted later',
    configured('', system('STATE', TPM)),
    [changes('STATE', ENCRYPTED_LATER)],
    ['work-00'],
  ],
  [
    'a volume that is no longer encrypted',
    configured(user(STATIC), user()),
    [changes('vault', 'encrypted, and would no longer be', WIPE_PARTITION)],
    ['work-00'],
  ],
  [
    'a partition of etcd that is encrypted later',
    configured(partition('ETCD'), partition('ETCD', NODE_ID)),
    [changes('ETCD', ENCRYPTED_LATER, WIPE_ETCD)],
    ['work-00'],
  ],
  ['a key in the place of the only one', configured(user(NODE_ID), user(STATIC)), [others('vault')], ['work-00']],
  [
    'another passphrase',
    configured(user(STATIC), user('{slot: 1, static: {passphrase: other}}')),
    [others('vault')],
    ['work-00'],
  ],
  [
    'the same key, locked to STATE',
    configured(user(NODE_ID), user('{slot: 0, nodeID: {}, lockToState: true}')),
    [others('vault')],
    ['work-00'],
  ],
  [
    'another UUID',
    refitted(system('STATE', NODE_ID) + user(NODE_ID), { smbios: [{ uuid: UUID }] }, { smbios: [{ uuid: OTHER }] }),
    [source('volumes STATE, vault', 'UUID', UUID_SETTING)],
    ['work-00'],
  ],
  [
    'a UUID that is taken away',
    refitted(system('STATE', NODE_ID), { smbios: [{ uuid: UUID }] }, { smbios: [] }),
    [source('volume STATE', 'UUID', UUID_SETTING)],
    ['work-00'],
  ],
  [
    'a UUID of its own',
    refitted(system('EPHEMERAL', NODE_ID), {}, { smbios: [{ uuid: UUID }] }),
    [source('volume EPHEMERAL', 'UUID', UUID_SETTING)],
    ['work-00'],
  ],
  [
    'no TPM',
    refitted(system('EPHEMERAL', TPM), { tpm_state: [{ version: 'v2.0' }] }, { tpm_state: [] }),
    [source('volume EPHEMERAL', 'TPM', 'tpm')],
    ['work-00'],
  ],
  ['a disk that is left, of a UUID that goes', replaced(user(NODE_ID)), [kept('nodeID')], ['work-00']],
  [
    'a disk that is left, of a UUID that becomes another one',
    replaced(user(NODE_ID), UUID, OTHER),
    [kept('nodeID')],
    ['work-00'],
  ],
  ['a disk that is left, of a TPM', replaced(user(TPM), UUID), [kept('tpm')], ['work-00']],
  [
    'a disk that is left, of a passphrase that is locked to STATE',
    replaced(user('{slot: 0, static: {passphrase: x}, lockToState: true}')),
    [kept('lockToState')],
    ['work-00'],
  ],
  [
    'a disk that is left, and that a selector may mean',
    replaced(placed('!system_disk', NODE_ID, TPM)),
    [kept('nodeID, tpm')],
    ['work-00'],
  ],
];

const allowed: readonly Allowed[] = [
  ['a new volume that is encrypted', configured('', user(NODE_ID))],
  ['a volume that goes', configured(user(NODE_ID), '')],
  ['a key beside the one that is there', configured(user(NODE_ID), user(NODE_ID, STATIC))],
  ['a key that goes beside one that stays', configured(user(NODE_ID, STATIC), user(STATIC))],
  ['other registers of a TPM', configured(user(TPM), user('{slot: 2, tpm: {options: {pcrs: []}}}'))],
  [
    'the same encryption in the document of a later contract',
    home({
      'work-00': {
        configIs: (values) => {
          values.machine_configuration_input = text('').replace(
            '  kubelet:',
            `  systemDiskEncryption:\n    ephemeral: {provider: luks2, keys: [${NODE_ID}]}\n  kubelet:`,
          );
        },
        config: update((values) => {
          values.machine_configuration_input = text(system('EPHEMERAL', NODE_ID));
        }),
      },
    }),
  ],
  ['another UUID beside a key of another kind', refitted(user(NODE_ID, KMS), {}, { smbios: [{ uuid: UUID }] })],
  ['another UUID of a machine without encryption', refitted('', {}, { smbios: [{ uuid: UUID }] })],
  [
    'a UUID in capitals',
    refitted(user(NODE_ID), { smbios: [{ uuid: UUID }] }, { smbios: [{ uuid: UUID.toUpperCase() }] }),
  ],
  ['a disk that is left, of a UUID that is bound', replaced(user(NODE_ID), UUID)],
  ['a disk that is left, of a passphrase', replaced(user(STATIC))],
  ['a disk that is left, of a key server beside a TPM', replaced(user(TPM, KMS))],
  ['a volume on the system disk of a machine that is replaced', replaced(placed('system_disk', NODE_ID))],
  ['a volume on another disk of it', replaced(placed('disk.serial == "fast"', NODE_ID))],
];

describeRules(refused, allowed);

test('no passphrase is repeated', () => {
  const verdict = judgePlan(configured(user(STATIC), user(NODE_ID)));
  expect(verdict.refusals).toHaveLength(1);
  expect(JSON.stringify(verdict)).not.toContain(SECRET);
});
