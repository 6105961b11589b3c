import {
  create,
  destroy,
  home,
  IMAGE,
  keep,
  planJson,
  replacedBy,
  SECRET,
  SECRETS,
  triggered,
  update,
} from '../support/plan';
import { CliProject, type FakeTofu } from '../support/cli';
import { cores } from '../support/refusal-rows';

const TOKEN = { proxmox_main_api_token: { type: 'string', sensitive: true } };
const ENV = { PROXMOX_MAIN_API_TOKEN: 'token' };

const allowed = home({ 'work-02': { role: 'worker', number: 23, vm: create, config: create } });
const refused = home({ 'work-00': { vm: destroy, config: destroy } });
const unchanged = home({});

const REFUSAL =
  'work-00: would be destroyed because it was removed from the cluster file and lose its data disks scsi1 (100 GiB); ' +
  'save the data, or move it to other machines, first';

const PLAN_FILE = expect.stringMatching(/\/tmp\/plan-\w+\/plan\.tfplan$/) as unknown as string;
const OUT = expect.stringMatching(/^-out=.*\/tmp\/plan-\w+\/plan\.tfplan$/) as unknown as string;

let project: CliProject;

beforeAll(() => {
  project = new CliProject();
});

afterAll(() => {
  project.remove();
});

function planned(plan: object, others: FakeTofu = {}): void {
  project.set(
    { show: { output: JSON.stringify(plan) }, plan: { output: 'the diff\n' }, ...others },
    { variable: TOKEN },
  );
}

