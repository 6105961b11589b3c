import { CliProject } from '../support/cli';
import { home } from '../support/plan';

let project: CliProject;

beforeAll(() => {
  project = new CliProject();
});

afterAll(() => {
  project.remove();
});

beforeEach(() => {
  project.set({ show: { output: JSON.stringify(home({})) } }, { variable: { a: { type: 'string', default: 'b' } } });
});

async function fails(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
  const { exitCode, errors, output } = await project.call(args, env);
  expect([exitCode, output]).toEqual([2, '']);
  return errors;
}

describe('the command line', () => {
  test('shows how it is used', async () => {
    const { exitCode, output } = await project.call(['plan', '--help']);
    expect(output).toContain('exit codes: 0 the plan is allowed, or applied; 1 the guard refuses it; 2 else');
    expect(exitCode).toBe(0);
  });

  test.each<[string, readonly string[], string]>([
    ['no command', [], 'Usage: cdktf-proxmox-talos'],
    ['an unknown command', ['plam', 'home'], "error: unknown command 'plam'"],
    ['no cluster', ['plan'], "error: missing required argument 'cluster'"],
    ['an unknown option', ['plan', 'home', '--acept', 'x'], "error: unknown option '--acept'"],
    ['--yes for a plan', ['plan', 'home', '--yes'], "error: unknown option '--yes'"],
    ['--accept without a name', ['plan', 'home', '--accept'], "error: option '--accept <name>' argument missing"],
  ])('fails with %s', async (_, args, message) => {
    expect(await fails(args)).toContain(message);
  });

  test.each<[string, readonly string[], string]>([
    [
      'a second cluster',
      ['lab'],
      '"lab" is no option of tofu; name one cluster, and write options of tofu after --, such as -- -target=ADDRESS',
    ],
    ['-out', ['--', '-out=x'], '-out may not be passed on: the plan is kept in a private file and removed'],
    [
      '--out and its value',
      ['--', '--out=x'],
      '-out may not be passed on: the plan is kept in a private file and removed',
    ],
    ['-destroy', ['--', '-destroy'], '-destroy may not be passed on: write --destroy before --'],
    ['-auto-approve', ['--', '-auto-approve'], '-auto-approve may not be passed on: write --yes before --'],
    [
      '-refresh-only',
      ['--', '-refresh-only'],
      '-refresh-only may not be passed on: it plans nothing that could be judged; run tofu itself',
    ],
  ])('fails with %s passed on', async (_, args, message) => {
    expect(await fails(['plan', 'home', ...args])).toBe(`${message}\n`);
    expect(project.steps()).toEqual([]);
  });
});

test.each([['-target=ADDRESS'], ['-var'], ['-refresh=false']])('fails with %s before --', async (option) => {
  expect(await fails(['plan', 'home', option, 'x'])).toBe(
    `${option} is an option of tofu; write it after -- behind the name of the cluster, such as: lab -- ${option}; with npm run, that is a second --\n`,
  );
  expect(project.steps()).toEqual([]);
});

describe('the stack', () => {
  test('fails with a misspelt cluster, and says which one was meant', async () => {
    expect(await fails(['plan', 'hone'])).toContain('did you mean "home"? synthesized are home;');
  });

  test('fails with a cluster that was not synthesized', async () => {
    expect(await fails(['plan', 'lab'])).toContain(
      'synthesized are home; run synth first, and from the directory that holds cdktf.out\n',
    );
  });

  test.each(['..', '../..', '../home', './home', 'a/../home', 'home/', 'home/..', '', '.', '/home', '-home', 'a\\b'])(
    'fails with %j, which is no name but a way, also where it leads to a stack',
    async (cluster) => {
      const places = [
        'cdk.tf.json',
        'cdktf.out/cdk.tf.json',
        'cdktf.out/home/cdk.tf.json',
        'cdktf.out/stacks/cdk.tf.json',
      ];
      for (const place of places) project.write(place, '{}');
      const errors = await fails(['plan', '--', cluster]);
      expect(errors).toContain(`no stack of a cluster "${cluster}"`);
      expect(project.steps()).toEqual([]);
      for (const place of places) project.remove(place);
      project.remove('cdktf.out/home');
    },
  );

  test('fails in another directory', async () => {
    expect(await fails(['plan', 'home', '--output', 'elsewhere'])).toBe(
      'no stack of a cluster "home" at elsewhere/stacks/home; nothing is synthesized yet; ' +
        'run synth first, and from the directory that holds cdktf.out\n',
    );
  });

  test('is found below the output directory of the environment', async () => {
    project.write('other/stacks/home/cdk.tf.json', '{}');
    expect((await project.call(['plan', 'home'], { CDKTF_OUTDIR: 'other' })).exitCode).toBe(0);
    expect(project.calls()[0]?.directory).toBe(project.path('other/stacks/home'));
  });

  test('fails when it is no JSON', async () => {
    project.write('broken/stacks/home/cdk.tf.json', '{');
    expect(await fails(['plan', 'home', '--output', 'broken'])).toContain(
      'cannot be read as JSON; synthesize it again',
    );
  });
});

