import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importedAnswers, importedFaults, importedSpec, readImport } from '../../../src/scaffold/from/import-project';
import { type Answers, defaultAnswers } from '../../../src/scaffold/questions';

let directory = '';

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'talhelper-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

const HEAD = 'clusterName: lab\ntalosVersion: v1.12.4\nkubernetesVersion: v1.34.1\nendpoint: https://10.0.0.11:6443\n';
const NODE = 'nodes:\n  - { hostname: a, ipAddress: 10.0.0.11, controlPlane: true, installDisk: /dev/sda';

function importOf(text: string, given: Answers = {}) {
  writeFileSync(join(directory, 'talconfig.yaml'), text);
  const imported = readImport(join(directory, 'talconfig.yaml'), 'folder');
  const answers = defaultAnswers(given, { folder: 'folder', imported: importedAnswers(imported) });
  const left = imported.leftOvers.map(({ place, key, reason }) => `${place.line} ${key}: ${reason}`);
  return { imported, answers, left, open: importedAnswers(imported).open, spec: importedSpec(imported, answers) };
}

test('what the file does not say is asked, with what its addresses suggest', () => {
  const { open, answers, spec } = importOf(`${HEAD}${NODE} }\n`);
  expect(open.filter((name) => !['flux', 'secrets'].includes(name) && !name.startsWith('state'))).toEqual([
    'subnet',
    'gateway',
  ]);
  expect(answers).toMatchObject({ name: 'lab', platform: 'bare-metal', subnet: '10.0.0.0/24', gateway: '10.0.0.1' });
  expect(spec).toMatchObject({ network: { subnet: '10.0.0.0/24', gateway: '10.0.0.1' }, state: { encryption: 'on' } });
});

test('an answer that does not fit the file is refused at its question, with the line of the file', () => {
  const { imported, answers } = importOf(`${HEAD}${NODE} }\n`, { subnet: '10.9.0.0/24', gateway: '10.9.0.1' });
  expect(importedFaults(imported, answers)).toEqual([
    {
      question: 'subnet',
      message: expect.stringContaining('talconfig.yaml:6 nodes[0].ipAddress: got "10.0.0.11"') as string,
    },
  ]);
});

test('a value that the rules refuse is left over with the sentence of the rule', () => {
  const { left, spec } = importOf(
    `${HEAD}domain: Bad_Domain\nadditionalApiServerCertSans: [ok.example.com, "not a name"]\n${NODE} }\n`,
  );
  expect(left).toEqual([
    expect.stringMatching(/^5 domain: refused by the rules of cluster files: got "Bad_Domain"/),
    expect.stringMatching(
      /^6 additionalApiServerCertSans\[1\]: refused by the rules of cluster files: got "not a name"/,
    ),
  ]);
  expect(spec).toMatchObject({ kubernetes: { certSans: ['ok.example.com'] } });
});

test('a Talos version that is not known any more is asked, with a Kubernetes version that fits', () => {
  const { open, left, answers } = importOf(`${HEAD.replace('v1.12.4', 'v1.5.0')}${NODE} }\n`);
  expect(open).toContain('talosVersion');
  expect(answers.talosVersion).toMatch(/^v1\.\d+\.\d+$/);
  expect(left).toEqual([expect.stringMatching(/^2 talosVersion: refused by the rules of cluster files/)]);
});

test('a Kubernetes version beyond what its Talos version supports goes on', () => {
  const { spec, left } = importOf(`${HEAD.replace('v1.34.1', 'v1.36.0')}${NODE} }\n`);
  expect(spec).toMatchObject({ kubernetes: { version: 'v1.36.0', allowUnsupported: true } });
  expect(left).toEqual([]);
});

test('what is no cluster at all is refused with its lines', () => {
  expect(() =>
    importOf(`${HEAD}${NODE} }\n  - { hostname: b, ipAddress: nowhere, controlPlane: false, installDisk: /dev/sda }\n`),
  ).toThrow(
    /^talhelper cannot become a cluster file:\n {2}talconfig\.yaml:7 nodes\[1\]\.ipAddress = "nowhere": refused .*\n {2}nodes\.b\.address: .*\nnothing was written$/,
  );
});

test('operations of JSON6902 become merges where they can', () => {
  const patch = [
    '- |-',
    '  - op: add',
    '    path: /machine/kubelet/extraArgs',
    '    value: { "feature/gate": "a" }',
    '  - op: replace',
    '    path: /cluster/apiServer/extraArgs/a~1b',
    '    value: c',
    '  - { op: remove, path: /cluster/x }',
    '  - { op: add, path: /machine/files/-, value: {} }',
  ].join('\n  ');
  const { spec, left } = importOf(`${HEAD}patches:\n  ${patch}\n${NODE} }\n`);
  expect((spec as { patches: unknown }).patches).toEqual([
    { machine: { kubelet: { extraArgs: { 'feature/gate': 'a' } } } },
    { cluster: { apiServer: { extraArgs: { 'a/b': 'c' } } } },
  ]);
  expect(left).toEqual([
    expect.stringContaining('6 patches[0]: the operation remove /cluster/x has no strategic merge patch'),
    expect.stringContaining('6 patches[0]: the operation add /machine/files/- has no strategic merge patch'),
  ]);
});

test('what nothing is known of is refused with what is known', () => {
  writeFileSync(join(directory, 'notes.yaml'), 'a: 1\n');
  expect(() => readImport(directory, 'x')).toThrow(
    /^--from: nothing in .* is known here; known are:\n {2}nova: .*\n {2}talhelper: talconfig\.yaml\n/,
  );
  expect(() => readImport(join(directory, 'nowhere'), 'x')).toThrow('--from: there is no');
});
