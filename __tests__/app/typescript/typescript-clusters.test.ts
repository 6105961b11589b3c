import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ClusterFilesError, readClusters } from '../../../src/app/cluster-files';
import { findCompiler } from '../../../src/app/typescript/compiler';
import { TemporaryProject } from '../../support/project';

jest.mock('../../../src/app/typescript/compiler', () => {
  const real: { readonly findCompiler: typeof findCompiler } = jest.requireActual(
    '../../../src/app/typescript/compiler',
  );
  return { findCompiler: jest.fn(real.findCompiler) };
});

let project: TemporaryProject;

beforeEach(() => {
  project = new TemporaryProject();
  process.env.CDKTF_PROXMOX_TALOS_CACHE = join(project.root, '.cache');
});

afterEach(() => {
  delete process.env.CDKTF_PROXMOX_TALOS_CACHE;
  project.remove();
});

/** A cluster of one physical machine; line 10 is its address. */
const cluster = (
  name: string,
  head = '',
  address = "'10.0.0.11'",
) => `import type { ClusterSpec } from 'cdktf-proxmox-talos';
${head}
export const cluster = {
  name: '${name}',
  talos: { version: 'v1.13.9', contract: 'v1.13' },
  kubernetes: { version: 'v1.36.3', schedulingOnControlPlanes: true },
  network: { subnet: '10.0.0.0/24', gateway: '10.0.0.1' },
  nodes: {
    'cp-1': { machineType: 'controlplane', installDisk: '/dev/sda', link: 'eno1',
      address: ${address} },
  },
  state: { encryption: 'on' },
} as const satisfies ClusterSpec;
`;

const write = (file: string, text: string) => project.write(join('stacks', 'clusters', file), text);

function read(...names: readonly string[]) {
  return readClusters({ projectDirectory: project.root, names }).map(({ file, model }) => `${file} ${model.name}`);
}

function faultsOf(...names: readonly string[]): readonly string[] {
  try {
    read(...names);
    return [];
  } catch (error) {
    if (error instanceof ClusterFilesError) return error.faults;
    throw error;
  }
}

/** Everything in the project but what a person wrote, and the cache. */
const written = () => readdirSync(project.root).filter((name) => !['stacks', '.cache', 'node_modules'].includes(name));

test('a file with what it imports: a module, a package, data', () => {
  write('shared/names.ts', "import { size } from './size';\nexport const name: string = `lab-${size}`;\n");
  write('shared/size.ts', 'export enum Size { SMALL = 1 }\nexport const size = Size.SMALL;\n');
  write('shared/network.json', '{ "address": "10.0.0.11" }');
  const head = [
    "import { name } from './shared/names';",
    "import data from './shared/network.json';",
    "import { MachineType } from 'cdktf-proxmox-talos';",
    "import { basename } from 'node:path';",
  ];
  const text = cluster('x', head.join(' '), 'data.address').replace("'x'", 'basename(name)');
  write('lab.ts', text.replace("'controlplane'", 'MachineType.CONTROL_PLANE'));
  expect(read()).toEqual(['stacks/clusters/lab.ts lab-1']);
  expect(written()).toEqual([]);
});

test('what was compiled is taken from the cache until a file is another one', () => {
  write('shared/names.ts', "export const name = 'first';\n");
  write('lab.ts', cluster('x', "import { name } from './shared/names';").replace("'x'", 'name'));
  expect(read()).toEqual(['stacks/clusters/lab.ts first']);
  const [entry = ''] = readdirSync(project.path('.cache/clusters'));
  const file = project.path(join('.cache', 'clusters', entry));
  writeFileSync(file, readFileSync(file, 'utf8').replace("'first'", "'kept'"));
  expect(read()).toEqual(['stacks/clusters/lab.ts kept']);
  write('shared/names.ts', "export const name = 'second';\n");
  expect(read()).toEqual(['stacks/clusters/lab.ts second']);
});

