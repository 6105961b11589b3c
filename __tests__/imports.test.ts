import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  checkImports,
  type ImportTable,
  layerOf,
  literalsOf,
  type Sources,
  statementsBesideExports,
} from './support/imports';

/** Each says everything about one thing: no framework, and forms in `shape.ts` only. */
const NOUNS = [
  'cluster',
  'git',
  'gitops',
  'backup',
  'sdn',
  'high-availability',
  'image',
  'machine-config',
  'manifests',
  'network',
  'proxmox',
  'state',
  'virtual-machine',
];
const PURE = ['errors', 'values', 'data', ...NOUNS];
const EVERY_LAYER = [
  ...PURE,
  'forms',
  'cluster-file',
  'model',
  'constructs',
  'plan',
  'process',
  'preflight',
  'scaffold',
  'picture',
  'diagram',
  'plan-page',
  'cli',
  'stack',
  'app',
  'stacks',
  '.gen',
  'resource-types',
  'index',
];

/** The direction of imports in the whole project. */
const TABLE: ImportTable = {
  layers: {
    errors: { layers: ['errors'], types: ['values'], packages: [] },
    values: { layers: ['errors', 'values'], packages: ['node', 'fastest-levenshtein', 'ipaddr.js', 'semver', 'yaml'] },
    data: { layers: ['errors', 'values', 'data'], packages: ['node'] },
    forms: { layers: ['errors', 'values', 'forms'], packages: ['zod'] },
    cluster: { layers: ['errors', 'values', 'forms', 'cluster'], packages: ['zod'] },
    git: { layers: ['errors', 'values', 'forms', 'git'], packages: ['zod'] },
    gitops: { layers: ['errors', 'values', 'forms', 'git', 'gitops'], packages: ['zod'] },
    'machine-config': {
      layers: ['errors', 'values', 'data', 'forms', 'manifests', 'network', 'machine-config'],
      packages: ['yaml', 'zod'],
    },
    manifests: { layers: ['errors', 'values', 'data', 'forms', 'manifests'], packages: ['zod'] },
    proxmox: { layers: ['errors', 'values', 'forms', 'proxmox'], packages: ['zod'] },
    state: { layers: ['errors', 'values', 'forms', 'state'], packages: ['zod'] },
    backup: { layers: ['errors', 'values', 'forms', 'backup'], packages: ['zod'] },
    sdn: { layers: ['errors', 'values', 'forms', 'sdn'], packages: ['zod'] },
    'high-availability': { layers: ['errors', 'values', 'forms', 'high-availability'], packages: ['zod'] },
    image: { layers: ['errors', 'values', 'forms', 'image'], packages: ['zod'] },
    network: { layers: ['errors', 'values', 'forms', 'network'], packages: ['zod'] },
    'virtual-machine': { layers: ['errors', 'values', 'forms', 'network', 'virtual-machine'], packages: ['zod'] },
    'cluster-file': {
      layers: ['errors', 'values', 'forms', ...NOUNS, 'cluster-file'],
      packages: ['node', 'fastest-levenshtein', 'yaml', 'zod'],
    },
    model: { layers: [...PURE, 'cluster-file', 'model'], packages: ['node', 'fastest-levenshtein'] },
    constructs: {
      layers: [...PURE, 'forms', 'constructs', '.gen', 'resource-types'],
      packages: ['cdktf', 'constructs'],
    },
    plan: { layers: ['errors', 'values', 'data', 'virtual-machine', 'plan', 'resource-types'], packages: ['node'] },
    process: { layers: ['errors', 'process'], packages: ['node'] },
    preflight: { layers: ['errors', 'values', 'data', 'plan', 'preflight', 'resource-types'], packages: ['node'] },
    scaffold: {
      layers: ['errors', 'values', 'data', 'cluster-file', 'model', 'process', 'scaffold'],
      types: ['preflight'],
      packages: ['node', '@scure/base', 'ipaddr.js', 'yaml'],
    },
    picture: { layers: ['values', 'picture'], packages: [] },
    diagram: { layers: ['values', ...NOUNS, 'model', 'picture', 'diagram'], packages: [] },
    'plan-page': { layers: ['values', 'plan', 'picture', 'plan-page'], packages: ['node'] },
    'resource-types': { layers: [], packages: [] },
    index: { layers: [...PURE, 'cluster-file', 'model', 'constructs', 'plan'], packages: [] },
    stack: {
      layers: ['errors', 'values', ...NOUNS, 'model', 'constructs', '.gen', 'stack'],
      packages: ['node', 'cdktf', 'constructs'],
    },
    app: {
      layers: ['errors', 'values', 'cluster-file', 'model', 'process', 'stack', 'app', 'resource-types'],
      types: ['machine-config'],
      // the compiler of a project is loaded when it is needed, and only its types are imported
      packages: ['node', 'cdktf', 'typescript'],
    },
    stacks: { layers: ['app'], packages: ['node'] },
    // as a project of its own has them
    clusters: { layers: ['values'], types: ['index', 'cluster-file'], packages: ['node', 'cdktf-proxmox-talos'] },
    cli: {
      layers: EVERY_LAYER,
      packages: ['node', '@clack/prompts', 'cdktf', 'commander', 'picocolors', 'semver', 'yaml'],
    },
  },
  stages: [['image'], ['node'], ['cluster'], ['gitops', 'exposure']],
  restricted: [
    {
      from: 'stack',
      to: /^\.gen\//,
      only: /^\.gen\/providers\/[^/]+\/provider\/index\.ts$/,
      because: 'of the bindings stack may import only provider classes',
    },
    {
      from: 'constructs',
      to: /^\.gen\//,
      only: /^\.gen\/providers\/[^/]+\/[^/]+\/index\.ts$/,
      because: 'bindings are imported one resource at a time',
    },
    {
      from: 'plan',
      to: /^src\/virtual-machine\//,
      only: /\/restarts\.ts$/,
      because: 'of the nouns plan may import only what a change restarts',
    },
  ],
};

