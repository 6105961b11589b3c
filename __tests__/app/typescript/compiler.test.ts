import { findCompiler } from '../../../src/app/typescript/compiler';
import { TemporaryProject } from '../../support/project';

let project: TemporaryProject;

beforeEach(() => {
  // a folder without the packages of this project
  project = new TemporaryProject();
  project.remove('node_modules');
});

afterEach(() => {
  project.remove();
});

function install(name: string, version: string): void {
  project.write(`node_modules/${name}/package.json`, JSON.stringify({ name, version, main: 'lib/index.js' }));
  project.write(`node_modules/${name}/lib/index.js`, `exports.version = '${version}';`);
}

function found() {
  const { compiler, unusable } = findCompiler(project.root);
  return {
    version: compiler?.version,
    loaded: (compiler?.load() as { version?: string } | undefined)?.version,
    unusable,
  };
}

test('the TypeScript of the project', () => {
  install('typescript', '5.4.2');
  expect(found()).toEqual({ version: '5.4.2', loaded: '5.4.2', unusable: undefined });
});

test('one that cannot be used, and one beside it that can', () => {
  install('typescript', '7.0.2');
  install('@typescript/typescript6', '6.0.2');
  expect(found()).toEqual({ version: '6.0.2', loaded: '6.0.2', unusable: '7.0.2' });
});

test('that beside this package, for a project without any', () => {
  expect(found().version).toMatch(/^5\.9\./);
});
