import { existsSync, statSync } from 'node:fs';
import { startTofu, type TofuProcess, type TofuResult } from '../../src/cli/tofu/process';
import { type Diagnostic, oneLine } from '../../src/plan/read/diagnostic';
import { printedDiagnostics } from '../../src/plan/read/printed-diagnostics';
import { findRecoveries } from '../../src/plan/recovery/recovery';
import { CliProject } from '../support/cli';
import { describeWithTofu, toolchain } from '../support/tofu';

const STACK = {
  terraform: {
    encryption: {
      key_provider: { pbkdf2: { main: { passphrase: '${var.state_passphrase}', iterations: 200_000 } } },
      method: { aes_gcm: { main: { keys: '${key_provider.pbkdf2.main}' } } },
      plan: { enforced: true, method: 'method.aes_gcm.main' },
      state: { enforced: true, method: 'method.aes_gcm.main' },
    },
  },
  variable: { state_passphrase: { type: 'string', sensitive: true }, size: { type: 'string' } },
  resource: { terraform_data: { a: { input: '${var.size}' } } },
};
const DIRECTORY = 'cdktf.out/stacks/home';
const PASSPHRASE = 'a passphrase of more than 16 characters';

/** Runs the command line in a project, on a cluster, with the real OpenTofu. */
function runIn(project: CliProject, cluster: string, ...args: readonly string[]) {
  const { tofu, env } = toolchain();
  const settings = Object.fromEntries(Object.entries(env).filter(([name]) => /^(TF|CHECKPOINT)_/.test(name)));
  const secrets = { STATE_PASSPHRASE: PASSPHRASE };
  const [command = '', ...options] = args;
  return project.run([command, cluster, '--tofu', tofu, ...options], {
    env: { ...(settings as Record<string, string>), ...secrets },
  });
}

