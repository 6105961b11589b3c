import { chmodSync, statSync } from 'node:fs';
import { CliProject } from '../support/cli';
import { changedPlan } from '../support/versioned-plan';

const STACK = { variable: { state_passphrase: { type: 'string', sensitive: true } } };
const CONTENT = 'context: home\ncontexts: {}\n';

let project: CliProject;

beforeAll(() => {
  project = new CliProject();
});

afterAll(() => {
  project.remove();
});

const modeOf = (file: string): number => statSync(project.path(file)).mode & 0o777;

describe('talosconfig', () => {
  test('writes what the state has into a file that only its owner reads, and prints nothing of it', async () => {
    project.set({ output: { output: CONTENT } }, STACK);
    const env = { STATE_PASSPHRASE: 'long enough for it' };
    const { exitCode, output, errors } = await project.run(['talosconfig', 'home', '--', '-var', 'a=b'], { env });
    expect([exitCode, output]).toEqual([0, '']);
    expect(errors).toBe(
      'written: talosconfig, with which anybody may do everything with the machines; keep it out of Git\n',
    );
    expect([project.read('talosconfig'), modeOf('talosconfig')]).toEqual([CONTENT, 0o600]);
    expect(project.calls().map(({ args, variables }) => [args, variables])).toEqual([
      [['version'], { TF_VAR_state_passphrase: env.STATE_PASSPHRASE }],
      [['init', '-input=false', '-no-color', '-var=a=b'], { TF_VAR_state_passphrase: env.STATE_PASSPHRASE }],
      [['output', '-raw', '-no-color', '-var=a=b', 'talos_config'], { TF_VAR_state_passphrase: env.STATE_PASSPHRASE }],
    ]);
  });

  test('names the file that a full disk has no room for', async () => {
    project.set({ output: { output: CONTENT } }, STACK);
    const { exitCode, errors } = await project.call(['talosconfig', 'home', '--file', '/dev/full']);
    expect([exitCode, errors]).toEqual([2, '/dev/full cannot be written: no space left on device (ENOSPC)\n']);
  });

  test('closes a file that others could read', async () => {
    project.set({ output: { output: CONTENT } }, STACK);
    project.write('old', 'others read it');
    chmodSync(project.path('old'), 0o644);
    expect(await project.call(['talosconfig', 'home', '--file', 'old'])).toMatchObject({ exitCode: 0 });
    expect([project.read('old'), modeOf('old')]).toEqual([CONTENT, 0o600]);
  });

  test.each([
    ['output', 'the state of home has no output talos_config; apply the cluster first\n'],
    ['init', 'tofu init failed with exit code 3\n'],
  ] as const)('fails when tofu %s fails, and writes nothing', async (step, message) => {
    project.set({ [step]: { exitCode: 3, errors: 'Error: broken\n' } }, STACK);
    const { exitCode, errors } = await project.run(['talosconfig', 'home', '--file', 'new']);
    expect([exitCode, errors]).toEqual([2, `Error: broken\n${message}`]);
    expect(project.has('new')).toBe(false);
  });
});

describe('kubeconfig', () => {
  test('writes what the state has into a file that only its owner reads, and prints nothing of it', async () => {
    project.set({ output: { output: CONTENT } }, STACK);
    const { exitCode, output, errors } = await project.call(['kubeconfig', 'home']);
    expect([exitCode, output]).toEqual([0, '']);
    expect(errors).toBe(
      'written: kubeconfig, with which anybody may do everything with the cluster; keep it out of Git\n',
    );
    expect([project.read('kubeconfig'), modeOf('kubeconfig')]).toEqual([CONTENT, 0o600]);
    expect(project.calls().at(-1)?.args).toEqual(['output', '-raw', '-no-color', 'kube_config']);
  });

  test('fails when the state has none', async () => {
    project.set({ output: { exitCode: 1, errors: 'Error: no output\n' } }, STACK);
    const { exitCode, errors } = await project.run(['kubeconfig', 'home', '--file', 'new']);
    expect(errors).toBe('Error: no output\nthe state of home has no output kube_config; apply the cluster first\n');
    expect(exitCode).toBe(2);
    expect(project.has('new')).toBe(false);
  });
});

test('a plan that changes a version is refused where the state has no kubeconfig to ask with', async () => {
  const plan = changedPlan({ kubernetes: 'v1.36.3' });
  project.set({ show: { output: JSON.stringify(plan) } }, STACK);
  const env = { STATE_PASSPHRASE: 'long enough for it' };
  const { exitCode, output } = await project.run(['plan', 'home'], { env });
  expect(exitCode).toBe(1);
  expect(output).toContain('nobody knows what runs there: the state has no kubeconfig to ask with; bring them back');
});
