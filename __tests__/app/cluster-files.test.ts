import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ClusterFilesError, type DescribedCluster, readClusters } from '../../src/app/cluster-files';
import { TemporaryProject } from '../support/project';

let project: TemporaryProject;

beforeEach(() => {
  project = new TemporaryProject();
});

afterEach(() => {
  project.remove();
});

/** The smallest cluster file: one physical machine. */
function clusterYaml(name: string, more = ''): string {
  return [
    `name: ${name}`,
    'talos: { version: v1.13.9, contract: v1.13 }',
    'kubernetes: { version: v1.36.3, schedulingOnControlPlanes: true }',
    'network: { subnet: 10.0.0.0/24, gateway: 10.0.0.1 }',
    'nodes:',
    '  metal: { machineType: controlplane, address: 10.0.0.30, installDisk: /dev/sda }',
    more,
  ].join('\n');
}

function write(file: string, content: string): void {
  project.write(`stacks/clusters/${file}`, content);
}

/** A TypeScript cluster file with its compiled form. */
function writeCompiled(stem: string, compiled: string): void {
  write(`${stem}.ts`, '// the source is not read');
  project.write(`lib/stacks/clusters/${stem}.js`, compiled);
}

function describeAll(...names: string[]): readonly DescribedCluster[] {
  return readClusters({ projectDirectory: project.root, compiledDirectory: 'lib', names });
}

function namesOf(clusters: readonly DescribedCluster[]): readonly string[] {
  return clusters.map(({ file, model }) => `${file} ${model.name}`);
}

function faultsOf(...names: string[]): readonly string[] {
  try {
    describeAll(...names);
  } catch (error) {
    // the parser prints positions with the path below the working directory, which is another one here
    if (error instanceof ClusterFilesError) return error.faults.map((fault) => fault.replace(`${project.root}/`, ''));
    throw error;
  }
  return [];
}

const COMPILED = `exports.cluster = ${JSON.stringify({
  name: 'literal',
  talos: { version: 'v1.13.9', contract: 'v1.13' },
  kubernetes: { version: 'v1.36.3', schedulingOnControlPlanes: true },
  network: { subnet: '10.0.0.0/24', gateway: '10.0.0.1' },
  nodes: { metal: { machineType: 'controlplane', address: '10.0.0.30', installDisk: '/dev/sda' } },
})};`;

describe('cluster files', () => {
  test('are YAML and compiled TypeScript, sorted by name; anything else is left alone', () => {
    write('b.yaml', clusterYaml('bee'));
    write('a.yml', clusterYaml('ant'));
    writeCompiled('c', COMPILED);
    for (const file of ['README.md', '.hidden.yaml', 'c.d.ts', 'home.yaml.bak']) write(file, 'not: a cluster');
    expect(namesOf(describeAll())).toEqual([
      'stacks/clusters/a.yml ant',
      'stacks/clusters/b.yaml bee',
      'stacks/clusters/c.ts literal',
    ]);
  });

  test('in YAML and in TypeScript give the same model', () => {
    write('a.yaml', clusterYaml('literal'));
    const [yaml] = describeAll();
    project.remove('stacks/clusters/a.yaml');
    writeCompiled('a', COMPILED);
    const [literal] = describeAll();
    const withoutPlaces = (cluster?: DescribedCluster): unknown => ({ ...cluster?.model, warnings: [], advice: [] });
    expect(JSON.stringify(withoutPlaces(literal))).toBe(JSON.stringify(withoutPlaces(yaml)));
  });

  test('in TypeScript import modules of the project and packages; modules in folders are no clusters', () => {
    const folder = 'lib/stacks/clusters';
    project.write('stacks/clusters/shared/name.ts', '// the source is not read');
    project.write(`${folder}/shared/name.js`, "exports.name = 'shared';");
    const imports = "const { name } = require('./shared/name');const { parse } = require('yaml');";
    writeCompiled('c', `${imports}exports.cluster = { ...parse(${JSON.stringify(clusterYaml('x'))}), name };`);
    expect(namesOf(describeAll())).toEqual(['stacks/clusters/c.ts shared']);
  });

  test('lie where the project has them, and their compiled forms too', () => {
    project.write('clusters/a.yaml', clusterYaml('ant'));
    project.write('clusters/c.ts', '// the source is not read');
    project.write('dist/clusters/c.js', COMPILED);
    const places = { projectDirectory: project.root, clusterDirectory: 'clusters' };
    expect(namesOf(readClusters({ ...places, compiledDirectory: 'dist' }))).toEqual([
      'clusters/a.yaml ant',
      'clusters/c.ts literal',
    ]);
    expect(() => readClusters({ ...places, compiledDirectory: 'lib' })).toThrow(
      'clusters/c.ts: not compiled, lib/clusters/c.js is missing',
    );
  });

  test('in TypeScript are loaded as they are where nothing is compiled', () => {
    write('c.ts', COMPILED);
    expect(namesOf(readClusters({ projectDirectory: project.root, compiledDirectory: '.' }))).toEqual([
      'stacks/clusters/c.ts literal',
    ]);
  });

  test('are not picked up when only the compiled file is left', () => {
    write('a.yaml', clusterYaml('ant'));
    project.write('lib/stacks/clusters/gone.js', COMPILED);
    expect(namesOf(describeAll())).toEqual(['stacks/clusters/a.yaml ant']);
  });

  test('name files of the project relative to its directory', () => {
    project.write('templates/agent.yaml', 'customization: {}\n');
    write('a.yaml', clusterYaml('ant').replace('contract: v1.13', 'contract: v1.13, schematic: templates/agent.yaml'));
    expect(describeAll()).toHaveLength(1);
  });
});