describeWithTofu('the real OpenTofu', () => {
  let project: CliProject;

  beforeEach(() => {
    project = new CliProject();
    project.set({}, STACK);
  });

  afterEach(() => {
    project.remove();
  });

  function run(...args: readonly string[]) {
    return runFor('home', ...args);
  }

  function runFor(cluster: string, ...args: readonly string[]) {
    return runIn(project, cluster, ...args);
  }

  test('plans into an encrypted file, shows it and applies it', async () => {
    const first = await run('apply', '--yes', '--', '-var', 'size=1');
    expect(first.errors).toMatch(
      new RegExp(`^tofu init in ${DIRECTORY}\nplanning home\napplying home: 1 change\napplied home in \\d+ s\n$`),
    );
    expect(first.output).toBe('\nother resources:\n  terraform_data 1 created\n\nthe plan may be applied\n');
    expect(first.exitCode).toBe(0);
    expect(project.read(`${DIRECTORY}/terraform.tfstate`)).toContain('encrypted_data');
    expect(project.leftovers()).toEqual([]);

    const shown = await run('plan', '--verbose', '--', '-var=size=1');
    expect(shown.output).toContain('No changes.');

    const second = await run('plan', '--json', '--', '-var=size=1');
    expect(JSON.parse(second.output)).toMatchObject({ allowed: true, hasChanges: false });
  });

  describe('secrets of a file of variables', () => {
    const TOKEN = 'a token from a file';
    const KEY = ['-----BEGIN KEY-----', 'the body of a key', '-----END KEY-----'];

    /** A stack in which a program prints the file of variables, which OpenTofu knows nothing of. */
    function leaking(exitCode: number): void {
      project.write('secrets.tfvars', `token = "${TOKEN}"\nkey = <<EOT\n${KEY.join('\n')}\nEOT\n`);
      const command = `cat ${project.path('secrets.tfvars')}; exit ${exitCode}`;
      const provisioner = [{ 'local-exec': { command } }];
      project.set(
        {},
        {
          ...STACK,
          variable: {
            ...STACK.variable,
            token: { type: 'string', sensitive: true },
            key: { type: 'string', sensitive: true },
          },
          resource: {
            terraform_data: { a: { input: '${var.size}${sha256(var.token)}${sha256(var.key)}', provisioner } },
          },
        },
      );
    }

    const apply = () => run('apply', '--yes', '--', '-var=size=1', `-var-file=${project.path('secrets.tfvars')}`);
    const log = () => project.read('cdktf.out/logs/home.log');

    test.each([
      ['an apply', 0, 0],
      ['an apply that fails', 1, 2],
    ])('are masked in the log of %s, and not shown', async (_, ofProgram, exitCode) => {
      leaking(ofProgram);
      const { output, errors, ...ended } = await apply();
      expect([ended.exitCode, log()]).toEqual([exitCode, expect.stringContaining('token = "(secret)"')]);
      for (const secret of [TOKEN, ...KEY]) expect(log() + output + errors).not.toContain(secret);
    });
  });

  test('keeps the files of a state from everybody else, from the first apply on', async () => {
    const mode = (path: string) => (statSync(project.path(path)).mode & 0o777).toString(8);
    const backend = { local: { path: '../../../state/home.tfstate' } };
    project.write('cdktf.out/stacks/lab/cdk.tf.json', JSON.stringify({ ...STACK, terraform: { backend } }));
    const apply = (size: string) => runFor('lab', 'apply', '--yes', '--', `-var=size=${size}`);
    await apply('1');
    expect([mode('state'), mode('state/home.tfstate')]).toEqual(['700', '600']);
    await apply('2');
    expect([mode('state/home.tfstate'), mode('state/home.tfstate.backup')]).toEqual(['600', '600']);
  });

  test('reads a state that was written with another number of rounds, and writes the new one', async () => {
    const rounds = () => {
      const { meta } = JSON.parse(project.read(`${DIRECTORY}/terraform.tfstate`)) as { meta: Record<string, string> };
      return Object.values(meta).map(
        (value) => (JSON.parse(Buffer.from(value, 'base64').toString()) as { iterations: number }).iterations,
      );
    };
    await run('apply', '--yes', '--', '-var=size=1');
    expect(rounds()).toEqual([200_000]);
    const stack = structuredClone(STACK);
    stack.terraform.encryption.key_provider.pbkdf2.main.iterations = 250_000;
    project.write(`${DIRECTORY}/cdk.tf.json`, JSON.stringify(stack));
    const { output, exitCode } = await run('apply', '--yes', '--', '-var=size=1');
    expect([exitCode, output]).toEqual([0, expect.stringContaining('nothing changes')]);
    expect(rounds()).toEqual([250_000]);
  });

  test('refuses fewer rounds than the cluster file does', async () => {
    const few = structuredClone(STACK);
    few.terraform.encryption.key_provider.pbkdf2.main.iterations = 199_999;
    project.write(`${DIRECTORY}/cdk.tf.json`, JSON.stringify(few));
    const { errors } = await run('plan', '--', '-var=size=1');
    expect(errors).toContain('dangerously low (<200000), refusing to generate key');
  });

  test('S-38 takes up what recovery.tf.json names', async () => {
    project.write(
      `${DIRECTORY}/recovery.tf.json`,
      JSON.stringify({ import: [{ to: 'terraform_data.b', id: 'there' }] }),
    );
    const resources = { terraform_data: { ...STACK.resource.terraform_data, b: {} } };
    project.write(`${DIRECTORY}/cdk.tf.json`, JSON.stringify({ ...STACK, resource: resources }));
    const { exitCode, output } = await run('apply', '--yes', '--verbose', '--', '-var=size=1');
    expect(output).toContain('terraform_data.b: already exists and is imported');
    expect(output).toContain('Resources: 1 imported');
    expect(exitCode).toBe(0);
    expect(project.has(`${DIRECTORY}/recovery.tf.json`)).toBe(false);
  });

  test('fails with its own words', async () => {
    project.write(`${DIRECTORY}/cdk.tf.json`, JSON.stringify({ ...STACK, resource: { nothing: { a: {} } } }));
    const { exitCode, errors } = await run('plan', '--', '-var=size=1');
    expect(errors).toMatch(/Error: [^]*nothing[^]*tofu (init|plan) failed with exit code 1\n$/);
    expect(exitCode).toBe(2);
  });
});

describeWithTofu('what the real OpenTofu says of a project', () => {
  const project = new CliProject();
  const CHECK = { ends: { assert: [{ condition: '${var.size == 2}', error_message: 'the size is not two' }] } };
  const OUTPUT = { kube_config: { value: '${terraform_data.a.output}', sensitive: true } };

  beforeAll(() => {
    project.set({}, { ...STACK, check: CHECK, output: OUTPUT });
  });

  afterAll(() => {
    project.remove();
  });

  const run = (...args: readonly string[]) => runIn(project, 'home', ...args);

  test('a warning is shown whole, and what to do next only once it is true', async () => {
    const part = await run('apply', '--yes', '--', '-var=size=1', '-exclude=terraform_data.a');
    expect([part.exitCode, part.errors]).toEqual([0, expect.not.stringContaining('next:')]);
    const whole = await run('apply', '--yes', '--', '-var=size=1');
    expect(whole.errors).toContain('Warning: Check block assertion failed\n');
    expect(whole.errors).toContain('the size is not two\n');
    expect(whole.errors).toMatch(
      /\nnext:\n {2}npx cdktf-proxmox-talos kubeconfig home --tofu \S+\n {2}export KUBECONFIG="\$PWD\/kubeconfig"\n {2}kubectl get nodes\n$/,
    );
    const read = await run('kubeconfig', '--', '-var=size=1');
    expect([read.exitCode, project.read('kubeconfig')]).toEqual([0, '1']);
    const gone = await run('apply', '--yes', '--destroy', '--accept', 'home', '--', '-var=size=1');
    expect([gone.exitCode, gone.errors]).toEqual([0, expect.not.stringContaining('next:')]);
  });
});

