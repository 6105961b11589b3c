import { documentValidators, generatedDocuments, MAIN_DOCUMENT, talosSchema } from '../../src/data/talos-schema';
import { writableContracts } from '../../src/data/support';
import { MachineType } from '../../src/values/machine-type';
import { TalosContract } from '../../src/values/talos-contract';
import { describeWithTofu, machineConfigs } from '../support/tofu';

describe('talosSchema', () => {
  const kinds = (tag: string) => Object.keys(talosSchema(TalosContract.of(tag)).kinds);

  test('G-12 a contract has the documents of its time', () => {
    expect(kinds('v1.9')).not.toContain('UserVolumeConfig');
    expect(kinds('v1.10')).toContain('UserVolumeConfig');
    expect(kinds('v1.11')).not.toContain('HostnameConfig');
    expect(kinds('v1.12')).toEqual(expect.arrayContaining(['HostnameConfig', 'LinkConfig', 'Layer2VIPConfig']));
    expect(kinds('v1.13')).toContain('KubeSpanConfig');
  });

  test('kinds have the names that Talos knows', () => {
    expect(kinds('v1.13')).toEqual(expect.arrayContaining(['KubeSpanEndpointsConfig', 'ImageVerificationConfig']));
    expect(kinds('v1.13')).not.toContain('KubeSpanEndpoints');
  });

  test('fields that are only deprecated are still there', () => {
    const { $defs } = talosSchema(TalosContract.of('v1.13'));
    expect(Object.keys($defs['v1alpha1.MachineConfig']?.properties ?? {})).toEqual(
      expect.arrayContaining(['disks', 'network', 'registries', 'sysctls', 'time']),
    );
    expect($defs['v1alpha1.NetworkConfig']).toBeDefined();
  });

  test('references lead somewhere', () => {
    for (const contract of writableContracts()) {
      const { $defs } = talosSchema(contract);
      const references = [...JSON.stringify($defs).matchAll(/"\$ref":"#\/\$defs\/([^"]+)"/g)].map(
        ([, name = '']) => name,
      );
      expect(references.filter((name) => $defs[name] === undefined)).toEqual([]);
    }
  });
});

describe('documentValidators', () => {
  test.each(writableContracts().map(String))('there is one for every kind of document of %s', (tag) => {
    const contract = TalosContract.of(tag);
    const definitions = [MAIN_DOCUMENT, ...Object.values(talosSchema(contract).kinds)];
    expect(Object.keys(documentValidators(contract)).sort()).toEqual(definitions.sort());
  });

  test('the last errors of one can be read', () => {
    const validate = documentValidators(TalosContract.of('v1.13'))[MAIN_DOCUMENT]!;
    expect(validate({ machine: { sysctls: { a: '1' } } })).toBe(true);
    expect(validate({ machine: [] })).toBe(false);
    expect(validate.errors).toMatchObject([{ instancePath: '/machine', keyword: 'type', data: [] }]);
  });
});

/** The structure of a value: items of lists as they are, other values as nothing. */
function structureOf(value: unknown, inList = false): unknown {
  if (Array.isArray(value)) return value.map((item) => structureOf(item, true));
  if (typeof value !== 'object' || value === null) return inList ? value : null;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, structureOf(entry, inList)]));
}

describeWithTofu('generatedDocuments', () => {
  const machineTypes = [MachineType.CONTROL_PLANE, MachineType.WORKER];

  test.each(writableContracts().map(String))('are those that the library of Talos makes for %s', (tag) => {
    const made = machineConfigs(
      machineTypes.map((machineType) => ({
        name: machineType,
        clusterName: 'lab',
        clusterEndpoint: 'https://10.0.0.100:6443',
        contract: tag,
        kubernetesVersion: 'v1.32.3',
        machineType,
        configPatches: ['{"debug":false}'],
        mode: 'cloud',
      })),
    );
    const known = machineTypes.map((machineType) => generatedDocuments(TalosContract.of(tag), machineType));
    const structures = (all: readonly (readonly object[])[]) =>
      all.map((documents) => documents.map((document) => structureOf(document)));
    expect(structures(known)).toEqual(structures(made.map(({ documents = [] }) => withoutCertificates(documents))));
  });
});

/** Each library has a certificate of its own in the place of a secret. */
function withoutCertificates<T>(documents: T): T {
  return JSON.parse(
    JSON.stringify(documents, (_, value: unknown) =>
      typeof value === 'string' && value.startsWith('-----BEGIN CERTIFICATE') ? 'placeholder' : value,
    ),
  ) as T;
}
