import { chmodSync } from 'node:fs';
import { loadEnvFile } from '../../src/process/env-file';
import { TemporaryProject } from '../support/project';

let project: TemporaryProject;

beforeEach(() => {
  project = new TemporaryProject();
});

afterEach(() => {
  project.remove();
});

function load(text: string, environment: Record<string, string> = {}, mode = 0o600) {
  project.write('.env', text);
  chmodSync(project.path('.env'), mode);
  const warning = loadEnvFile(project.root, environment);
  return { warning, environment };
}

test('adds variables, with quotes and comments as other tools read them', () => {
  const { environment, warning } = load('# tokens\nA=talos@pve!tofu=1-2\nexport B="two words"\nC=\'#3\' # third\n\n');
  expect(environment).toEqual({ A: 'talos@pve!tofu=1-2', B: 'two words', C: '#3' });
  expect(warning).toBeUndefined();
});

test('leaves what the environment has, also if it is empty', () => {
  expect(load('A=file\nB=file\nC=file', { A: 'own', B: '' }).environment).toEqual({ A: 'own', B: '', C: 'file' });
});

test.each([0o640, 0o604, 0o620])('warns of rights of others: %i', (mode) => {
  expect(load('A=1', {}, mode).warning).toBe(
    'warning: .env may hold secrets, and others than you can read or change it; run: chmod 600 .env',
  );
});

test('does nothing without the file', () => {
  const environment = {};
  expect(loadEnvFile(project.root, environment)).toBeUndefined();
  expect(environment).toEqual({});
});

test('refuses what is no file', () => {
  project.write('.env/a', '');
  expect(() => loadEnvFile(project.root, {})).toThrow(
    '.env cannot be read (EISDIR); it must be a file with a line NAME=value for each variable',
  );
});
