import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { bundleFiles, writeBundle } from '../../scripts/lib/bundle';
import { TemporaryProject } from '../support/project';

describe('the bundle of a library', () => {
  let project: TemporaryProject;

  beforeAll(async () => {
    project = new TemporaryProject();
    project.write('lib/.gen/providers/acme/index.js', 'exports.Binding = class Binding {};\n');
    project.write('.gen/providers/acme/index.ts', 'export declare class Binding {}\n');
    project.write('lib/schemas/data.json', '{"value":1}');
    project.write(
      'src/shared/shared.ts',
      [
        "import { createRequire } from 'node:module';",
        "import { valid } from 'semver';",
        "import * as zod from 'zod';",
        "import { Binding } from '../../.gen/providers/acme';",
        'declare const globalThis: { shared?: number };',
        'globalThis.shared = (globalThis.shared ?? 0) + 1;',
        'export class Shared {}',
        "export const dataOf = (): unknown => createRequire(__filename)('../../schemas/data.json');",
        "export const libraries = (): readonly unknown[] => [zod.string().parse('text'), valid('1.2.3')];",
        'export { Binding };\n',
      ].join('\n'),
    );
    project.write('src/index.ts', "export { Shared } from './shared/shared';\n");
    project.write('src/app/index.ts', "export * from '../shared/shared';\n");
    project.write('src/stack/index.ts', 'Object.assign(globalThis, { stacks: true });\nexport class Stack {}\n');
    await writeBundle(project.root);
  });
  afterAll(() => project.remove());

  const run = (program: string, ...options: readonly string[]): unknown =>
    JSON.parse(
      execFileSync(process.execPath, [...options, '-e', program], { cwd: project.path('lib'), encoding: 'utf8' }),
    );

  test('is a file for each export of the package, what they share, and licences', () => {
    const files = bundleFiles(project.root).map((file) => relative(project.path('lib/bundle'), file));
    expect(files.slice(0, 4)).toEqual(['index.js', 'app.js', 'stacks.js', 'THIRD-PARTY-LICENSES.txt']);
    expect(files.length).toBeGreaterThan(4);
    expect(files.slice(4).filter((file) => !/^shared-\w+\.js$/.test(file))).toEqual([]);
    expect(readdirSync(project.path('lib/bundle')).sort()).toEqual([...files].sort());
  });

  test('is made anew, without the files of an earlier one', async () => {
    project.write('lib/bundle/shared-OLD.js', '');
    await writeBundle(project.root);
    expect(project.has('lib/bundle/shared-OLD.js')).toBe(false);
  });

  test('holds what is used of some libraries, with their licences, and loads the others', () => {
    expect(run("console.log(JSON.stringify(require('./bundle/app.js').libraries()))")).toEqual(['text', '1.2.3']);
    const text = bundleFiles(project.root)
      .map((file) => readFileSync(file, 'utf8'))
      .join('');
    expect(text).toContain('ZodString');
    expect(text).not.toContain('ZodRecord');
    expect(text).toContain('require("semver")');
    expect(readFileSync(project.path('lib/bundle/THIRD-PARTY-LICENSES.txt'), 'utf8')).toMatch(
      /^zod \d[\d.]+ \(MIT\)\n\nMIT License\n\nCopyright \(c\)/,
    );
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
