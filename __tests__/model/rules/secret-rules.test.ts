import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { changedSpec, faultsOf, warningsOf } from '../../support/small-spec';

const SECRET = { secret: 'token' };
const env = { machine: { env: { A_TOKEN: SECRET } } };
const manifest = (data: string): unknown => [
  { name: 'login', contents: `apiVersion: v1\nkind: Secret\nmetadata: { name: login }\nstringData: { ${data} }\n` },
];

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'secrets-'));
  writeFileSync(join(directory, 'patch.yaml'), 'machine:\n  env:\n    A_TOKEN: { secret: token }\n');
  writeFileSync(
    join(directory, 'manifest.yaml'),
    'apiVersion: v1\nkind: Secret\nmetadata: { name: a }\nstringData:\n  a:\n    secret: token\n',
  );
  writeFileSync(join(directory, 'ok.sops.yaml'), 'token: ENC[x]\na:\n  b: ENC[y]\nsops:\n  mac: ENC[z]\n');
  writeFileSync(join(directory, 'open.yaml'), 'token: hunter2\n');
});
afterAll(() => rmSync(directory, { recursive: true }));

const PLACES: readonly (readonly [string, Readonly<Record<string, unknown>>, string])[] = [
  [
    'a setting',
    { 'machine.registries': { auth: { 'ghcr.io': { auth: SECRET } } } },
    'machine.registries.auth.ghcr.io.auth',
  ],
  ['a patch', { patches: [env] }, 'patches[0].machine.env.A_TOKEN'],
  ['a patch of a machine', { 'nodes.work-00.patches': [env] }, 'nodes.work-00.patches[0].machine.env.A_TOKEN'],
  ['a file of a patch', { patches: ['patch.yaml'] }, 'patch.yaml:3:14'],
  [
    'a manifest',
    { 'kubernetes.inlineManifests': manifest('a: { secret: token }') },
    'kubernetes.inlineManifests[0].contents',
  ],
  [
    'a file of a manifest',
    { 'kubernetes.inlineManifests': [{ name: 'a', file: 'manifest.yaml' }] },
    'manifest.yaml:6:5',
  ],
];

test.each(PLACES)('%s may refer to a secret that the file names', (_, changes) => {
  const spec = changedSpec({ secrets: { token: {} }, ...changes });
  expect(faultsOf(spec, { directory })).toEqual([]);
  expect(warningsOf(spec, { directory })).toEqual([]);
});

test.each(PLACES)('fails where %s refers to another one', (_, changes, place) => {
  expect(faultsOf(changedSpec(changes), { directory })).toEqual([
    `${place}: secrets has no "token"; write "secrets: { token: {} }" too`,
  ]);
  expect(faultsOf(changedSpec({ secrets: { tokem: {} }, ...changes }), { directory })).toContain(
    `${place}: secrets has no "token"; write "tokem"`,
  );
});

test('fails for a secret that nothing refers to, unless something could not be read', () => {
  const unused = 'secrets.token: nothing refers to this secret; write { secret: token } where it belongs, or remove it';
  expect(faultsOf(changedSpec({ secrets: { token: {} } }))).toEqual([unused]);
  expect(faultsOf(changedSpec({ secrets: { token: {} }, patches: ['missing.yaml'] }))).not.toContain(unused);
});

test.each([
  ['ok.sops.yaml', undefined, []],
  ['ok.sops.yaml', 'a.b', []],
  [
    'ok.sops.yaml',
    'a.c',
    [
      'secrets.token.sops.key: the file "ok.sops.yaml" has no value at "a.c"; write the keys that lead to one, with dots between them',
    ],
  ],
  [
    'open.yaml',
    undefined,
    ['secrets.token.sops.file: the file "open.yaml" is not encrypted by SOPS; run "sops encrypt --in-place open.yaml"'],
  ],
  ['no.yaml', undefined, ['secrets.token.sops.file: there is no file "no.yaml"; create it or correct the path']],
])('a secret of %s at %s', (file, key, faults) => {
  const sops = { file, ...(key !== undefined && { key }) };
  expect(faultsOf(changedSpec({ secrets: { token: { sops } }, patches: [env] }), { directory })).toEqual(faults);
});
