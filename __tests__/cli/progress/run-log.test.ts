import { statSync } from 'node:fs';
import { RunLog, secretTexts } from '../../../src/cli/progress/run-log';
import { TemporaryProject } from '../../support/project';

let project: TemporaryProject;

beforeEach(() => {
  project = new TemporaryProject();
});

afterEach(() => project.remove());

const SECRETS = secretTexts([
  'talos@pve!tofu=01234567-89ab',
  '-----BEGIN KEY-----\nc2VjcmV0bGluZQ\n-----END KEY-----',
  'no',
]);

function logged(...pieces: readonly (readonly ['output' | 'errors', string])[]): string {
  const log = new RunLog(project.path('out'), 'home', SECRETS);
  for (const [stream, text] of pieces) log.hear(stream, text);
  log.end();
  return project.read('out/logs/home.log');
}

test('keeps whole lines with their time, without colours', () => {
  const text = logged(
    ['output', 'vm.a: Crea'],
    ['errors', 'Error: no\n'],
    ['output', '\u001b[1mting...\u001b[0m\nlast'],
  );
  expect(text.replaceAll(/^\S+Z /gm, '')).toBe('Error: no\nvm.a: Creating...\nlast\n');
  expect(text).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z Error/);
});

test('holds no secret, also where it comes in pieces or without the name of its token', () => {
  const text = logged(
    ['output', 'sent talos@pve!tofu=0123'],
    ['output', '4567-89ab to it\nonly 01234567-89ab\nc2VjcmV0bGluZQ in a line, and no more\n'],
  );
  expect(text.replaceAll(/^\S+Z /gm, '')).toBe('sent (secret) to it\nonly (secret)\n(secret) in a line, and no more\n');
});

test('is for its owner only, and the last four are kept', () => {
  for (let run = 1; run <= 6; run += 1) logged(['output', `run ${run}\n`]);
  expect(statSync(project.path('out/logs/home.log')).mode & 0o777).toBe(0o600);
  expect(statSync(project.path('out/logs')).mode & 0o777).toBe(0o700);
  const kept = ['home.log', 'home.log.1', 'home.log.4'].map((name) => project.read(`out/logs/${name}`).slice(25));
  expect(kept).toEqual(['run 6\n', 'run 5\n', 'run 2\n']);
  expect(project.has('out/logs/home.log.5')).toBe(false);
});