describe('selection', () => {
  beforeEach(() => {
    write('first.yaml', clusterYaml('ant'));
    write('second.yaml', clusterYaml('bee'));
  });

  test('takes the name of the cluster or of its file', () => {
    expect(namesOf(describeAll('bee'))).toEqual(['stacks/clusters/second.yaml bee']);
    expect(namesOf(describeAll('second', 'ant'))).toEqual([
      'stacks/clusters/first.yaml ant',
      'stacks/clusters/second.yaml bee',
    ]);
  });

  test('leaves faulty files that are not selected alone', () => {
    write('third.yaml', 'name: [');
    writeCompiled('fourth', 'throw new Error("bad");');
    write('fifth.ts', 'export const cluster: string = 1; // the compiler has refused it');
    expect(namesOf(describeAll('ant'))).toEqual(['stacks/clusters/first.yaml ant']);
  });

  test('reads no more than the name of a file that is not selected', () => {
    write('third.yaml', `${clusterYaml('cat')}\nnodes: [`);
    expect(faultsOf('dog')).toEqual(['no cluster is called "dog"; select one of ant, bee, cat']);
    expect(namesOf(describeAll('ant'))).toEqual(['stacks/clusters/first.yaml ant']);
    write('third.yaml', `${clusterYaml('ant')}\nnodes: [`);
    expect(faultsOf('first')).toEqual([
      'stacks/clusters/third.yaml: cluster name "ant" is also that of stacks/clusters/first.yaml; give each cluster a name of its own, it names the stack and its state',
    ]);
  });

  test('fails with the names that there are', () => {
    write('third.yaml', 'name: [');
    expect(faultsOf('antt')).toEqual([
      'no cluster is called "antt"; did you mean "ant"? select one of ant, bee, third',
    ]);
    expect(faultsOf('ant', 'cat', 'dog')).toEqual([
      'no cluster is called "cat"; select one of ant, bee, third',
      'no cluster is called "dog"; select one of ant, bee, third',
    ]);
  });
});

describe('a cluster that is selected by its file', () => {
  beforeEach(() => {
    write('first.yaml', clusterYaml('ant'));
    write('second.yaml', clusterYaml('bee'));
  });

  test('is named by the cluster in it', () => {
    for (const got of ['stacks/clusters/first.yaml', './stacks/clusters/first.yaml']) {
      expect(faultsOf(got)).toEqual([`"${got}" is a file; write the name of its cluster, ant`]);
    }
  });

  test('in another directory needs that too', () => {
    project.write('more here/third.yaml', clusterYaml('cat'));
    project.write('fourth.yml', clusterYaml('dog'));
    expect(faultsOf('more here/third.yaml', 'fourth.yml', 'more/none.yaml')).toEqual([
      `"more here/third.yaml" is a file in another directory; write --cluster-directory 'more here' third`,
      '"fourth.yml" is a file in another directory; write --cluster-directory . fourth',
      'no cluster is called "more/none.yaml"; select one of ant, bee',
    ]);
  });
});

