import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { machinePatches } from '../../src/machine-config/machine-patches';
import { parseClusterSpec } from '../../src/model';
import { ClusterSpecError, parseClusterYaml } from '../../src/cluster-file';
import { smallSpec } from '../support/small-spec';
import { describeWithTofu, type MachineConfigRequest, machineConfigs } from '../support/tofu';

const SCALARS = [
  '0644',
  '0o644',
  '0x1A4',
  '0b110100100',
  '4_20',
  '420',
  '4.2e2',
  '1.10',
  '1.0',
  '0012345',
  '1e3',
  'True',
  'yes',
  'off',
  '~',
  '12345678901234567890',
  '2026-01-31',
  '1:30',
];

/** Fields of each type: a number, text, a truth value, text in a list, and what Talos hands on as it is. */
const FIELDS = {
  'a whole number': (scalar: string) =>
    `{ machine: { files: [{ path: /var/a, permissions: ${scalar}, op: create, content: a }] } }`,
  text: (scalar: string) => `{ machine: { nodeAnnotations: { a: ${scalar} } } }`,
  'a truth value': (scalar: string) => `{ machine: { install: { wipe: ${scalar} } } }`,
  'a list of text': (scalar: string) => `{ machine: { kernel: { modules: [{ name: a, parameters: [${scalar}] }] } } }`,
  'data of any type': (scalar: string) =>
    `{ machine: { kubelet: { extraConfig: { a: ${scalar}, b: { c: [${scalar}] } } } } }`,
};

const directory = mkdtempSync(join(tmpdir(), 'talos-scalars-'));
afterAll(() => {
  rmSync(directory, { recursive: true });
});

/** A worker's patches as Talos' own library reads them, or the refusal of synth. */
function asked(name: string, patches: readonly string[] | undefined): MachineConfigRequest | undefined {
  return (
    patches && {
      name,
      clusterName: 'home',
      clusterEndpoint: 'https://10.0.0.11:6443',
      contract: 'v1.13',
      kubernetesVersion: 'v1.36.3',
      machineType: 'worker',
      configPatches: patches,
      mode: 'cloud',
    }
  );
}

/** The patches of a worker, the last of which stands as it is given; nothing if synth refuses it. */
function patchesWith(patch: string): readonly string[] | undefined {
  const yaml = JSON.stringify(smallSpec()).replace(/}$/, `, patches: [${patch}] }`);
  const { spec, source } = parseClusterYaml(yaml, 'home.yaml');
  try {
    const { cluster, nodes } = parseClusterSpec(spec, { source, directory, environment: {} });
    const worker = nodes.find(({ name }) => name === 'work-00')?.machine;
    return worker && machinePatches(cluster, worker, 'installer');
  } catch (error) {
    if (error instanceof ClusterSpecError) return undefined;
    throw error;
  }
}

/** The same, with the patch in a file of its own. */
function patchesWithFile(patch: string): readonly string[] | undefined {
  writeFileSync(join(directory, 'patch.yaml'), `${patch}\n`);
  return patchesWith('patch.yaml');
}

/** Answers to requests, each at its place. */
function answers(requests: readonly (MachineConfigRequest | undefined)[]): readonly unknown[] {
  const results = [...machineConfigs(requests.filter((each) => each !== undefined))];
  return requests.map((each) => (each === undefined ? 'refused at synth' : results.shift()));
}

describeWithTofu('the library of Talos', () => {
  test.each(Object.entries(FIELDS))(
    'b07 b08 reads %s in the cluster file as in a file of its own',
    (_type, patchOf) => {
      const both = answers([
        ...SCALARS.map((scalar) => asked(scalar, patchesWith(patchOf(scalar)))),
        ...SCALARS.map((scalar) => asked(scalar, patchesWithFile(patchOf(scalar)))),
      ]);
      const [inline, inFile] = [both.slice(0, SCALARS.length), both.slice(SCALARS.length)];
      expect(inline).toEqual(inFile);
      expect(inline.filter((answer) => answer !== 'refused at synth').length).toBeGreaterThanOrEqual(4);
    },
  );

  test('b08 gets the text of a scalar where it takes text', () => {
    const texts = SCALARS.filter((scalar: string) => scalar !== '~');
    const results = answers(texts.map((scalar: string) => asked(scalar, patchesWith(FIELDS.text(scalar)))));
    expect(results).toEqual(
      texts.map((scalar: string) => {
        const documents: unknown = expect.arrayContaining([
          expect.objectContaining({ machine: expect.objectContaining({ nodeAnnotations: { a: scalar } }) as unknown }),
        ]);
        return expect.objectContaining({ name: scalar, documents }) as unknown;
      }),
    );
  });

  test('b07 takes a number that begins with a zero for octal', () => {
    const permissions = ['0644', '0o644', '0x1A4', '420'];
    const results = answers(permissions.map((each) => asked(each, patchesWith(FIELDS['a whole number'](each)))));
    for (const result of results) {
      expect(result).toHaveProperty('documents.0.machine.files.0.permissions', 0o644);
    }
  });
});
