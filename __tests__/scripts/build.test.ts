import { utimesSync } from 'node:fs';
import { build } from '../../scripts/lib/build';
import { filesBelow } from '../../scripts/lib/paths';
import { FaultyClustersError, STEPS } from '../../scripts/lib/steps';
import { TemporaryProject } from '../support/project';

const CONFIGS = ['tsconfig.json', 'tsconfig.bindings.json', 'tsconfig.lib.json', 'tsconfig.clusters.json'];
const BINDING = '.gen/providers/acme/thing/index.ts';

describe('a build', () => {
  /** A built project, of which each test gets a copy. */
  let built: TemporaryProject;
  let project: TemporaryProject;
  let told: string[];

  // the bindings stand there already: how they are generated is another test
  const steps = STEPS.filter(({ name }) => name !== 'gen');
  const run = (): Promise<string[]> => build(project.root, steps, (line) => told.push(line));

  beforeAll(async () => {
    built = new TemporaryProject('package.json', ...CONFIGS);
    // types of Node are half of the compiler's work here, and not needed
    for (const config of CONFIGS) built.write(config, built.read(config).replace(/"types": \[.*\]/, '"types": []'));
    built.write(BINDING, 'export class Thing {}\n');
    built.write('schemas/talos-extensions.json', '{}');
    built.write('schemas/support.json', '{"contracts":[{"writes":["v1.13"]}]}');
    built.write('schemas/talos-config/v1.13.json', '{"$defs":{"v1alpha1.Config":{"type":"object"}}}');
    built.write('schemas/talos-config/corrections.json', '{"kinds":{},"fields":{},"definitions":{}}');
    built.write('schemas/talos-config/generated.json', '{"documents":{"v1.13":{"worker":[]}}}');
    built.write('schemas/providers.json', '{}');
    built.write('schemas/providers/acme.json', '{}');
    built.write(
      'src/index.ts',
      "export { Thing } from '../.gen/providers/acme/thing';\nexport type Name = 'a' | 'b';\n",
    );
    built.write('src/app/index.ts', "export { Thing as App } from '../index';\n");
    built.write('src/stack/index.ts', 'export {};\n');
    built.write('stacks/main.ts', "import { Thing } from '../src';\nexport const thing = new Thing();\n");
    built.write('stacks/clusters/a.ts', clusterNamed('a'));
    built.write('stacks/clusters/b.ts', clusterNamed('b'));
    await build(built.root, steps, () => undefined);
  });
  afterAll(() => built.remove());

  beforeEach(() => {
    told = [];
    project = built.copy();
  });
  afterEach(() => project.remove());

  test('compiles bindings, library and clusters, and copies the data that is read at run time', async () => {
    const outputs = ['.gen/providers/acme/thing/index', 'src/index', 'stacks/main', 'stacks/clusters/a'];
    expect(outputs.filter((path) => !project.has(`lib/${path}.js`) || !project.has(`lib/${path}.d.ts`))).toEqual([]);
    const data = [
      'support.json',
      'talos-config/v1.13.schema.json',
      'talos-config/v1.13.validators.js',
      'talos-extensions.json',
    ];
    const written = filesBelow(project.path('lib/schemas'), () => true);
    expect(written).toEqual(data.map((path) => project.path(`lib/schemas/${path}`)));
    await expect(run()).resolves.toEqual([]);
    expect(told).toEqual([]);
  });

  test('does nothing when a file was only saved again', async () => {
    utimesSync(project.path('src/index.ts'), new Date(), new Date(Date.now() + 60_000));
    await expect(run()).resolves.toEqual([]);
  });

  test('compiles nothing but the clusters when a cluster changes', async () => {
    project.write('stacks/clusters/a.ts', `${clusterNamed('a')}export const more = 1;\n`);
    await expect(run()).resolves.toEqual(['clusters']);
    expect(project.read('lib/stacks/clusters/a.js')).toContain('more');
    expect(told).toEqual(['compiling clusters']);
  });

  test('compiles and bundles the library, and nothing else, when only its code changes', async () => {
    project.write('stacks/main.ts', "import { Thing } from '../src';\nexport const thing: Thing = new Thing();\n");
    await expect(run()).resolves.toEqual(['library', 'bundle']);
  });

  test('checks the clusters again when types that they may use change', async () => {
    const text = project.read('src/index.ts');
    project.write('src/index.ts', text.replace("'a' | 'b'", "'a' | 'b' | 'c'"));
    await expect(run()).resolves.toEqual(['library', 'bundle', 'clusters']);
  });

  test('copies data that changes', async () => {
    project.write('schemas/talos-extensions.json', '{"a":1}');
    await expect(run()).resolves.toEqual(['data']);
    expect(project.read('lib/schemas/talos-extensions.json')).toBe('{"a":1}');
  });

  test('compiles the Talos schemas again when one of them changes', async () => {
    const validators = 'lib/schemas/talos-config/v1.13.validators.js';
    expect(project.read(validators)).not.toContain('debug');
    const properties = '{"debug":{"type":"boolean"}}';
    project.write(
      'schemas/talos-config/v1.13.json',
      `{"$defs":{"v1alpha1.Config":{"type":"object","properties":${properties}}}}`,
    );
    await expect(run()).resolves.toEqual(['talos-config']);
    expect(project.read(validators)).toContain('debug');
  });

  test('makes a compiled file again that somebody has deleted', async () => {
    project.remove('lib/src/index.js');
    await expect(run()).resolves.toEqual(['library']);
    expect(project.has('lib/src/index.js')).toBe(true);
  });

  test('fails with what the compiler says of a library, and says it again the next time', async () => {
    const before = project.read('lib/stacks/main.js');
    const source = project.read('stacks/main.ts');
    project.write('stacks/main.ts', 'export const thing: string = 1;\n');
    const message = /stacks\/main\.ts\(1,14\): error TS2322: Type 'number' is not assignable to type 'string'\.$/;
    await expect(run()).rejects.toThrow(message);
    await expect(run()).rejects.toThrow(message);
    expect(project.read('lib/stacks/main.js')).toBe(before);
    project.write('stacks/main.ts', source);
    await expect(run()).resolves.toEqual([]);
  });

  test('fails for a cluster of the wrong type, and leaves its new form, what the compiler says of it, and all others', async () => {
    const before = project.read('lib/stacks/clusters/b.js');
    project.write('stacks/clusters/a.ts', clusterNamed('z'));
    project.write('stacks/clusters/b.ts', `${clusterNamed('b')}export const more = 2;\n`);
    const message = /stacks\/clusters\/a\.ts\(2,14\): error TS2322: Type '"z"' is not assignable to type 'Name'\.$/;
    for (const _ of [1, 2]) {
      const build = run();
      await expect(build).rejects.toThrow(message);
      await expect(build).rejects.toBeInstanceOf(FaultyClustersError);
    }
    expect(project.read('lib/stacks/clusters/a.js')).toContain("exports.name = 'z';");
    expect(project.read('lib/stacks/clusters/a.errors.txt')).toMatch(message);
    expect(project.read('lib/stacks/clusters/b.js')).toContain('exports.more = 2;');
    expect(project.has('lib/stacks/clusters/b.errors.txt')).toBe(false);

    project.write('stacks/clusters/a.ts', clusterNamed('a'));
    project.write('stacks/clusters/b.ts', clusterNamed('b'));
    await expect(run()).resolves.toEqual(['clusters']);
    expect(project.read('lib/stacks/clusters/a.js')).toContain("exports.name = 'a';");
    expect(project.has('lib/stacks/clusters/a.errors.txt')).toBe(false);
    expect(project.read('lib/stacks/clusters/b.js')).toBe(before);
  });

  test('leaves no form of a cluster that is no TypeScript, and not what was said of one that is gone', async () => {
    project.write('stacks/clusters/a.ts', 'export const name = ;\n');
    await expect(run()).rejects.toBeInstanceOf(FaultyClustersError);
    expect(project.has('lib/stacks/clusters/a.js')).toBe(false);
    expect(project.read('lib/stacks/clusters/a.errors.txt')).toContain(
      'a.ts(1,21): error TS1109: Expression expected.',
    );
    project.remove('stacks/clusters/a.ts');
    project.write('stacks/clusters/b.ts', clusterNamed('z'));
    await expect(run()).rejects.toBeInstanceOf(FaultyClustersError);
    expect(project.has('lib/stacks/clusters/a.errors.txt')).toBe(false);
  });

  test('compiles a cluster beside a faulty one to what it is compiled to alone', async () => {
    const before = project.read('lib/stacks/clusters/b.js');
    project.write('stacks/clusters/a.ts', clusterNamed('z'));
    await expect(run()).rejects.toBeInstanceOf(FaultyClustersError);
    expect(project.read('lib/stacks/clusters/b.js')).toBe(before);
  });

  test('compiles a module that clusters share, and fails for all of them when its types are wrong', async () => {
    project.write('stacks/clusters/shared/names.ts', "export const first = 'a' as const;\n");
    project.write('stacks/clusters/a.ts', clusterNamed('a').replace("'a'", 'first') + SHARED);
    await expect(run()).resolves.toEqual(['clusters']);
    expect(project.has('lib/stacks/clusters/shared/names.js')).toBe(true);
    expect(project.read('lib/stacks/clusters/a.js')).toContain('require("./shared/names")');

    project.write('stacks/clusters/shared/names.ts', "export const first: 'a' = 1;\n");
    const build = run();
    await expect(build).rejects.toThrow(/stacks\/clusters\/shared\/names\.ts\(1,14\): error TS2322: /);
    await expect(build).rejects.not.toBeInstanceOf(FaultyClustersError);

    project.write('stacks/clusters/shared/names.ts', "export const first = 'z' as const;\n");
    await expect(run()).rejects.toBeInstanceOf(FaultyClustersError);
    expect(project.read('lib/stacks/clusters/a.errors.txt')).toContain(`Type '"z"' is not assignable to type 'Name'`);
  });

  test('deletes what deleted sources have left behind', async () => {
    project.remove('stacks/clusters/b.ts');
    await expect(run()).resolves.toEqual(['clusters']);
    expect(project.has('lib/stacks/clusters/b.js')).toBe(false);
    expect(project.has('lib/stacks/clusters/b.d.ts')).toBe(false);
    project.remove('stacks/clusters');
    await expect(run()).resolves.toEqual(['clusters']);
    expect(project.has('lib/stacks/clusters/a.js')).toBe(false);
    expect(project.has('lib/stacks/main.js')).toBe(true);
  });
});

/** The import that a cluster has at its end. */
const SHARED = "import { first } from './shared/names';\n";

function clusterNamed(name: string): string {
  return `import type { Name } from '../../src';\nexport const name: Name = '${name}';\n`;
}
