import { TemporaryProject } from '../support/project';
import { changedSpec, faultsOf } from '../support/small-spec';

let project: TemporaryProject;

beforeAll(() => {
  project = new TemporaryProject();
});

afterAll(() => {
  project.remove();
});

/** Keys that take a file, each with a value for its name. */
const takers = {
  patch: (file: string) => ({ patches: [file] }),
  schematic: (file: string) => ({ 'talos.schematic': file }),
  manifest: (file: string) => ({ 'kubernetes.inlineManifests': [{ name: 'a', file }] }),
  values: (values: string) => ({ 'kubernetes.cni': { cilium: { version: 'v1.17.3', values } } }),
};

const slips: readonly (readonly [title: string, text: string, line: string])[] = [
  [
    'a bracket that is not closed',
    'machine:\n  sysctls: [a\n',
    'file.yaml:3:1: this is not YAML: a ] is missing; write it at the end of what [ opened',
  ],
  ['a key twice', 'machine:\n  a: 1\n  a: 2\n', 'file.yaml:3:3: the key "a" appears twice; keep one of the two'],
  [
    'an alias without anchor',
    'machine:\n  a: *x\n',
    'file.yaml:2:6: there is no anchor &x above; write the value itself, or put the anchor above',
  ],
  [
    'a template',
    'machine:\n  a: {{ x }}\n',
    'file.yaml:2:7: templates are not filled in; write the value, or "${env.NAME}" for a variable of the environment',
  ],
];

describe.each(Object.entries(takers))('a %s in a file', (_kind, changes) => {
  test.each(slips)('fails for %s at its line and column', (_title, text, line) => {
    project.write('file.yaml', text);
    expect(faultsOf(changedSpec(changes('file.yaml')), { directory: project.root })).toEqual([line]);
  });
});

test.each([
  [
    'an unknown field',
    'machine:\n  sysctls:\n    a: "1"\n  sysctl: {}\n',
    'file.yaml:4:3 machine.sysctl: the configuration of Talos v1.13 has no field "sysctl" here; did you mean "sysctls"?',
  ],
  [
    'a field of the wrong type',
    'machine:\n  network:\n    nameservers: one\n',
    'file.yaml:3:18 machine.network.nameservers: must be a list; got "one"',
  ],
  [
    'a second document of a kind that does not exist',
    'machine: {}\n---\napiVersion: v1alpha1\nkind: LinkConfg\n',
    'file.yaml:4:7 [1].kind: contract v1.13 has no document of kind "LinkConfg"; did you mean LinkConfig?',
  ],
])('fails for %s of a patch file at its line and column', (_title, text, line) => {
  project.write('file.yaml', text);
  expect(faultsOf(changedSpec({ patches: ['file.yaml'] }), { directory: project.root })).toEqual([line]);
});

test('a patch file that is named twice is reported once', () => {
  project.write('file.yaml', 'machine: [\n');
  const changes = { patches: ['file.yaml'], 'nodes.work-00.patches': ['file.yaml'] };
  expect(faultsOf(changedSpec(changes), { directory: project.root })).toHaveLength(1);
});

test('fails for a field of a schematic file at its line and column', () => {
  project.write('file.yaml', 'customization:\n  systemExtensions:\n    officialExtension: []\n');
  expect(faultsOf(changedSpec({ 'talos.schematic': 'file.yaml' }), { directory: project.root })).toEqual([
    'file.yaml:3:5 customization.systemExtensions.officialExtension: unknown field "officialExtension"; did you mean "officialExtensions"?',
  ]);
});

test('fails for a whole machine configuration in a schematic file, and takes a part of one', () => {
  const embedded = (text: string) => {
    project.write('file.yaml', `customization:\n  embeddedMachineConfiguration: '${text}'\n`);
    return faultsOf(changedSpec({ 'talos.schematic': 'file.yaml' }), { directory: project.root });
  };
  expect(embedded('machine: { type: worker }')).toEqual([
    'talos.schematic.embeddedMachineConfiguration: holds a whole machine configuration, with which a machine starts and never waits for that of the cluster; keep documents with a kind only, such as TrustedRootsConfig, and write the rest as patches',
  ]);
  expect(embedded('{ apiVersion: v1alpha1, kind: TrustedRootsConfig }')).toEqual([]);
});

test('fails for an option of an overlay at its own place', () => {
  const overlay = { image: 'siderolabs/sbc-raspberrypi', name: 'rpi_generic' };
  const lineFor = (options: object) => faultsOf(changedSpec({ 'talos.schematic.overlay': { ...overlay, options } }));
  expect(lineFor({ n: 1 })).toEqual([
    'talos.schematic.overlay.options.n: YAML versions read the key "n" as text or as something else, so the schematic id would not be certain; choose an option with another name',
  ]);
  expect(lineFor({ '1a': 1 })).toEqual([
    'talos.schematic.overlay.options.1a: a key of settings starts with a letter and has at most 100 letters, digits, dots, dashes and underscores; got "1a"',
  ]);
  expect(lineFor({ a: 1.5 })).toEqual([
    'talos.schematic.overlay.options.a: got 1.5; write text, a whole number, true or false',
  ]);
  expect(lineFor({ a: 1 })).toEqual([]);
});