describe('plan', () => {
  test('prints what it does in a line each, then the verdict, and leaves no file', async () => {
    planned(allowed);
    const { exitCode, output, errors } = await project.run(['plan', 'home'], { env: ENV });
    expect(errors).toBe('tofu init in cdktf.out/stacks/home\nplanning home\n');
    expect(output).toMatch(/^\nwork-02 {2}worker {2}created\n/);
    expect(output).toContain('the plan may be applied');
    expect(exitCode).toBe(0);
    expect(project.steps()).toEqual(['version', 'init', 'plan', 'show']);
    expect(project.leftovers()).toEqual([]);
  });

  test('prints all that OpenTofu prints with --verbose', async () => {
    planned(allowed);
    const shown = await project.call(['plan', 'home', '--verbose'], ENV);
    expect(shown.output).toMatch(/^the diff\n\nwork-02 {2}worker {2}created\n/);
    const beside = await project.call(['plan', 'home', '--verbose', '--json'], ENV);
    expect(beside.errors).toContain('the diff\n');
    expect(JSON.parse(beside.output)).toMatchObject({ clusterName: 'home' });
  });

  test('shows warnings of OpenTofu whole, and nothing else of what it prints', async () => {
    const warning =
      '╷\n│ Warning: Check block assertion failed\n│ \n│   on cdk.tf.json line 1:\n│ \n│ one is not two\n╵\n';
    planned(allowed, { plan: { output: `Plan: 1 to add.\n${warning}` } });
    const { errors } = await project.call(['plan', 'home'], ENV);
    expect(errors).toBe(`tofu init in cdktf.out/stacks/home\nplanning home\n${warning}`);
  });

  test('shows errors of OpenTofu whole', async () => {
    const error = '╷\n│ Error: broken\n│ \n│   with a.b,\n│ \n│ in two\n│ lines\n╵\n';
    planned(allowed, { plan: { exitCode: 1, output: 'the diff\n', errors: error } });
    const { errors } = await project.call(['plan', 'home'], ENV);
    expect(errors).toContain(`planning home\n${error}tofu plan failed with exit code 1\n`);
    expect(errors).not.toContain('the diff');
  });

  test('ends as always when nobody reads any more what it says', async () => {
    planned(allowed, { plan: { output: 'the diff\n'.repeat(20_000) } });
    const { exitCode } = await project.run(['apply', 'home', '--yes', '--verbose'], { env: ENV, isHeard: false });
    expect(exitCode).toBe(0);
    expect(project.steps().at(-1)).toBe('apply');
    expect(project.leftovers()).toEqual([]);
  });

  test('keeps the plan, which holds secrets, from everybody else', async () => {
    planned(allowed);
    await project.run(['plan', 'home'], { env: ENV });
    expect(project.calls().map(({ modes }) => modes)).toEqual([
      ['none', 'none'],
      ['none', 'none'],
      ['-rw-------', '-rw-------'],
      ['-rw-------', '-rw-------'],
    ]);
  });

  test('works in the directory of the stack', async () => {
    planned(allowed);
    await project.call(['plan', 'home'], ENV);
    const [{ directory, args, variables } = { directory: '', args: [], variables: {} }] = project.calls().slice(2);
    expect(directory).toBe(project.path('cdktf.out/stacks/home'));
    expect(args).toEqual(['plan', '-no-color', '-input=false', OUT]);
    expect(variables).toEqual({ TF_VAR_proxmox_main_api_token: 'token' });
  });

  test('fails with code 1 when the guard refuses, and says how to go on', async () => {
    planned(refused);
    const { exitCode, output } = await project.run(['plan', 'home'], { env: ENV });
    expect(output).toContain(`refused:\n  ${REFUSAL}\n    to do it anyway: --accept work-00\n`);
    expect(exitCode).toBe(1);
    expect(project.leftovers()).toEqual([]);
  });

  test('is overruled by name', async () => {
    planned(refused);
    const { exitCode, output } = await project.call(['plan', 'home', '--accept', 'work-00', '--accept=work-9'], ENV);
    expect(output).toContain(`accepted:\n  ${REFUSAL}\n`);
    expect(output).toContain('--accept work-9 has no effect: there is home, ctrl-00,');
    expect(exitCode).toBe(0);
  });

  test('S-21 lets as many workers be away as the stack says', async () => {
    const plan = home({ 'work-00': { vm: cores }, 'work-01': { vm: cores } });
    const plans = (comment?: object) => {
      project.set({ show: { output: JSON.stringify(plan) } }, { variable: TOKEN, ...(comment && { '//': comment }) });
      return project.call(['plan', 'home'], ENV);
    };
    const { exitCode, output } = await plans();
    expect([exitCode, output]).toEqual([1, expect.stringContaining('2 of 2 where 1 may be')]);
    expect(await plans({ metadata: {}, maxUnavailableWorkers: '100%' })).toMatchObject({ exitCode: 0 });
  });

  test('prints the verdict as JSON, and everything else as errors', async () => {
    planned(refused);
    const { exitCode, output, errors } = await project.call(['plan', 'home', '--json'], ENV);
    expect(JSON.parse(output)).toMatchObject({
      clusterName: 'home',
      allowed: false,
      refusals: [{ kind: 'data-disks-lost', accept: ['work-00'], message: REFUSAL }],
    });
    expect(output).not.toContain(SECRET);
    expect(errors).toContain('planning home\n');
    expect(exitCode).toBe(1);
  });

  test('passes options on, and values of variables to each step', async () => {
    planned(allowed);
    const passed = ['-target', 'a.b', '-var', 'proxmox_main_api_token=x', '-refresh=false', '-parallelism=2'];
    await project.call(['plan', 'home', '--destroy', '--', ...passed]);
    const value = '-var=proxmox_main_api_token=x';
    expect(project.calls().map(({ args }) => args)).toEqual([
      ['version'],
      ['init', '-input=false', '-no-color', value],
      ['plan', '-no-color', '-input=false', OUT, '-destroy', '-target=a.b', value, '-refresh=false', '-parallelism=2'],
      ['show', '-json', value, PLAN_FILE],
    ]);
  });

  test.each(['init', 'plan', 'show'] as const)('fails with code 2 when tofu %s fails', async (step) => {
    planned(allowed, { [step]: { exitCode: 3, errors: 'Error: broken\n' } });
    const { exitCode, output, errors } = await project.run(['plan', 'home'], { env: ENV });
    expect(errors).toContain(`Error: broken\ntofu ${step} failed with exit code 3\n`);
    expect(output).not.toContain('may be applied');
    expect(exitCode).toBe(2);
    expect(project.leftovers()).toEqual([]);
  });

  test('fails on something else than a plan, and repeats nothing of it', async () => {
    planned(allowed, { show: { output: `{"secret": ${SECRET}` } });
    const { exitCode, errors } = await project.call(['plan', 'home'], ENV);
    expect(errors).toContain('tofu show -json printed something else than JSON; is this OpenTofu 1.11 or newer?');
    expect(errors).not.toContain(SECRET);
    expect(exitCode).toBe(2);
  });
});

