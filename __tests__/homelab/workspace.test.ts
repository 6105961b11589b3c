import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Workspace } from '../../homelab/tofu/workspace';
import { isAlive, untilGone } from '../support/processes';
import { describeWithTofu, toolchain } from '../support/tofu';

type Options = ConstructorParameters<typeof Workspace>[0];

const KEY = `-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1\n-----END PRIVATE KEY-----\n`;

let root: string;
let workspace: Workspace | undefined;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'workspace-'));
  mkdirSync(join(root, 'stack'));
});

afterEach(async () => {
  await workspace?.close();
  workspace = undefined;
  rmSync(root, { recursive: true, force: true });
});

function open(options: Partial<Options>): Workspace {
  workspace = new Workspace({
    toolchain: {
      tofu: join(root, 'tofu'),
      simulator: undefined,
      env: { PATH: process.env.PATH },
      prereleases: new Map(),
    },
    directory: join(root, 'stack'),
    home: join(root, 'home'),
    environment: {},
    variables: {},
    secrets: [],
    ...options,
  });
  return workspace;
}

/** A workspace with a program in place of OpenTofu. */
function openWith(script: string, options: Partial<Options> = {}): Workspace {
  writeFileSync(join(root, 'tofu'), `#!/bin/bash\n${script}\n`, { mode: 0o755 });
  return open(options);
}

/** The number of the process that the program in place of OpenTofu has started. */
async function grandchild(): Promise<number> {
  const file = join(root, 'stack', 'pid');
  while (!existsSync(file) || readFileSync(file, 'utf8') === '')
    await new Promise((resolve) => setTimeout(resolve, 10));
  return Number(readFileSync(file, 'utf8'));
}

test('a pre-release of a provider is asked for beside the stack, where the stack needs it', async () => {
  const prereleases = new Map([['siderolabs/talos', '0.12.0-alpha.5']]);
  const opened = openWith('exit 0', {
    toolchain: { tofu: join(root, 'tofu'), simulator: undefined, env: { PATH: process.env.PATH }, prereleases },
  });
  const override = join(root, 'stack', 'providers_override.tf.json');
  const stack = (source: string): string =>
    JSON.stringify({ terraform: { required_providers: { it: { source, version: '~> 0.12.0' } } } });

  writeFileSync(join(root, 'stack', 'cdk.tf.json'), stack('hashicorp/local'));
  await opened.init();
  expect(existsSync(override)).toBe(false);

  writeFileSync(join(root, 'stack', 'cdk.tf.json'), stack('siderolabs/talos'));
  await opened.init();
  expect(JSON.parse(readFileSync(override, 'utf8'))).toEqual({
    terraform: { required_providers: { it: { source: 'siderolabs/talos', version: '0.12.0-alpha.5' } } },
  });
});

