import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CliProject } from '../support/cli';
import { home } from '../support/plan';
import { projectRoot } from '../support/project';

let project: CliProject;

beforeEach(() => {
  project = new CliProject();
});

afterEach(() => {
  project.remove();
});

/** Commands in the help, in its order. */
async function commandNames(): Promise<readonly string[]> {
  const { output } = await project.call(['--help']);
  const [, listed = ''] = output.split('Commands:\n');
  return listed.split('\n').flatMap((line) => /^ {2}(\w+)/.exec(line)?.[1] ?? []);
}

test('prints the version of the package', async () => {
  const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  const expected = { exitCode: 0, output: `${version}\n`, errors: '' };
  expect(await project.call(['--version'])).toEqual(expected);
  expect(await project.call(['-V'])).toEqual(expected);
});

test('has a help for each command that fits a screen', async () => {
  const names = await commandNames();
  expect(names.length).toBeGreaterThan(5);
  for (const args of [[], ...names.map((name) => [name])]) {
    const { output, exitCode } = await project.call([...args, '--help']);
    expect(exitCode).toBe(0);
    expect([args, output.trimEnd().split('\n').length <= 40]).toEqual([args, true]);
    expect([args, output.split('\n').filter((line) => line.length > 80)]).toEqual([args, []]);
  }
});

describe('.env', () => {
  beforeEach(() => {
    project.set({ show: { output: JSON.stringify(home({})) } }, { variable: { token: { sensitive: true } } });
    project.write('.env', 'TOKEN=from the file\n');
    chmodSync(project.path('.env'), 0o600);
  });

  async function tokens(env: Readonly<Record<string, string>> = {}) {
    const { errors, exitCode } = await project.call(['plan', 'home'], env);
    const planned = project
      .calls()
      .filter(({ args }) => args[0] === 'plan')
      .at(-1);
    return { errors, exitCode, token: planned?.variables.TF_VAR_token };
  }

  test('gives OpenTofu what the environment does not have', async () => {
    const { errors, ...found } = await tokens();
    expect(found).toEqual({ exitCode: 0, token: 'from the file' });
    expect(errors).not.toContain('.env');
    expect((await tokens({ TOKEN: 'own' })).token).toBe('own');
  });

  test('draws a warning if others can read it, without its content', async () => {
    chmodSync(project.path('.env'), 0o644);
    const { errors } = await tokens();
    expect(errors).toContain('run: chmod 600 .env\n');
    expect(errors).not.toContain('from the file');
  });

  test('that is none ends the command', async () => {
    project.remove('.env');
    project.write('.env/a', '');
    expect(await project.call(['plan', 'home'])).toMatchObject({
      exitCode: 2,
      errors: expect.stringContaining('.env cannot be read (EISDIR)') as unknown,
    });
  });
});