const root = join(__dirname, '..');
const sources: Sources = new Map(
  ['src', 'stacks'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
      .map((path): [string, string] => [path, readFileSync(join(root, path), 'utf8')]),
  ),
);

describe('the source', () => {
  test('imports only what its layers may, in one direction', () => {
    expect(checkImports(sources, TABLE)).toEqual([]);
  });

  test('has no layer that the table does not name', () => {
    expect(Object.keys(TABLE.layers)).toEqual(expect.arrayContaining([...sources.keys()].map(layerOf)));
  });

  test('says the forms of nouns in their shapes only', () => {
    const zod = [...sources].filter(([, text]) => text.includes("from 'zod'")).map(([file]) => file);
    expect(zod.filter((file) => !/^src\/(?:forms|cluster-file)\/|\/(?:[\w-]+-)?shape\.ts$/.test(file))).toEqual([]);
    expect(zod.length).toBeGreaterThan(10);
  });

  test('has barrels that only export', () => {
    const barrels = [...sources].filter(([file]) => file.startsWith('src/') && file.endsWith('/index.ts'));
    expect(barrels.flatMap(([file, text]) => statementsBesideExports(file, text))).toEqual([]);
  });

  test("names Talos' judge in one file only, and the judge names nothing of the project", () => {
    const asking = [...sources]
      .filter(([, text]) => text.includes("'cdktf-proxmox-talos-judge'"))
      .map(([file]) => file);
    expect(asking).toEqual(['src/app/talos-judge.ts']);
    const judge = join(root, 'judge');
    const required = readdirSync(judge)
      .filter((name) => name.endsWith('.js'))
      .flatMap((name) => [...readFileSync(join(judge, name), 'utf8').matchAll(/(?:require|import)\(['"]([^'"]+)/g)])
      .map(([, name = '']) => name)
      .filter((name) => !/^(?:node:|\.\/)/.test(name));
    expect(required).toEqual([]);
  });

  test('asks the judge only where it synthesizes, and from the command line', () => {
    const asking = [...sources]
      .filter(([, text]) => /from '[^']*\/talos-judge'/.test(text))
      .map(([file]) => file)
      .sort();
    expect(asking).toEqual([
      'src/app/synth.ts',
      'src/cli/commands/diff.ts',
      'src/cli/configurations/check-configurations.ts',
    ]);
  });

  test('names resource types of the providers in one file only', () => {
    // `http` is a type too, and an ordinary word
    const types = new Set(providerTypes().filter((type) => type.includes('_')));
    const found = [...sources]
      .filter(([file]) => file !== 'src/resource-types.ts')
      .flatMap(([file, text]) => literalsOf(file, text).map((literal) => [file, literal] as const))
      .filter(([, literal]) => types.has(literal));
    expect(found).toEqual([]);
  });
});

describe('the checker', () => {
  test.each([
    ['a layer that is not allowed', "import { x } from '../model/a';", 'values may not import model'],
    ['types of it just as well', "import type { X } from '../model/a';", 'values may not import model'],
    ['a re-export', "export * from '../model/a';", 'values may not import model'],
    ['a type named in place', "export type X = import('../model/a').X;", 'values may not import model'],
    ['a dynamic import', "export const x = import('../model/a');", 'values may not import model'],
    ['a require', "export const x = require('../model/a');", 'values may not import model'],
    ['a package', "import { App } from 'cdktf';", 'values may not import package cdktf'],
    ['a path below a package', "import { x } from 'cdktf/lib/x';", 'values may not import package cdktf'],
    [
      'a scoped package',
      "import { x } from '@cdktf/provider-tls';",
      'values may not import package @cdktf/provider-tls',
    ],
    ['a file that is not there', "import { x } from './nowhere';", './nowhere is no source file'],
    ['the barrel of another layer', "import { x } from '../errors';", 'names src/errors/index.ts instead of a file'],
  ])('finds %s', (_, text, fault) => {
    const faults = check({ 'src/values/b.ts': text, 'src/model/a.ts': 'export {};', 'src/errors/index.ts': '' });
    expect(faults).toEqual([expect.stringContaining(fault)]);
  });

  test('accepts types, and types only, where the table says types', () => {
    const files = { 'src/machine-config/a.ts': 'export interface A {}; export const a = 1;' };
    expect(check({ ...files, 'src/app/b.ts': "import type { A } from '../machine-config/a';" })).toEqual([]);
    expect(check({ ...files, 'src/app/b.ts': "import { type A } from '../machine-config/a';" })).toEqual([]);
    expect(check({ ...files, 'src/app/b.ts': "import { type A, a } from '../machine-config/a';" })).toEqual([
      'src/app/b.ts: app may import only types of machine-config (src/machine-config/a.ts)',
    ]);
  });

  test('finds a cycle, of types too, and names it once', () => {
    const files = {
      'src/values/a.ts': "import type { B } from './b';",
      'src/values/b.ts': "import { c } from './c';",
      'src/values/c.ts': "import { a } from './a';",
    };
    expect(check(files)).toEqual(['cycle: src/values/a.ts -> src/values/b.ts -> src/values/c.ts -> src/values/a.ts']);
  });

  test('accepts interfaces of the constructs before, and nothing else of them', () => {
    const files = { 'src/constructs/image/talos-image.ts': '', 'src/constructs/cluster/talos-cluster.ts': '' };
    const node = 'src/constructs/node/proxmox-node.ts';
    expect(check({ ...files, [node]: "import type { ITalosImage } from '../image/talos-image';" })).toEqual([]);
    expect(check({ ...files, [node]: "import { type ITalosImage, TalosImage } from '../image/talos-image';" })).toEqual(
      [`${node}: may name only interfaces of src/constructs/image/talos-image.ts, not TalosImage`],
    );
    expect(check({ ...files, [node]: "import type { ITalosCluster } from '../cluster/talos-cluster';" })).toEqual([
      `${node}: comes before src/constructs/cluster/talos-cluster.ts and may not know it`,
    ]);
  });

  test('keeps what is private to the folder that it lies in', () => {
    const files = { 'src/constructs/node/private/a.ts': 'export const a = 1;' };
    expect(check({ ...files, 'src/constructs/node/b.ts': "import { a } from './private/a';" })).toEqual([]);
    expect(check({ ...files, 'src/constructs/state/b.ts': "import { a } from '../node/private/a';" })).toEqual([
      'src/constructs/state/b.ts: src/constructs/node/private/a.ts is private to src/constructs/node',
    ]);
  });

  test('lets the stack have provider classes and no other binding', () => {
    const provider = "import { TlsProvider } from '../../.gen/providers/tls/provider';";
    const resource = "import { PrivateKey } from '../../.gen/providers/tls/private-key';";
    expect(check({ 'src/stack/a.ts': provider })).toEqual([]);
    expect(check({ 'src/stack/a.ts': resource })).toEqual([
      'src/stack/a.ts: .gen/providers/tls/private-key/index.ts: of the bindings stack may import only provider classes',
    ]);
  });

  test('lets nothing of the library know stacks or the command line', () => {
    const files = { 'stacks/main.ts': '', 'src/cli/main.ts': '', 'src/app/index.ts': '', 'src/stack/index.ts': '' };
    const doors = ['./app', './cli/main', './stack', '../stacks/main'];
    expect(check({ ...files, 'src/index.ts': doors.map((door) => `export * from '${door}';`).join('\n') })).toEqual([
      'src/index.ts: index may not import app (src/app/index.ts)',
      'src/index.ts: index may not import cli (src/cli/main.ts)',
      'src/index.ts: index may not import stack (src/stack/index.ts)',
      'src/index.ts: index may not import stacks (stacks/main.ts)',
    ]);
  });

  test('lets only constructs and plan have the resource types', () => {
    const files = { 'src/resource-types.ts': '' };
    const text = "import { VM } from '../resource-types';";
    expect(check({ ...files, 'src/plan/a.ts': text, 'src/constructs/a.ts': text })).toEqual([]);
    expect(check({ ...files, 'src/model/a.ts': text })).toHaveLength(1);
  });

  test('finds what a barrel has beside exports', () => {
    const text = "import { x } from './x';\nexport * from './y';\nexport const z = x;";
    expect(statementsBesideExports('src/index.ts', text)).toEqual(["import { x } from './x';", 'export const z = x;']);
  });
});

function check(files: Readonly<Record<string, string>>): string[] {
  return checkImports(new Map(Object.entries(files)), TABLE);
}

interface ListedProvider {
  readonly resources: readonly string[];
  readonly dataSources: readonly string[];
  readonly ephemeralResources: readonly string[];
}

function providerTypes(): string[] {
  const listed = JSON.parse(readFileSync(join(root, 'schemas', 'providers.json'), 'utf8')) as Record<
    string,
    ListedProvider
  >;
  return Object.values(listed).flatMap((provider) => [
    ...provider.resources,
    ...provider.dataSources,
    ...provider.ephemeralResources,
  ]);
}