describe('OpenTofu', () => {
  test('fails when it is not there, and leaves nothing behind', async () => {
    const { exitCode, errors } = await project.run(['plan', 'home', '--tofu', 'nowhere']);
    expect(exitCode).toBe(2);
    expect(errors).toBe(
      'cannot start nowhere: not found; install OpenTofu as https://opentofu.org/docs/intro/install says, ' +
        'or name it with --tofu or TERRAFORM_BINARY_NAME\n',
    );
    expect(project.leftovers()).toEqual([]);
  });

  test.each<[string, string, string]>([
    [
      'Terraform',
      'Terraform v1.9.8\non linux_amd64\n',
      'tofu is Terraform 1.9.8; these stacks need OpenTofu 1.11 or newer, as Terraform knows no encryption of the state;',
    ],
    ['an old OpenTofu', 'OpenTofu v1.6.2\n', 'tofu is OpenTofu 1.6.2; these stacks need OpenTofu 1.11 or newer;'],
    ['OpenTofu 1.10', 'OpenTofu v1.10.9\n', 'tofu is OpenTofu 1.10.9; these stacks need OpenTofu 1.11 or newer;'],
    [
      'another program',
      'tofu: a block of soya\n',
      'tofu is not OpenTofu: asked for its version, it says "tofu: a block of soya";',
    ],
    ['a silent program', '', 'tofu is not OpenTofu: asked for its version, it says nothing;'],
  ])('fails when it is %s, before anything else is asked or done', async (_, output, message) => {
    project.set({ version: { output } }, { variable: { region: { type: 'string' } } });
    for (const args of [
      ['plan', 'home'],
      ['apply', 'home', '--yes'],
      ['kubeconfig', 'home'],
    ]) {
      const errors = await fails(args);
      expect(errors.slice(0, message.length)).toBe(message);
      expect(errors).toContain('or name it with --tofu or TERRAFORM_BINARY_NAME\n');
    }
    expect(project.steps()).toEqual(['version', 'version', 'version']);
  });

  test.each(['1.11.0', '1.12.6', '1.13.0-beta1', '2.0.0'])('may be %s', async (version) => {
    const output = `\nWarning: Unable to open CLI configuration file\n\nOpenTofu v${version}\non linux_amd64\n`;
    project.set({ version: { output }, show: { output: JSON.stringify(home({})) } });
    expect((await project.call(['plan', 'home'])).exitCode).toBe(0);
  });

  test('fails when its name is empty', async () => {
    expect(await fails(['plan', 'home', '--tofu', ''])).toMatch(/^--tofu is empty; install OpenTofu as https/);
    expect(project.steps()).toEqual([]);
  });

  test('is the one that the environment names, then the one that the option names', async () => {
    const env = { TERRAFORM_BINARY_NAME: 'nowhere' };
    expect(await fails(['plan', 'home'], env)).toContain('cannot start nowhere');
    expect((await project.call(['plan', 'home', '--tofu', 'bin/tofu'], env)).exitCode).toBe(0);
    expect((await project.call(['plan', 'home'], { TERRAFORM_BINARY_NAME: '' })).exitCode).toBe(0);
  });

  test('fails when it is no program', async () => {
    project.write('bin/text', 'no program');
    expect(await fails(['plan', 'home', '--tofu', './bin/text'])).toContain('EACCES');
  });
});

