import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { writeNewProject } from '../../src/scaffold/new-project';
import { projectFiles } from '../../src/scaffold/project-files';
import { CliProject } from '../support/cli';
import { home, type MachineStory, replacedBy, update } from '../support/plan';
import { projectRoot } from '../support/project';
import { answersOf } from './answers';

interface Step {
  readonly name?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** OpenTofu, and a directory for what a test makes. */
let tools: CliProject;

beforeAll(() => {
  tools = new CliProject();
  // stands in for SOPS
  const decrypt = 'decrypt --input-type json --output-type binary --output .env .env.sops';
  tools.write(
    'bin/sops',
    `#!/bin/sh\n[ "$SOPS_AGE_KEY" = AGE-SECRET-KEY-1STANDIN ] && [ "$*" = '${decrypt}' ] || exit 3\necho STATE_PASSPHRASE=0123456789abcdef > .env\n`,
  );
  chmodSync(tools.path('bin/sops'), 0o755);
});

afterAll(() => {
  tools.remove();
});

/** A project as `init` writes it, with its packages. */
class WrittenProject {
  public readonly directory = tools.path('project');

  constructor(private readonly secrets: string) {
    rmSync(this.directory, { recursive: true, force: true });
    const answers = answersOf({ stateBucket: 'states', stateEndpoint: 'https://s3.example', secrets });
    writeNewProject(this.directory, projectFiles(answers), ['age.key']);
    const packages = join(this.directory, 'node_modules');
    mkdirSync(join(packages, '.bin'), { recursive: true });
    for (const name of readdirSync(join(projectRoot, 'node_modules'))) {
      if (!name.startsWith('.')) symlinkSync(join(projectRoot, 'node_modules', name), join(packages, name));
    }
    symlinkSync(projectRoot, join(packages, 'cdktf-proxmox-talos'));
    // npm makes it executable when it installs the package
    const main = join(projectRoot, 'lib/src/cli/main.js');
    writeFileSync(
      join(packages, '.bin/cdktf-proxmox-talos'),
      `#!/bin/sh\nexec "${process.execPath}" "${main}" "$@"\n`,
      {
        mode: 0o755,
      },
    );
  }

  public steps(workflow: string): readonly Step[] {
    const text = readFileSync(join(this.directory, '.github/workflows', `${workflow}.yml`), 'utf8');
    const { jobs } = parse(text) as { readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>> };
    return Object.values(jobs).flatMap(({ steps }) => steps);
  }

  /** Runs a step as a runner does. */
  public run(command: string, variables: Readonly<Record<string, string>> = {}) {
    const { status, stdout, stderr } = spawnSync('bash', ['-e', '-c', command], {
      cwd: this.directory,
      encoding: 'utf8',
      env: {
        PATH: `${tools.path('bin')}:${join(this.directory, 'node_modules/.bin')}:${process.env.PATH ?? ''}`,
        FAKE_TOFU_HOME: tools.path('.'),
        HOME: tools.path('tmp'),
        GITHUB_STEP_SUMMARY: join(this.directory, 'summary.md'),
        ...(this.secrets === 'sops'
          ? { SOPS_AGE_KEY: 'AGE-SECRET-KEY-1STANDIN' }
          : { TF_VAR_state_passphrase: '0123456789abcdef' }),
        TF_VAR_proxmox_main_api_token: 'talos@pve!tofu=00000000-0000-0000-0000-000000000000',
        ...variables,
      },
    });
    return { exitCode: status, said: `${stdout}${stderr}` };
  }

