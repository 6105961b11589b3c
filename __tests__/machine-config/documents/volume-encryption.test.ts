import { machinePatches } from '../../../src/machine-config/machine-patches';
import type { VolumeEncryption } from '../../../src/machine-config/settings/encryption';
import type { StorageOptions } from '../../../src/machine-config/settings/storage';
import { clusterSettings, worker } from '../fixtures';

interface Document extends Record<string, unknown> {
  readonly kind?: string;
  readonly name?: string;
}

function documents(contract: string, storage: StorageOptions): readonly Document[] {
  return machinePatches(clusterSettings(contract), worker({ storage }), '').map((text) => JSON.parse(text) as Document);
}

const volumes = (all: readonly Document[]): readonly string[] =>
  all.filter(({ kind }) => kind?.endsWith('VolumeConfig') ?? false).map(({ kind, name }) => `${kind} ${name}`);

const NODE_ID: VolumeEncryption = { keys: [{ slot: 0, nodeId: true }] };
const WHOLE: VolumeEncryption = {
  keys: [
    { slot: 0, tpm: {}, lockToState: true },
    { slot: 1, tpm: { pcrs: [], checkSecurebootStatusOnEnroll: true } },
    { slot: 2, static: 'open sesame', lockToState: false },
    { slot: 3, kms: { endpoint: 'https://kms.example' } },
    { slot: 4, nodeId: true },
  ],
  cipher: 'aes-xts-plain64',
  keySizeBits: 512,
  blockSizeBytes: 4096,
  options: ['no_read_workqueue', 'same_cpu_crypt'],
};
const WHOLE_FIELDS = {
  provider: 'luks2',
  keys: [
    { slot: 0, tpm: {}, lockToState: true },
    { slot: 1, tpm: { checkSecurebootStatusOnEnroll: true, options: { pcrs: [] } } },
    { slot: 2, static: { passphrase: 'open sesame' }, lockToState: false },
    { slot: 3, kms: { endpoint: 'https://kms.example' } },
    { slot: 4, nodeID: {} },
  ],
  cipher: 'aes-xts-plain64',
  keySize: 512,
  blockSize: 4096,
  options: ['no_read_workqueue', 'same_cpu_crypt'],
};
const SYSTEM = {
  systemVolumes: { STATE: { encryption: NODE_ID }, EPHEMERAL: { maxSize: '8GiB', encryption: WHOLE } },
};

test.each(['v1.9', 'v1.10'])('contract %s has the encryption of volumes of Talos in the main document', (contract) => {
  const [main, ...others] = documents(contract, SYSTEM);
  expect(main).toHaveProperty('machine.systemDiskEncryption', {
    state: { provider: 'luks2', keys: [{ slot: 0, nodeID: {} }] },
    ephemeral: WHOLE_FIELDS,
  });
  // what is left for a document is a size
  expect(volumes(others)).toEqual(['VolumeConfig EPHEMERAL']);
  expect(JSON.stringify(others)).not.toContain('encryption');
});

test.each(['v1.11', 'v1.12', 'v1.13'])('contract %s has it in the documents', (contract) => {
  const [main, ...others] = documents(contract, SYSTEM);
  expect(main).not.toHaveProperty('machine.systemDiskEncryption');
  expect(others).toContainEqual({
    apiVersion: 'v1alpha1',
    kind: 'VolumeConfig',
    name: 'STATE',
    encryption: { provider: 'luks2', keys: [{ slot: 0, nodeID: {} }] },
  });
  expect(others).toContainEqual({
    apiVersion: 'v1alpha1',
    kind: 'VolumeConfig',
    name: 'EPHEMERAL',
    provisioning: { maxSize: '8GiB' },
    encryption: WHOLE_FIELDS,
  });
});

test('volumes of users, without file system and for swap have it in theirs', () => {
  const placed = { diskSelector: 'system_disk', minSize: '1GiB', encryption: WHOLE };
  const made = documents('v1.13', {
    userVolumes: { a: placed },
    rawVolumes: { b: placed },
    swapVolumes: { c: placed },
  });
  const encrypted = made.filter(({ encryption }) => encryption !== undefined);
  expect(volumes(encrypted)).toEqual(['UserVolumeConfig a', 'RawVolumeConfig b', 'SwapVolumeConfig c']);
  expect(encrypted.map(({ encryption }) => encryption)).toEqual([WHOLE_FIELDS, WHOLE_FIELDS, WHOLE_FIELDS]);
});

test('without it nothing says so', () => {
  const made = documents('v1.13', { systemVolumes: { EPHEMERAL: { maxSize: '8GiB' } } });
  expect(JSON.stringify(made)).not.toMatch(/encryption/i);
});