test('faults of the data and of types are told together, each with its line', () => {
  write('lab.ts', cluster('lab', 'const unused: number = "text"; const other = missing;', "'10.0.9.11'"));
  // a name that does not exist ends the program before there is any data
  expect(faultsOf()).toEqual([
    "stacks/clusters/lab.ts:2:7: type 'string' is not assignable to type 'number' (TS2322)",
    "stacks/clusters/lab.ts:2:46: cannot find name 'missing' (TS2304)",
  ]);
  write(
    'lab.ts',
    cluster('lab', 'const unused: number = "text";', "'10.0.9.11'").replace('schedulingOn', 'schedulingInn'),
  );
  expect(faultsOf()).toEqual([
    expect.stringMatching(/^stacks\/clusters\/lab\.ts:6:37 kubernetes\.schedulingInnControlPlanes: /),
    expect.stringMatching(
      /^stacks\/clusters\/lab\.ts:10:16 nodes\.cp-1\.address: got "10\.0\.9\.11"; write an address/,
    ),
    "stacks/clusters/lab.ts:2:7: type 'string' is not assignable to type 'number' (TS2322)",
  ]);
});

test('a fault of a shared module is one of the clusters that import it, and of no other', () => {
  write('shared/names.ts', "export const name: number = 'lab';\n");
  write('lab.ts', cluster('lab', "import { name } from './shared/names'; String(name);"));
  write('other.ts', cluster('other'));
  const fault = "stacks/clusters/shared/names.ts:1:14: type 'string' is not assignable to type 'number' (TS2322)";
  expect(faultsOf()).toEqual([fault]);
  expect(faultsOf('other')).toEqual([]);
  expect(faultsOf('lab')).toEqual([fault]);
});

test('a project of ES modules, with settings of its own', () => {
  project.write('package.json', '{ "type": "module" }');
  project.write(
    'tsconfig.json',
    JSON.stringify({
      compilerOptions: { module: 'nodenext', target: 'es2022', strict: true, paths: { '@/*': ['./src/*'] } },
    }),
  );
  project.write('src/names.ts', "export const name = 'esm';\n");
  project.write('src/plain.js', "export const suffix = 'js';\n");
  const head = "import { name } from '@/names.js'; import { suffix } from '../../src/plain.js';";
  write('lab.ts', cluster('x', head).replace("'x'", '`${name}-${suffix}`'));
  expect(faultsOf()).toEqual([]);
  expect(read()).toEqual(['stacks/clusters/lab.ts esm-js']);
  project.write('tsconfig.json', '{ "compilerOptions": { "strictt": true } }');
  expect(faultsOf()).toContainEqual(expect.stringMatching(/^tsconfig\.json:1:24: unknown compiler option 'strictt'/));
});

test('files that cannot be loaded', () => {
  write('a.ts', "export const cluster = { name: 'a' };\nthrow new Error('no');\n");
  write('b.ts', 'export const other = 1;\n');
  write('c.ts', 'export const cluster = { name: };\n');
  write('d.ts', "import 'no-such-package';\nexport const cluster = {};\n");
  expect(faultsOf()).toEqual([
    'stacks/clusters/a.ts: throws while it is loaded: no',
    'stacks/clusters/b.ts: exports other; write export const cluster: ClusterSpec = { … }',
    'stacks/clusters/c.ts:1:32: expression expected (TS1109)',
    expect.stringMatching(/^stacks\/clusters\/d\.ts: throws while it is loaded: Cannot find module 'no-such-package'/),
  ]);
});

test('without the compiler it is said what to install, or what was compiled before is taken', () => {
  write('lab.ts', cluster('lab'));
  const find = jest.mocked(findCompiler);
  find.mockReturnValueOnce({});
  expect(faultsOf()).toEqual([
    'stacks/clusters/lab.ts: is written in TypeScript, and the package that reads it is not installed; run npm install ' +
      '--save-dev typescript@6',
  ]);
  find.mockReturnValueOnce({ unusable: '7.0.2' });
  expect(faultsOf()).toEqual([
    'stacks/clusters/lab.ts: is written in TypeScript, and TypeScript 7.0.2 is a program that nothing else can use; for this ' +
      'package, run npm install --save-dev @typescript/typescript6 as well',
  ]);
  project.write('lib/stacks/clusters/lab.js', "exports.cluster = { name: 'lab' };");
  find.mockReturnValueOnce({});
  expect(faultsOf()[0]).toContain('talos');
});
