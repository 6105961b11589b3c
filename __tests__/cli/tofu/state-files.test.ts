import { chmodSync, existsSync, mkdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { CliProject } from '../../support/cli';
import { home, create } from '../../support/plan';

const ALLOWED = { show: { output: JSON.stringify(home({ 'work-02': { role: 'worker', number: 23, vm: create } })) } };
const CLEAR =
  'state/home.tfstate will hold every secret of the cluster in clear text, because state encryption is off; ' +
  'to encrypt it, write state.encryption: on in the cluster file, set STATE_PASSPHRASE and apply again';
const OPEN = { backend: { local: { path: '../../../state/home.tfstate' } } };

let project: CliProject;

beforeEach(() => {
  project = new CliProject();
  project.set(ALLOWED, { terraform: OPEN });
});

afterEach(() => {
  project.remove();
});

function modes(...paths: readonly string[]): readonly string[] {
  return paths.map((path) => (statSync(project.path(path)).mode & 0o777).toString(8));
}

/** A file that everybody may read, as OpenTofu alone leaves it. */
function writeOpen(path: string): void {
  project.write(path, '{"version":4}');
  chmodSync(project.path(path), 0o644);
}

describe('a first apply of a state in clear text', () => {
  const run = (answer: string) => project.run(['apply', 'home'], { answer });

  test('asks before it asks about the plan, and goes on after yes', async () => {
    const { exitCode, errors } = await run('yes\nyes\n');
    expect(errors).toContain(
      `${CLEAR}\nGo on without encryption? Only yes will be accepted: Apply this plan to home? Only yes`,
    );
    expect(exitCode).toBe(0);
    expect(project.steps()).toContain('apply');
  });

  test.each(['no\n', '\n'])('applies nothing when the answer is %j', async (answer) => {
    const { exitCode, errors } = await run(answer);
    expect(errors).toContain('Only yes will be accepted: nothing was applied\n');
    expect(errors).not.toContain('Apply this plan');
    expect(exitCode).toBe(2);
    expect(project.steps()).not.toContain('apply');
    expect(project.has('state')).toBe(false);
  });

  test('warns where nobody is asked, and goes on', async () => {
    const { exitCode, errors } = await project.call(['apply', 'home', '--yes']);
    expect(errors).toContain(`warning: ${CLEAR}\n`);
    expect(errors).not.toContain('will be accepted');
    expect(exitCode).toBe(0);
    expect(project.steps()).toContain('apply');
  });

  test.each<[string, () => void]>([
    ['is encrypted', () => project.set(ALLOWED, { terraform: { ...OPEN, encryption: {} } })],
    ['exists already', () => project.write('state/home.tfstate', '{"version":4}')],
    ['is kept elsewhere', () => project.set(ALLOWED, { terraform: { backend: { s3: { bucket: 'states' } } } })],
    [
      'is not written by a plan without changes',
      () => project.set({ show: { output: JSON.stringify(home({})) } }, { terraform: OPEN }),
    ],
  ])('says nothing when the state %s', async (_, change) => {
    change();
    const { exitCode, errors } = await project.run(['apply', 'home', '--yes']);
    expect(errors).not.toContain('clear text');
    expect(exitCode).toBe(0);
  });

  test('says nothing when the environment encrypts it', async () => {
    const { errors } = await project.run(['apply', 'home', '--yes'], { env: { TF_ENCRYPTION: 'state {}' } });
    expect(errors).not.toContain('clear text');
  });

  test('names the state of a stack without a backend', async () => {
    project.set(ALLOWED, { terraform: {} });
    const { errors } = await project.call(['apply', 'home', '--yes']);
    expect(errors).toContain('warning: cdktf.out/stacks/home/terraform.tfstate will hold every secret');
  });
});

describe('the files of a local state', () => {
  const apply = () => project.call(['apply', 'home', '--yes']);

  test('are in a folder that is made for its owner only', async () => {
    await apply();
    expect(modes('state')).toEqual(['700']);
  });

  test('are closed where they stood open', async () => {
    const files = [
      'state/home.tfstate',
      'state/home.tfstate.backup',
      'state/home.tfstate.1764417000.backup',
      'cdktf.out/stacks/home/errored.tfstate',
    ];
    files.forEach(writeOpen);
    writeOpen('state/lab.tfstate');
    await apply();
    expect(modes(...files)).toEqual(files.map(() => '600'));
    // of another cluster, but behind a closed door
    expect(modes('state/lab.tfstate', 'state')).toEqual(['644', '700']);
  });

  test('are closed also after an apply that fails', async () => {
    writeOpen('state/home.tfstate');
    project.set({ ...ALLOWED, apply: { exitCode: 1 } }, { terraform: OPEN });
    expect((await apply()).exitCode).toBe(2);
    expect(modes('state/home.tfstate', 'state')).toEqual(['600', '700']);
  });

  test('share a folder with others as it is', async () => {
    project.set(ALLOWED, { terraform: { backend: { local: { path: '../../../home.tfstate' } } } });
    writeOpen('home.tfstate');
    chmodSync(project.path('.'), 0o755);
    await apply();
    expect(modes('home.tfstate', '.')).toEqual(['600', '755']);
  });

  test('may be links', async () => {
    writeOpen('elsewhere/home.tfstate');
    mkdirSync(project.path('state'));
    symlinkSync(project.path('elsewhere/home.tfstate'), project.path('state/home.tfstate'));
    await apply();
    expect(modes('elsewhere/home.tfstate')).toEqual(['600']);
    expect(existsSync(join(project.path('state'), 'home.tfstate'))).toBe(true);
  });
});

describe('a local state that OpenTofu cannot read', () => {
  const EMPTY =
    'state/home.tfstate is empty, and OpenTofu would take that for a cluster that does not exist; nothing was changed; ';
  const DAMAGED = 'state/home.tfstate is damaged: it is not the JSON of a state; nothing was changed; ';
  const NO_BACKUP = 'put a copy of it in its place; without one, see docs/recovery.md before anything is applied\n';
  const BACKUP =
    'put a copy of it in its place; state/home.tfstate.backup is what it was before the last change: ' +
    'cp state/home.tfstate.backup state/home.tfstate\n';

  test('is no fault where OpenTofu was killed before it first wrote: it locks an empty file', async () => {
    project.write('state/home.tfstate', '');
    project.remove('state/home.tfstate.backup');
    expect((await project.call(['plan', 'home'])).exitCode).toBe(0);
    expect(project.steps()).toEqual(['version', 'init', 'plan', 'show']);
  });

  test.each<[string, string, string | undefined, string]>([
    ['empty, and its backup is no state', '', '', EMPTY + NO_BACKUP],
    ['full of blanks', '\n\n', '{"version":4}', EMPTY + BACKUP],
    ['cut off', '{"version":4,"resou', '{"meta":{},"encrypted_data":"x"}', DAMAGED + BACKUP],
    ['something else', '[]', '{"version":', DAMAGED + NO_BACKUP],
  ])('is reported before anything is planned: %s', async (_, state, backup, message) => {
    project.write('state/home.tfstate', state);
    if (backup !== undefined) project.write('state/home.tfstate.backup', backup);
    for (const args of [
      ['plan', 'home'],
      ['apply', 'home', '--yes'],
      ['talosconfig', 'home'],
    ]) {
      expect(await project.call(args)).toEqual({ exitCode: 2, output: '', errors: message });
    }
    expect(project.steps()).toEqual(['version', 'version', 'version']);
    expect(project.read('state/home.tfstate')).toBe(state);
  });

  test.each(['{"version":4}', '{"meta":{},"encrypted_data":"x"}'])('is none: %s', async (state) => {
    project.write('state/home.tfstate', state);
    expect((await project.call(['plan', 'home'])).exitCode).toBe(0);
  });
});