describe('apply', () => {
  test('applies exactly the plan that was judged, when the answer is yes', async () => {
    planned(allowed, { apply: { output: 'Apply complete!\n' } });
    const { exitCode, output, errors } = await project.run(['apply', 'home'], { env: ENV, answer: 'yes\n' });
    expect(errors).toContain('Apply this plan to home? Only yes will be accepted: ');
    expect(errors).toMatch(/accepted: applying home: 2 changes\napplied home in \d+ s\n/);
    expect(output).not.toContain('Apply complete!');
    expect(exitCode).toBe(0);
    const [planArgs, , applyArgs] = project
      .calls()
      .slice(2)
      .map(({ args }) => args);
    expect(applyArgs).toEqual(['apply', '-no-color', '-input=false', planArgs?.[3]?.replace('-out=', '')]);
    expect(project.leftovers()).toEqual([]);
  });

  test.each(['no\n', 'y\n', '\n'])('applies nothing when the answer is %j', async (answer) => {
    planned(allowed);
    const { exitCode, errors } = await project.run(['apply', 'home'], { env: ENV, answer });
    expect(errors).toContain('nothing was applied\n');
    expect(exitCode).toBe(2);
    expect(project.steps()).not.toContain('apply');
    expect(project.leftovers()).toEqual([]);
  });

  test('asks nobody with --yes', async () => {
    planned(allowed);
    const { exitCode, errors } = await project.call(['apply', 'home', '--yes'], ENV);
    expect(errors).not.toContain('Apply this plan');
    expect(exitCode).toBe(0);
    expect(project.steps()).toEqual(['version', 'init', 'plan', 'show', 'apply']);
  });

  test('fails without a terminal and without --yes, before anything is planned', async () => {
    planned(allowed);
    const { exitCode, errors } = await project.call(['apply', 'home'], ENV);
    expect(errors).toBe('there is no terminal to ask on; pass --yes to apply what the guard allows\n');
    expect(exitCode).toBe(2);
    expect(project.steps()).toEqual([]);
  });

  test('fails with code 1 on what the guard refuses, also with --yes', async () => {
    planned(refused);
    const { exitCode } = await project.run(['apply', 'home', '--yes'], { env: ENV });
    expect(exitCode).toBe(1);
    expect(project.steps()).toEqual(['version', 'init', 'plan', 'show']);
    expect(project.leftovers()).toEqual([]);
  });

  test('applies what was accepted by name', async () => {
    planned(refused);
    const { exitCode } = await project.call(['apply', 'home', '--yes', '--accept', 'work-00'], ENV);
    expect(exitCode).toBe(0);
    expect(project.steps()).toContain('apply');
  });

  test('writes the state unasked when nothing changes', async () => {
    planned(unchanged);
    const { exitCode, output, errors } = await project.run(['apply', 'home'], { env: ENV, answer: '' });
    expect(output).toContain('nothing changes');
    expect(errors).not.toContain('Apply this plan');
    expect(exitCode).toBe(0);
    expect(project.steps()).toContain('apply');
  });

  test('asks also when no machine changes', async () => {
    planned(planJson({ secrets: create, machines: {} }));
    const { exitCode, output, errors } = await project.run(['apply', 'home'], { env: ENV, answer: 'no\n' });
    expect(output).not.toContain('nothing changes');
    expect(errors).toContain('Apply this plan to home? Only yes will be accepted: nothing was applied\n');
    expect(exitCode).toBe(2);
    expect(project.steps()).not.toContain('apply');
  });

  test('applies nothing but the secrets when the plan that follows them is refused', async () => {
    const machines = { 'ctrl-00': { role: 'controlplane', number: 11, vm: create, config: create } } as const;
    const first = planJson({ secrets: create, bootstrap: create, machines });
    planned(first, { show: { output: JSON.stringify(first), laterOutput: JSON.stringify(refused) } });
    const { exitCode, output } = await project.run(['apply', 'home', '--yes'], { env: ENV });
    expect(output).toContain(`refused:\n  ${REFUSAL}\n`);
    expect(exitCode).toBe(1);
    const applies = project.calls().filter(({ args: [step] }) => step === 'apply');
    expect(applies.map(({ args }) => args)).toEqual([expect.arrayContaining([`-target=${SECRETS}`])]);
    expect(project.leftovers()).toEqual([]);
  });

  test('S-38 has new secrets in the state before anything uses them', async () => {
    const machines = { 'ctrl-00': { role: 'controlplane', number: 11, vm: create, config: create } } as const;
    planned(planJson({ secrets: create, bootstrap: create, machines }), { apply: { output: 'Apply complete!\n' } });
    const passed = ['-lock-timeout=1m', '-refresh=false'];
    const { exitCode, errors } = await project.call(['apply', 'home', '--yes', '--', ...passed], ENV);
    expect(exitCode).toBe(0);
    expect(errors).toContain(`first into the state, so that nothing can lose them: ${SECRETS}\n`);
    expect(errors.match(/^applied home/gm)).toHaveLength(1);
    expect(project.steps()).toEqual(['version', 'init', 'plan', 'show', 'apply', 'init', 'plan', 'show', 'apply']);
    const applies = project.calls().filter(({ args }) => args[0] === 'apply');
    expect(applies.map(({ args }) => args)).toEqual([
      ['apply', '-no-color', '-input=false', '-auto-approve', `-target=${SECRETS}`, '-lock-timeout=1m'],
      ['apply', '-no-color', '-input=false', '-lock-timeout=1m', PLAN_FILE],
    ]);
  });

  test('ends where the secrets cannot be made', async () => {
    const machines = { 'ctrl-00': { role: 'controlplane', number: 11, vm: create, config: create } } as const;
    planned(planJson({ secrets: create, bootstrap: create, machines }), {
      apply: { exitCode: 1, errors: 'Error: no\n' },
    });
    const { exitCode, errors } = await project.call(['apply', 'home', '--yes'], ENV);
    expect(errors).toContain('Error: no\ntofu apply failed with exit code 1\n');
    expect(exitCode).toBe(2);
    expect(project.steps()).toEqual(['version', 'init', 'plan', 'show', 'apply']);
  });

  test('downloads new images before it removes anything, and removes nothing where that fails', async () => {
    const plan = home({ 'work-01': { vm: triggered, config: triggered } }, { image: replacedBy('url') });
    planned(plan, { apply: { exitCode: 1, errors: 'Error: no\n' } });
    const { exitCode, errors } = await project.call(['apply', 'home', '--yes'], ENV);
    expect(errors).toContain(`downloading first, so that nothing is removed before it is there: ${IMAGE}\n`);
    expect(exitCode).toBe(2);
    expect(project.steps()).toEqual(['version', 'init', 'plan', 'show', 'apply']);
    expect(project.calls().at(-1)?.args).toContain(`-target=${IMAGE}`);

    planned(plan);
    const { exitCode: done } = await project.call(['apply', 'home', '--yes'], ENV);
    expect(done).toBe(0);
    expect(project.steps()).toEqual(['version', 'init', 'plan', 'show', 'apply', 'init', 'plan', 'show', 'apply']);
  });

  test('NV-7 passes on what a saved plan takes, the wait for the lock too', async () => {
    planned(allowed);
    const passed = ['-target=a.b', '-lock-timeout', '1m', '-parallelism=2', '-var=proxmox_main_api_token=x'];
    await project.call(['apply', 'home', '--yes', '--', ...passed]);
    const rest = ['-lock-timeout=1m', '-parallelism=2', '-var=proxmox_main_api_token=x'];
    expect(project.calls().at(-1)?.args).toEqual(['apply', '-no-color', '-input=false', ...rest, PLAN_FILE]);
  });
});