describe('variables', () => {
  const variable = {
    proxmox_main_api_token: { type: 'string', sensitive: true },
    region: { type: 'string' },
    health_check: { type: 'bool', default: true },
  };
  const FILE = 'cdktf.out/stacks/home/home.auto.tfvars';

  beforeEach(() => {
    project.set({ show: { output: JSON.stringify(home({})) } }, { variable });
  });

  const run = async (env: Readonly<Record<string, string>>, passed: readonly string[] = []) => {
    const { exitCode } = await project.call(['plan', 'home', '--', ...passed], env);
    return exitCode === 0 ? project.calls()[0]?.variables : exitCode;
  };

  test('fails naming those without a value, and where each can come from', async () => {
    expect(await fails(['plan', 'home'])).toBe(
      'input variables without a value:\n' +
        '  proxmox_main_api_token: set PROXMOX_MAIN_API_TOKEN or TF_VAR_proxmox_main_api_token\n' +
        '  region: set TF_VAR_region\n' +
        'or pass -- -var name=value, or -- -var-file=<file>\n',
    );
    expect(project.steps()).toEqual(['version']);
  });

  test('fails naming those whose value in the environment is none, and never the value', async () => {
    const checked = { type: 'string', sensitive: true, validation: [{}] };
    const secrets = { proxmox_main_api_token: checked, state_passphrase: checked, gitea_token: checked };
    project.set(
      { show: { output: JSON.stringify(home({})) } },
      { variable: { ...secrets, region: { type: 'string' } } },
    );
    const env = { PROXMOX_MAIN_API_TOKEN: 'root@pam!tofu', TF_VAR_state_passphrase: 'too short', GITEA_TOKEN: ' a' };
    expect(await fails(['plan', 'home'], env)).toBe(
      'input variables without a value:\n' +
        '  region: set TF_VAR_region\n' +
        'or pass -- -var name=value, or -- -var-file=<file>\n' +
        'input variables with a wrong value:\n' +
        '  proxmox_main_api_token must have the form USER@REALM!TOKENID=UUID, such as root@pam!tofu=01234567-89ab-cdef-0123-456789abcdef, without quotes, blanks and line breaks. Proxmox VE shows it once, when the token is made.\n' +
        '  state_passphrase must have at least 16 characters. Without this very passphrase a state that is encrypted with it is lost.\n' +
        '  gitea_token must be an access token, without blanks and line breaks. It is empty or has some.\n',
    );
    expect(project.steps()).toEqual(['version']);
    const passed = ['region=a', 'proxmox_main_api_token=b', 'state_passphrase=c', 'gitea_token=d'];
    expect(
      await run(
        env,
        passed.flatMap((value) => ['-var', value]),
      ),
    ).not.toBe(2);
  });

  test('are taken from plain names if they are secrets, and from no plain name else', async () => {
    const env = { PROXMOX_MAIN_API_TOKEN: 'a', REGION: 'b', HEALTH_CHECK: 'no', TF_VAR_region: 'c' };
    expect(await run(env)).toEqual({ TF_VAR_proxmox_main_api_token: 'a', TF_VAR_region: 'c' });
  });

  test('keep what is set for OpenTofu', async () => {
    const env = { PROXMOX_MAIN_API_TOKEN: 'a', TF_VAR_proxmox_main_api_token: 'b', TF_VAR_region: 'c' };
    expect(await run(env)).toMatchObject({ TF_VAR_proxmox_main_api_token: 'b' });
  });

  test('may be passed on', async () => {
    expect(await run({}, ['-var', 'region=a', '-var=proxmox_main_api_token=b'])).toEqual({});
    expect(await run({}, ['-var', 'region=a'])).toBe(2);
    expect(await run({}, ['-var-file=home.tfvars'])).toEqual({});
  });

  test('may stand in a file that OpenTofu reads', async () => {
    project.write(FILE, '');
    expect(await run({})).toEqual({});
    project.remove(FILE);
  });
});
