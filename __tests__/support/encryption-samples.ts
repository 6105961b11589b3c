import type { TerraformStack } from 'cdktf';
import type fc from 'fast-check';
import type { Choices } from './corpus/choices';
import type { Hardware } from './corpus/cluster-frame';
import { image } from './homelab';
import type { Sample } from './key-samples';
import { SAFEGUARDS } from './late-cluster';
import { CONTRACT_1_14, PARTS } from './newest-contract';
import { USED } from './secret-keys';
import { inTalosSections } from './whole-maps';

type Fields = Readonly<Record<string, unknown>>;

const NODE_ID = { slot: 0, nodeId: true };
const LOGIN = { slot: 0, static: { secret: 'login' } };
const SYSTEM_DISK = { diskSelector: 'system_disk', minSize: '10GiB' };

/** Places of encryption, each with the settings of volumes that have it there. */
const PLACES: Readonly<Record<string, (encryption: Fields) => Fields>> = {
  'systemVolumes.STATE': (encryption) => ({ systemVolumes: { STATE: { encryption } } }),
  'systemVolumes.EPHEMERAL': (encryption) => ({ systemVolumes: { EPHEMERAL: { encryption } } }),
  ...Object.fromEntries(
    PARTS.map((part) => [
      `systemVolumes.${part}`,
      (encryption: Fields) => ({ systemVolumes: { [part]: { maxSize: '8GiB', encryption } } }),
    ]),
  ),
  'userVolumes.any': (encryption) => ({ userVolumes: { vault: { ...SYSTEM_DISK, encryption } } }),
  'rawVolumes.any': (encryption) => ({ rawVolumes: { vault: { ...SYSTEM_DISK, encryption } } }),
  'swapVolumes.any': (encryption) => ({ swapVolumes: { vault: { ...SYSTEM_DISK, encryption } } }),
};

const keys = (...each: readonly Fields[]): Fields => ({ keys: each });
const beside = (settings: Fields): Fields => ({ keys: [NODE_ID], ...settings });

/** Values for the keys of an encryption, each as a whole. */
const VALUES: Readonly<Record<string, readonly Fields[]>> = {
  'keys.0.slot': [keys(NODE_ID), keys({ ...NODE_ID, slot: 1 })],
  'keys.0.nodeId': [keys(NODE_ID), keys(LOGIN)],
  'keys.0.tpm.pcrs.0': [
    keys({ slot: 0, tpm: {} }),
    keys({ slot: 0, tpm: { pcrs: [] } }),
    keys({ slot: 0, tpm: { pcrs: [7] } }),
  ],
  'keys.0.tpm.checkSecurebootStatusOnEnroll': [
    keys({ slot: 0, tpm: {} }),
    keys({ slot: 0, tpm: { checkSecurebootStatusOnEnroll: false } }),
    keys({ slot: 0, tpm: { checkSecurebootStatusOnEnroll: true } }),
  ],
  'keys.0.static.secret': [keys(LOGIN), keys({ slot: 0, static: { secret: 'other' } })],
  'keys.0.kms.endpoint': ['https://a.example:4443', 'https://b.example:4443'].map((endpoint) =>
    keys({ slot: 0, kms: { endpoint } }),
  ),
  'keys.0.lockToState': [
    keys(NODE_ID),
    keys({ ...NODE_ID, lockToState: false }),
    keys({ ...NODE_ID, lockToState: true }),
  ],
  cipher: [{}, { cipher: 'aes-xts-plain64' }, { cipher: 'xchacha12,aes-adiantum-plain64' }].map(beside),
  keySizeBits: [{}, { keySizeBits: 256 }, { keySizeBits: 512 }].map(beside),
  blockSizeBytes: [{}, { blockSizeBytes: 512 }, { blockSizeBytes: 4096 }].map(beside),
  allowDiscards: [{}, { allowDiscards: true }, { allowDiscards: false }].map(beside),
  'options.0': [{}, { options: ['no_read_workqueue'] }, { options: ['same_cpu_crypt'] }].map(beside),
};

/** Settings elsewhere without which keys of some kinds mean nothing. */
function needsOf(values: readonly Fields[]): Fields {
  const text = JSON.stringify(values);
  const tpm = { 'talos.secureBoot': true, 'nodeDefaults.controlplane.tpm': true, 'nodeDefaults.worker.tpm': true };
  return { ...(text.includes('"secret"') && USED), ...(text.includes('"tpm"') && tpm) };
}

/** Parts of `EPHEMERAL`, and trims that reach the disk, need the newest contract. */
function newestOf(place: string, key: string): Fields {
  return key === 'allowDiscards' || PARTS.some((part) => place.endsWith(part)) ? CONTRACT_1_14 : {};
}