  /** Runs the steps of a workflow but those that need the network, up to the first that fails. */
  public runAll(workflow: string, variables: Readonly<Record<string, string>> = {}) {
    const outcomes: (readonly [string, number | null])[] = [];
    for (const { name, run } of this.steps(workflow)) {
      if (run === undefined || run === 'npm ci') continue;
      const { exitCode, said } = this.run(run, variables);
      outcomes.push([name ?? run, exitCode]);
      if (exitCode !== 0 && name === undefined) throw new Error(said);
      if (exitCode !== 0) break;
    }
    return outcomes;
  }
}

const PLANS: Readonly<Record<string, Readonly<Record<string, Partial<MachineStory>>>>> = {
  nothing: {},
  memory: { 'work-00': { vm: update((vm) => (vm.memory = [{ dedicated: 8192 }])) } },
  refused: { 'ctrl-00': { vm: replacedBy('vm_id') } },
};

function planIs(name: string): void {
  tools.set({ show: { output: JSON.stringify(home(PLANS[name] ?? {})) } });
}

describe('with secrets of the workflow', () => {
  let project: WrittenProject;

  beforeAll(() => {
    project = new WrittenProject('env');
  });

  test('check: tests and synth of a new project pass', () => {
    expect(project.runAll('check')).toEqual([
      ['npm test', 0],
      ['npm run synth', 0],
    ]);
  });

  test.each([
    ['nothing', 0],
    ['memory', 0],
    ['refused', 1],
  ])('plan of %s: verdict and page are there for the steps that follow, the exit code is %i', (name, exitCode) => {
    planIs(name);
    expect(project.runAll('plan')).toEqual([
      ['npm test', 0],
      ['npm run synth', 0],
      ['plan', exitCode],
      ...(exitCode === 0 ? [['summary', 0]] : []),
    ]);
    const verdict = readFileSync(join(project.directory, 'verdict.md'), 'utf8');
    expect(verdict).toMatch(/^<!-- cdktf-proxmox-talos plan home -->\n### /);
    expect(readFileSync(join(project.directory, 'plan.html'), 'utf8')).toContain('</html>');
    if (exitCode === 0) expect(readFileSync(join(project.directory, 'summary.md'), 'utf8')).toContain(verdict);
  });

  test.each([
    ['nothing', 0],
    ['memory', 1],
    ['refused', 1],
  ])('drift with a plan of %s: compare ends with %i', (name, exitCode) => {
    planIs(name);
    expect(project.runAll('drift')).toEqual([
      ['npm run synth', 0],
      ['plan', 0],
      ['compare', exitCode],
    ]);
  });

  test('drift: a plan that fails does not pass for a plan without drift', () => {
    tools.set({ plan: { exitCode: 1, errors: 'Error: no connection' } });
    expect(project.runAll('drift')).toEqual([
      ['npm run synth', 0],
      ['plan', 2],
    ]);
  });

  test('apply: what the guard allows is applied', () => {
    planIs('memory');
    expect(project.runAll('apply', { ACCEPT: '' }).at(-1)).toEqual(['apply', 0]);
    expect(tools.steps()).toContain('apply');
  });

  test('apply: what the guard refuses is applied only if it is named', () => {
    planIs('refused');
    const [step] = project.steps('apply').filter(({ name }) => name === 'apply');
    expect(step?.env).toEqual({ ACCEPT: '${{ inputs.accept }}' });
    expect(project.run(step?.run ?? '', { ACCEPT: '' }).exitCode).toBe(1);
    expect(tools.steps()).not.toContain('apply');
    expect(project.run(step?.run ?? '', { ACCEPT: 'ctrl-00' }).exitCode).toBe(0);
    expect(tools.steps()).toContain('apply');
  });

  test('apply: a name is one word, and never a pattern or a command', () => {
    const [step] = project.steps('apply').filter(({ name }) => name === 'apply');
    const run = (step?.run ?? '').replace('npx cdktf-proxmox-talos', 'printf "<%s>"');
    const { said } = project.run(run, { ACCEPT: 'ctrl-00 * $(id) endpoint/main' });
    expect(said).toBe('<apply><home><--yes><--accept><ctrl-00><--accept><*><--accept><$(id)><--accept><endpoint/main>');
  });
});

describe('with secrets in Git', () => {
  let project: WrittenProject;

  beforeAll(() => {
    project = new WrittenProject('sops');
  });

  test('check needs none of them', () => {
    expect(project.runAll('check').map(([, exitCode]) => exitCode)).toEqual([0, 0]);
  });

  test.each(['plan', 'drift', 'apply'])('%s: they are decrypted, and gone at the end', (workflow) => {
    planIs('nothing');
    const outcomes = project.runAll(workflow, { ACCEPT: '' });
    expect(outcomes[0]).toEqual(['npm run decrypt', 0]);
    expect(outcomes.filter(([, exitCode]) => exitCode !== 0)).toEqual([]);
    expect(outcomes.map(([name]) => name)).toContain('forget the secrets');
    expect(existsSync(join(project.directory, '.env'))).toBe(false);
  });

  test('what was decrypted is private', () => {
    expect(project.run('npm run decrypt').exitCode).toBe(0);
    expect(statSync(join(project.directory, '.env')).mode & 0o777).toBe(0o600);
  });
});
