import { execFileSync } from 'node:child_process';
import { bundleFiles, writeBundle } from '../../scripts/lib/bundle';
import { TemporaryProject } from '../support/project';

describe('the bundle of a library', () => {
  let project: TemporaryProject;

  beforeAll(async () => {
    project = new TemporaryProject();
    project.write('lib/.gen/providers/acme/index.js', 'exports.Binding = class Binding {};\n');
    project.write('lib/schemas/data.json', '{"value":1}');
    project.write(
      'lib/src/shared/shared.js',
      [
        'globalThis.shared = (globalThis.shared ?? 0) + 1;',
        "const load = require('node:module').createRequire(__filename);",
        'exports.Shared = class Shared {};',
        "exports.dataOf = () => load('../../schemas/data.json');",
        "exports.Binding = require('../../.gen/providers/acme').Binding;\n",
      ].join('\n'),
    );
    project.write('lib/src/index.js', "exports.Shared = require('./shared/shared').Shared;\n");
    project.write('lib/src/app/index.js', "Object.assign(exports, require('../shared/shared'));\n");
    project.write('lib/src/stack/index.js', 'globalThis.stacks = true;\nexports.Stack = class Stack {};\n');
    await writeBundle(project.root);
  });
  afterAll(() => project.remove());

  const run = (program: string, ...options: readonly string[]): unknown =>
    JSON.parse(
      execFileSync(process.execPath, [...options, '-e', program], { cwd: project.path('lib'), encoding: 'utf8' }),
    );

  test('is a file of modules, and one for each export of the package', () => {
    expect(bundleFiles(project.root).map((file) => project.has(file.slice(project.root.length + 1)))).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });

  test('shares modules between the exports, and runs each once, when it is asked for', () => {
    const program = `
      const { Shared } = require('./bundle/index.js');
      const app = require('./bundle/app.js');
      console.log(JSON.stringify([Shared === app.Shared, globalThis.shared, globalThis.stacks ?? false]));`;
    expect(run(program)).toEqual([true, 1, false]);
  });

  test('shares bindings with those who load them by themselves', () => {
    const program = `
      const { Binding } = require('./bundle/app.js');
      console.log(JSON.stringify(Binding === require('./.gen/providers/acme').Binding));`;
    expect(run(program)).toBe(true);
  });

  test('finds data where the modules find it', () => {
    expect(run("console.log(JSON.stringify(require('./bundle/app.js').dataOf()))")).toEqual({ value: 1 });
  });

  test('tells its names to ES modules', () => {
    const program = `
      import { Shared, dataOf } from './bundle/app.js';
      import { Stack } from './bundle/stacks.js';
      console.log(JSON.stringify([typeof Shared, typeof dataOf, typeof Stack]));`;
    expect(run(program, '--input-type=module')).toEqual(['function', 'function', 'function']);
  });
});