describe('a run', () => {
  test('has an environment of its own', async () => {
    const env = {
      PATH: process.env.PATH,
      HOME: '/home/me',
      HTTPS_PROXY: 'http://proxy.example',
      TF_CLI_CONFIG_FILE: '/mirror/cli.tfrc',
      TF_LOG: 'trace',
      TF_VAR_token: 'mine',
      AWS_PROFILE: 'work',
      PROXMOX_VE_ENDPOINT: 'https://pve.example',
      KUBECONFIG: '/home/me/.kube/config',
      SSH_AUTH_SOCK: '/run/agent',
    };
    const tools = { tofu: join(root, 'tofu'), simulator: undefined, env, prereleases: new Map() };
    const script = 'env | grep -vE "^(PATH|PWD|SHLVL|_)=" | sort';
    const opened = openWith(script, {
      toolchain: tools,
      environment: { SSL_CERT_FILE: '/homelab/ca.crt' },
      variables: { a: '1' },
    });
    const lines = (output: string) => output.trim().split('\n');
    expect(lines((await opened.run(['plan'], { variables: { b: '2' } })).output)).toEqual([
      `HOME=${join(root, 'home')}`,
      'SSL_CERT_FILE=/homelab/ca.crt',
      'TF_CLI_CONFIG_FILE=/mirror/cli.tfrc',
      'TF_VAR_a=1',
      'TF_VAR_b=2',
      `TMPDIR=${join(root, 'home', 'tmp')}`,
    ]);
    // real providers are downloaded with what the user has for that
    expect(lines((await opened.run(['init'])).output)).toEqual([
      `HOME=${join(root, 'home')}`,
      'HTTPS_PROXY=http://proxy.example',
      'TF_CLI_CONFIG_FILE=/mirror/cli.tfrc',
      'TF_VAR_a=1',
      `TMPDIR=${join(root, 'home', 'tmp')}`,
    ]);
  });

  test('that fails is reported with what was printed, without secrets', async () => {
    const seen: string[] = [];
    const opened = openWith(
      'echo "token $TF_VAR_token"; echo "$TF_VAR_key $AWS_SECRET_ACCESS_KEY other-secret" >&2; exit 3',
      {
        variables: { token: 'root@pam!homelab=1234', key: KEY },
        environment: { AWS_SECRET_ACCESS_KEY: 'abcdefgh' },
        secrets: ['other-secret'],
        onOutput: (line) => seen.push(line),
      },
    );
    const message = await opened.apply().then(
      () => '',
      (error: unknown) => (error as Error).message,
    );
    expect(message).toContain('tofu apply ended with 3:\n');
    expect(message).toContain('token (secret)');
    expect(`${message}${seen.join('\n')}`).not.toMatch(/1234|MC4CAQ|abcdefgh|other-secret/);
    // what it is for a test that expects it
    expect((await opened.run(['apply'])).exitCode).toBe(3);
  });

  test('that is killed takes the providers with it', async () => {
    const opened = openWith('sleep 600 & echo -n $! > pid; wait');
    const run = opened.start(['apply']);
    const pid = await grandchild();
    const { signal } = await run.kill();
    expect(signal).toBe('SIGKILL');
    expect((await run.ended).exitCode).toBe(1);
    await untilGone(pid);
  });

  test('that takes too long is interrupted, so that its state is put in order', async () => {
    const opened = openWith(
      `trap 'echo unlocked > lock; exit 1' INT; echo locked > lock; while true; do sleep 0.05; done`,
    );
    const late = opened.apply({ timeoutMs: 500 });
    await expect(late).rejects.toThrow('tofu apply was ended after 0.5 s');
    expect(readFileSync(join(root, 'stack', 'lock'), 'utf8')).toBe('unlocked\n');
  });

  test('ends when the homelab has died, and says why', async () => {
    let die: (reason: Error) => void = () => undefined;
    const gone = new Promise<Error>((resolve) => (die = resolve));
    const opened = openWith(`trap 'exit 1' INT; echo -n $$ > pid; while true; do sleep 0.05; done`, { gone });
    const run = opened.apply();
    const pid = await grandchild();
    die(new Error('the simulator has ended with code 2'));
    await expect(run).rejects.toThrow('the simulator has ended with code 2');
    expect(isAlive(pid)).toBe(false);
  });

  test('still under way ends when the workspace is closed', async () => {
    const opened = openWith(`trap 'exit 1' INT; echo -n $$ > pid; while true; do sleep 0.05; done`);
    const { ended } = opened.start(['apply']);
    const pid = await grandchild();
    await opened.close();
    expect(isAlive(pid)).toBe(false);
    expect((await ended).exitCode).toBe(1);
  });

  test('of a program that is not there is reported', async () => {
    await expect(open({}).plan()).rejects.toThrow('OpenTofu cannot be started: spawn');
  });
});

describeWithTofu('a workspace with the real OpenTofu', () => {
  test('goes from init to destroy', async () => {
    const opened = open({ toolchain: toolchain(), variables: { word: 'a-secret-word' } });
    writeStack({ length: '${length(var.word)}' });
    await opened.init();
    await opened.validate();

    const first = await opened.plan();
    expect(first.isEmpty).toBe(false);
    expect(first.changes).toEqual([{ address: 'terraform_data.a', type: 'terraform_data', actions: ['create'] }]);
    expect(first.json).toMatchObject({ planned_values: { outputs: { word: { value: 'a-secret-word' } } } });
    await opened.apply(undefined, [first.file]);

    const second = await opened.plan();
    expect(second).toMatchObject({ isEmpty: true, changes: [] });
    expect(await opened.outputs()).toEqual({ word: 'a-secret-word' });
    expect(await opened.stateList()).toEqual(['terraform_data.a']);

    const changed = await opened.plan({ variables: { word: 'longer-secret-word' } });
    expect(changed.changes).toEqual([{ address: 'terraform_data.a', type: 'terraform_data', actions: ['update'] }]);

    await opened.destroy();
    expect(await opened.stateList()).toEqual([]);
    expect(readdirSync(root)).toEqual(['home', 'stack']);
  });

  test('tells what OpenTofu says against a stack', async () => {
    const opened = open({ toolchain: toolchain() });
    writeStack({ nothing: '${var.missing}' });
    await opened.init();
    await expect(opened.validate()).rejects.toThrow(/tofu validate ended with 1:[\s\S]*undeclared input variable/);
    await expect(opened.plan()).rejects.toThrow(/tofu plan ended with 1/);
  });
});

function writeStack(input: object): void {
  const stack = {
    terraform: { backend: { local: { path: 'local.tfstate' } } },
    variable: { word: { type: 'string', default: 'x' } },
    resource: { terraform_data: { a: { input } } },
    output: { word: { value: '${var.word}', sensitive: true } },
  };
  writeFileSync(join(root, 'stack', 'cdk.tf.json'), JSON.stringify(stack));
}