/** Samples of encryption, in every volume that has it. */
export const ENCRYPTION_SAMPLES: Readonly<Record<string, Sample>> = Object.assign(
  {},
  ...Object.entries(PLACES).flatMap(([place, storageWith]) =>
    Object.entries(VALUES).map(([key, values]) => {
      // STATE is not locked to itself
      const taken = place.endsWith('STATE') && key.endsWith('lockToState') ? values.slice(0, -1) : values;
      const made = inTalosSections(`storage.${place}.encryption.${key}`, 'storage', taken.map(storageWith));
      return Object.fromEntries(
        Object.entries(made).map(([at, sample]) => [
          at,
          { ...sample, beside: { ...needsOf(values), ...newestOf(place, key) } },
        ]),
      );
    }),
  ),
) as Readonly<Record<string, Sample>>;

/** Arbitraries of encryption with a key of each kind, not all of which every machine can have. */
export function encryptions({ map, of }: Choices, isNewest: boolean): fc.Arbitrary<unknown> {
  return map(
    {
      keys: of([
        { slot: 0, nodeId: true, lockToState: false },
        { slot: 1, static: { secret: 'login' } },
        { slot: 2, kms: { endpoint: 'https://kms.example.com:4443' } },
        { slot: 3, tpm: { pcrs: [7], checkSecurebootStatusOnEnroll: true } },
      ]),
      cipher: of('aes-xts-plain64', 'xchacha20,aes-adiantum-plain64'),
      keySizeBits: of(256),
      blockSizeBytes: of(512, 4096),
      options: of(['no_read_workqueue', 'no_write_workqueue'], ['same_cpu_crypt']),
      ...(isNewest && { allowDiscards: of(true, false) }),
    },
    ['keys'],
  );
}

/**
 * Leaves out keys that need what nobody has: a signed image, and an address before the configuration is read. Virtual
 * machines get a TPM where images are signed.
 */
export function fittingKeys(value: unknown, isSigned: boolean, hardware: Hardware): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const isVirtual = hardware === 'virtual' || 'host' in value;
  if ('machineType' in value && 'address' in value && isSigned && isVirtual) return { ...value, tpm: true };
  if ('STATE' in value && hardware !== 'virtual') {
    const { encryption } = value.STATE as { readonly encryption: { readonly keys: readonly object[] } };
    const keys = encryption.keys.filter((key) => !('kms' in key));
    return { ...value, STATE: { encryption: { ...encryption, keys } } };
  }
  if (!('keys' in value) || !Array.isArray(value.keys)) return value;
  return { ...value, keys: (value.keys as readonly object[]).filter((key) => isSigned || !('tpm' in key)) };
}

/** All volumes of a stack have one. */
function passphraseOf(stack: TerraformStack, secret: (stack: TerraformStack, name: string) => string): string {
  const made = passphrases.get(stack) ?? secret(stack, 'passphrase');
  passphrases.set(stack, made);
  return made;
}

const passphrases = new WeakMap<TerraformStack, string>();

/** Props with volumes that are encrypted with keys of each kind. */
export function encryptedProps(
  secret: (stack: TerraformStack, name: string) => string,
): readonly ((stack: TerraformStack) => Fields)[] {
  const kinds: readonly ((stack: TerraformStack) => Fields)[] = [
    () => ({ nodeId: true }),
    () => ({ tpm: { pcrs: [7], checkSecurebootStatusOnEnroll: true } }),
    (stack) => ({ static: passphraseOf(stack, secret) }),
    () => ({ kms: { endpoint: 'https://kms.example.com:4443' } }),
  ];
  return kinds.map((kind) => (stack) => {
    image(stack, { secureBoot: true });
    const encryptionOf = (settings: Fields): Fields => ({
      keys: [{ slot: 0, ...kind(stack), ...settings }],
      cipher: 'aes-xts-plain64',
      keySizeBits: 512,
      blockSizeBytes: 4096,
      options: ['same_cpu_crypt'],
      allowDiscards: true,
    });
    const volumes = Object.entries(PLACES).map(([place, storageWith]) =>
      storageWith(encryptionOf({ lockToState: !place.endsWith('STATE') })),
    );
    const systemVolumes = Object.assign({}, ...volumes.map((each) => each.systemVolumes ?? {})) as Fields;
    // a key server of STATE is asked before a configuration gives an address
    return {
      tpm: true,
      dhcp: true,
      macAddress: 'bc:24:11:e6:ba:07',
      safeguards: SAFEGUARDS,
      storage: Object.assign({}, ...volumes, { systemVolumes }) as Fields,
    };
  });
}