describe('an interruption', () => {
  const signal = (name: NodeJS.Signals) => (child: { kill: (signal: NodeJS.Signals) => unknown }) => child.kill(name);

  test.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)('by %s ends OpenTofu in its own way, and leaves no plan', async (name, code) => {
    planned(allowed, { apply: { waits: true } });
    const when = { text: 'tofu waits', then: signal(name) };
    const { exitCode, errors } = await project.run(['apply', 'home', '--yes'], { env: ENV, when });
    expect(errors).toContain(`tofu got ${name}\nstopped by ${name}\n`);
    expect(exitCode).toBe(code);
    expect(project.leftovers()).toEqual([]);
  });

  test('at the question leaves no plan', async () => {
    planned(allowed);
    const when = { text: 'Only yes', then: signal('SIGTERM') };
    const { exitCode } = await project.run(['apply', 'home'], { env: ENV, answer: '', when });
    expect(exitCode).toBe(143);
    expect(project.steps()).not.toContain('apply');
    expect(project.leftovers()).toEqual([]);
  });
});

test('the guard stands between every plan and its apply', async () => {
  const edit = update((values) => void (values.bios = 'seabios'));
  planned(home({ 'ctrl-00': { vm: edit }, 'ctrl-01': { vm: edit }, 'ctrl-02': { vm: keep, config: triggered } }));
  const { exitCode } = await project.call(['apply', 'home', '--yes'], ENV);
  expect(exitCode).toBe(1);
  expect(project.steps()).not.toContain('apply');
});