describeWithTofu('errors of the real OpenTofu, as data and as text', () => {
  const project = new CliProject();
  const long = 'desc = etcd data directory is not empty, and this sentence is longer than any terminal is wide, by far';

  beforeAll(async () => {
    const fails = { local_exec: [{ command: `echo '${long}'; exit 1` }] };
    const waits = { local_exec: [{ command: 'mkfifo nobody; echo waiting; cat nobody' }] };
    const resource = {
      terraform_data: {
        many: { for_each: { 'a b': '', c: '' }, provisioner: [{ 'local-exec': fails.local_exec }] },
        slow: { count: '${var.is_slow ? 1 : 0}', provisioner: [{ 'local-exec': waits.local_exec }] },
      },
    };
    const variable = { is_slow: { type: 'bool', default: false } };
    project.write(`${DIRECTORY}/cdk.tf.json`, JSON.stringify({ resource, variable }));
    await start('init').ended;
  });

  afterAll(() => {
    project.remove();
  });

  function start(...args: readonly string[]): TofuProcess {
    const { tofu, env } = toolchain();
    return startTofu({
      program: tofu,
      directory: project.path(DIRECTORY),
      environment: env,
      args: [...args, '-no-color'],
      asData: args[0] !== 'init',
      isDetached: true,
    });
  }

  /** Data and text of one run; OpenTofu has broken the lines of the text. */
  function both({ diagnostics, errors }: TofuResult): readonly (readonly object[])[] {
    const comparable = (each: Diagnostic) => ({ ...each, detail: oneLine(each.detail), source: undefined });
    const printed = printedDiagnostics(errors);
    return [diagnostics.filter(({ severity }) => severity === 'error').map(comparable), printed.map(comparable)];
  }

  test('say the same of resources', async () => {
    const result = await start('apply', '-auto-approve').ended;
    const [data, printed] = both(result);
    expect(data).toHaveLength(2);
    expect(data).toEqual(printed);
    expect(data).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          address: 'terraform_data.many["a b"]',
          detail: expect.stringContaining(long) as unknown,
        }),
      ]),
    );
  });

  test('say the same of a lock, and the recovery is the same', async () => {
    const slow = start('apply', '-auto-approve', '-target=terraform_data.slow', '-var=is_slow=true');
    await new Promise<void>((resolve) => {
      slow.child.stdout?.on('data', (text: string) => (text.includes(': waiting') ? resolve() : undefined));
    });
    expect(existsSync(project.path(`${DIRECTORY}/.terraform.tfstate.lock.info`))).toBe(true);
    const result = await start('plan').ended;
    process.kill(-(slow.child.pid ?? 0), 'SIGKILL');
    await slow.ended;
    const [data, printed] = both(result);
    expect(data).toEqual(printed);
    const [recovery, ...others] = [result.diagnostics, printedDiagnostics(result.errors)].map((errors) =>
      findRecoveries({ errors, stack: {}, applyCommand: 'apply', tofuCommand: 'tofu' }),
    );
    expect(recovery).toMatchObject([{ kind: 'state-locked' }]);
    expect(recovery?.[0]?.command).toMatch(/^tofu force-unlock [\w-]+$/);
    expect(others).toEqual([recovery]);
  });
});

describeWithTofu('the real OpenTofu, with replace_triggered_by', () => {
  const project = new CliProject();

  afterAll(() => {
    project.remove();
  });

  test('P2b imports what a trigger would replace, in a plan that changes nothing and in an apply', async () => {
    const resources = {
      terraform_data: {
        machine: { lifecycle: { replace_triggered_by: ['terraform_data.trigger'] } },
        trigger: { input: 'v1.13.9' },
      },
    };
    const imports = { import: [{ to: 'terraform_data.machine', id: 'there' }] };
    project.write(`${DIRECTORY}/cdk.tf.json`, JSON.stringify({ ...imports, resource: resources }));

    const looked = await runIn(project, 'home', 'plan', '--verbose');
    expect(looked.errors).toContain(
      'this plan is not what an apply would do: the machines that it imports must be imported, and not created or replaced; ' +
        'apply first writes terraform_data.trigger into the state, which changes no machine, and plans again\n',
    );
    expect(looked.output).toContain('terraform_data.machine will be replaced due to changes in replace_triggered_by');

    const applied = await runIn(project, 'home', 'apply', '--yes', '--verbose');
    expect(applied.errors).toContain(
      'first into the state, so that no import replaces a machine: terraform_data.trigger\n',
    );
    expect(applied.output).toMatch(/will be imported[^]*Plan: 1 to import, 0 to add, 0 to change, 0 to destroy/);
    expect(applied.output).toContain('Resources: 1 imported, 0 added, 0 changed, 0 destroyed');
    expect(applied.exitCode).toBe(0);
  });
});