describe('fails', () => {
  test('when the directory is missing', () => {
    expect(faultsOf()).toEqual([
      `stacks/clusters: not found in ${project.root}; run from the directory that holds cdktf.json, write a cluster file there, such as stacks/clusters/home.yaml, or make a project with init`,
    ]);
  });

  test('when the directory is empty', () => {
    write('README.md', '');
    expect(faultsOf()).toEqual([
      'stacks/clusters: holds no cluster file; write one, such as stacks/clusters/home.yaml',
    ]);
  });

  test('with every fault of every file', () => {
    write('a.yaml', clusterYaml('ant').replace('10.0.0.30', '10.0.1.30'));
    write('b.yaml', 'name: [');
    write('c.yaml', '');
    writeCompiled('d', COMPILED.replace('"v1.36.3"', '"v1.99.0"'));
    const files = faultsOf().map((fault) => /stacks\/clusters\/\w\.\w+/.exec(fault)?.[0]);
    expect([...new Set(files)]).toEqual([
      'stacks/clusters/a.yaml',
      'stacks/clusters/b.yaml',
      'stacks/clusters/c.yaml',
      'stacks/clusters/d.ts',
    ]);
  });

  test('when two files describe clusters of one name, whichever of them is selected', () => {
    write('a.yaml', clusterYaml('ant'));
    write('b.yaml', clusterYaml('ant'));
    const fault =
      'stacks/clusters/b.yaml: cluster name "ant" is also that of stacks/clusters/a.yaml; ' +
      'give each cluster a name of its own, it names the stack and its state';
    expect(faultsOf()).toEqual([fault]);
    expect(faultsOf('a')).toEqual([fault]);
  });

  test('when two clusters write their files into one directory', () => {
    write('a.yaml', clusterYaml('ant', 'outputs: { directory: output }'));
    write('b.yaml', clusterYaml('bee', 'outputs: { directory: output }'));
    expect(faultsOf()).toEqual([
      'stacks/clusters/b.yaml: outputs.directory "output" is also that of stacks/clusters/a.yaml; ' +
        'give each cluster a directory of its own',
    ]);
  });

  test('when a TypeScript file is not compiled', () => {
    write('a.ts', '');
    expect(faultsOf()).toEqual([
      'stacks/clusters/a.ts: not compiled, lib/stacks/clusters/a.js is missing; ' +
        'run npm run synth, and correct what the compiler says',
    ]);
  });

  test.each([
    ['nothing', '', 'exports nothing'],
    ['other things', 'exports.default = {}; exports.home = {};', 'exports default, home'],
  ])('when a TypeScript file exports %s', (_, compiled, found) => {
    writeCompiled('a', compiled);
    expect(faultsOf()).toEqual([`stacks/clusters/a.ts: ${found}; write export const cluster: ClusterSpec = { … }`]);
  });

  describe('when the compiler refuses a TypeScript file', () => {
    const refusal = [
      "stacks/clusters/a.ts(9,3): error TS2322: Type 'string' is not assignable to type 'number'.",
      "  The types of 'memoryMiB' are incompatible.",
      'stacks/clusters/a.ts(12,3): error TS2353: Object literal may only specify known properties.',
    ].join('\n');

    beforeEach(() => {
      project.write('lib/stacks/clusters/a.errors.txt', refusal);
    });

    test('with its own faults, and nothing of the compiler', () => {
      writeCompiled('a', COMPILED.replace('"v1.36.3"', '1.36'));
      expect(faultsOf()).toEqual([
        'stacks/clusters/a.ts kubernetes.version: got 1.36; write a Kubernetes version with three numbers, such as "v1.36.3"',
      ]);
    });

    test.each([
      ['it has no fault of its own', COMPILED],
      ['it throws while it is loaded', 'throw new Error("bad");'],
      ['it exports something else', 'exports.other = 1;'],
    ])('with what the compiler says if %s', (_title, compiled) => {
      writeCompiled('a', compiled);
      expect(faultsOf()).toEqual([
        "stacks/clusters/a.ts:9:3: type 'string' is not assignable to type 'number'; the types of 'memoryMiB' are incompatible (TS2322)",
        'stacks/clusters/a.ts:12:3: object literal may only specify known properties (TS2353)',
      ]);
    });

    test('with what the compiler says if it can not be compiled', () => {
      write('a.ts', 'export const cluster = ;');
      expect(faultsOf()).toHaveLength(2);
    });
  });

  test('when a TypeScript file throws', () => {
    writeCompiled('a', 'throw new Error("no such secret");');
    expect(faultsOf()).toEqual(['stacks/clusters/a.ts: throws while it is loaded: no such secret']);
  });

  test.each([
    [
      'Network',
      'class Network { constructor() { this.subnet = "10.0.0.0/24"; } get vip() { return "10.0.0.10"; } }\nnew Network()',
    ],
    ['Map', 'new Map()'],
    ['Promise', 'Promise.resolve({})'],
  ])('b38 when a part of a TypeScript file is a %s', (type, code) => {
    const lines = code.split('\n');
    writeCompiled('bad', [...lines.slice(0, -1), COMPILED, `exports.cluster.network = ${lines.at(-1)};`].join('\n'));
    expect(faultsOf()).toEqual([
      `stacks/clusters/bad.ts network: got a value of the type ${type}; write plain data: keys and values, lists, text, numbers, true and false`,
    ]);
  });

  test.each(['bad.yaml', 'bad.ts'])('b36 when %s is not UTF-8', (file) => {
    writeCompiled('bad', COMPILED);
    if (file === 'bad.yaml') project.remove('stacks/clusters/bad.ts');
    writeFileSync(join(project.root, 'stacks/clusters', file), Buffer.from('name: home # K\xFCche', 'latin1'));
    expect(faultsOf().map((line) => line.replace(/"[^"]*stacks/, '"stacks'))).toEqual([
      `the file "stacks/clusters/${file}" is not UTF-8 text; save it as UTF-8`,
    ]);
  });

  test('when a getter of a TypeScript file throws', () => {
    writeCompiled(
      'a',
      `${COMPILED} Object.defineProperty(exports.cluster.nodes.metal, 'address', {
      enumerable: true, get() { throw new Error('no such address'); } });`,
    );
    expect(faultsOf()).toEqual(['stacks/clusters/a.ts nodes.metal.address: throws while it is read: no such address']);
  });

  test('when an object of a TypeScript file holds itself, patches included', () => {
    writeCompiled('a', `${COMPILED} exports.cluster.nodes.metal = exports.cluster.nodes;`);
    writeCompiled(
      'b',
      `${COMPILED} const machine = {}; machine.machine = machine; exports.cluster.patches = [machine];`,
    );
    const sentence = 'holds itself, and would be read for ever; write a value of its own';
    expect(faultsOf()).toEqual([
      `stacks/clusters/a.ts nodes.metal: ${sentence}`,
      `stacks/clusters/b.ts patches[0].machine: ${sentence}`,
    ]);
  });

  test('when an alias of YAML stands within its own anchor', () => {
    write('a.yaml', clusterYaml('ant').replace('nodes:', 'nodes: &all').concat('  other: *all\n'));
    expect(faultsOf()).toEqual([
      'stacks/clusters/a.yaml:7:3 nodes.other: holds itself, and would be read for ever; write a value of its own',
    ]);
  });

  test('naming the file on which the library itself fails, beside the faults of the others', () => {
    writeCompiled(
      'a',
      `${COMPILED} let deep = {}; for (let i = 0; i < 50000; i++) deep = { deep };
      exports.cluster.nodes = deep;`,
    );
    write('b.yaml', '');
    const [a, b, ...more] = faultsOf();
    expect(a).toMatch(
      /^stacks\/clusters\/a\.ts: cannot be checked, which is a fault of this library and not of the file: RangeError: /,
    );
    expect(b).toBe('stacks/clusters/b.yaml: the file is empty; describe a cluster, beginning with its name');
    expect(more).toEqual([]);
  });
});
