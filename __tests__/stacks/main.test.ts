import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot, TemporaryProject } from '../support/project';

const MAIN = join(projectRoot, 'lib', 'stacks', 'main.js');

interface Run {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

let project: TemporaryProject;

beforeEach(() => {
  project = new TemporaryProject(
    'stacks/clusters/blog-cluster.ts',
    'lib/stacks/clusters/blog-cluster.js',
    'stacks/clusters/home.yaml',
    'templates/schematics/qemu-guest-agent.yaml',
  );
});

afterEach(() => {
  project.remove();
});

/** Runs the app in the project, as `npm run synth` does after it has compiled. */
function runApp(environment: Readonly<Record<string, string>> = {}, ...names: readonly string[]): Run {
  return runNode([MAIN, ...names], environment);
}

function runNode(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Run {
  const { CLUSTERS: _, CDKTF_OUTDIR: __, ...inherited } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [...args], {
    cwd: project.root,
    encoding: 'utf8',
    env: { ...inherited, ...environment },
  });
  return { exitCode: status, stdout, stderr };
}

/** Every file below `cdktf.out` with its text. */
function outputFiles(): Readonly<Record<string, string>> {
  const names = readdirSync(project.path('cdktf.out'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    names.sort().map((name) => [name.slice(project.root.length + 1), readFileSync(name, 'utf8')]),
  );
}

describe('the app', () => {
  test('writes a stack for each cluster file, tells what it made, and warns of nothing in the examples', () => {
    const first = runApp();
    expect(first.exitCode).toBe(0);
    expect(first.stdout.split('\n').map((line) => line.trimEnd())).toEqual([
      'talos-basic-example  3 machines  18 resources  cdktf.out/stacks/talos-basic-example',
      'home                 5 machines  22 resources  cdktf.out/stacks/home',
      '',
    ]);
    expect(first.stderr).toBe('');
    expect(Object.keys(outputFiles())).toEqual([
      'cdktf.out/manifest.json',
      'cdktf.out/stacks/home/cdk.tf.json',
      'cdktf.out/stacks/talos-basic-example/cdk.tf.json',
    ]);
    expect(readdirSync(project.root).sort()).toEqual(['cdktf.out', 'lib', 'node_modules', 'stacks', 'templates']);

    const files = outputFiles();
    const second = runApp();
    expect(second.stdout).toContain('cdktf.out/stacks/home (unchanged)');
    expect(outputFiles()).toEqual(files);
  });

  test('gives advice where it is asked, and warnings always', () => {
    project.write('stacks/clusters/home.yaml', project.read('stacks/clusters/home.yaml').replace(/^state:[^]*/m, ''));
    const clearText = /^warning: home: stacks\/clusters\/home\.yaml:\d+:1 state\.encryption: the state holds/m;
    const oneHost = /^advice: talos-basic-example: stacks\/clusters\/blog-cluster\.ts nodes: all 3 control planes/m;
    const silent = runApp();
    expect(silent.exitCode).toBe(0);
    expect(silent.stderr).toMatch(clearText);
    expect(silent.stderr).not.toMatch(/^advice/m);
    const asked = runApp({}, '--advice');
    expect(asked.stderr).toMatch(clearText);
    expect(asked.stderr).toMatch(oneHost);
    expect(runApp({}, 'home', '--advice').stderr).not.toMatch(oneHost);
  });

  test.each<[string, number, 'stdout' | 'stderr', string]>([
    ['--help', 0, 'stdout', 'usage: npm run synth'],
    ['--advise', 1, 'stderr', 'unknown option --advise\nusage: npm run synth'],
  ])('tells with %s how it is used, and writes nothing', (option, exitCode, stream, beginning) => {
    const run = runApp({}, option);
    expect([run.exitCode, run[stream].slice(0, beginning.length)]).toEqual([exitCode, beginning]);
    expect(run.stdout + run.stderr).toBe(run[stream]);
    expect(project.has('cdktf.out')).toBe(false);
  });

  test('ends as always when nobody reads any more what it says', async () => {
    project.write('stacks/clusters/home.yaml', project.read('stacks/clusters/home.yaml').replace(/^state:[^]*/m, ''));
    const child = spawn(process.execPath, [MAIN], { cwd: project.root });
    child.stdout.destroy();
    child.stderr.destroy();
    const exitCode = await new Promise((resolve) => child.on('exit', resolve));
    expect(exitCode).toBe(0);
    expect(project.has('cdktf.out/stacks/home/cdk.tf.json')).toBe(true);
  });

  test('leaves nothing behind when it is interrupted', async () => {
    const child = spawn(process.execPath, [MAIN], { cwd: project.root });
    const said = { stderr: '' };
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
    const isAtWork = () => readdirSync(project.root).some((name) => name.startsWith('cdktf.out.'));
    while (!isAtWork()) await new Promise((resolve) => setTimeout(resolve, 2));
    child.kill('SIGINT');
    const exitCode = await new Promise((resolve) => child.on('close', resolve));
    expect(said.stderr).toBe('stopped by SIGINT; nothing is written, cdktf.out is as it was\n');
    expect(exitCode).toBe(130);
    expect(readdirSync(project.root).filter((name) => name.startsWith('cdktf.out'))).toEqual([]);
  });

  test('synthesizes selected clusters, and leaves the others and their entries', () => {
    runApp();
    const files = outputFiles();
    project.write('stacks/clusters/home.yaml', project.read('stacks/clusters/home.yaml').replace('8192', '6144'));
    project.write('stacks/clusters/bad.yaml', 'name: [');
    expect(runApp({ CLUSTERS: 'blog-cluster' }).exitCode).toBe(0);
    expect(outputFiles()).toEqual(files);
    expect(runApp({ CLUSTERS: 'talos-basic-example' }, 'home').stdout).toMatch(/^home +5 machines/);
    expect(outputFiles()['cdktf.out/stacks/home/cdk.tf.json']).toContain('"dedicated": 6144');
    const listed = (text: string | undefined) => text?.replace(/"sha256": "\w+"/g, '');
    expect(listed(outputFiles()['cdktf.out/manifest.json'])).toBe(listed(files['cdktf.out/manifest.json']));
  });

  test('writes to another directory, from where the state is found again', () => {
    expect(runApp({ CDKTF_OUTDIR: 'build/out' }, 'home').exitCode).toBe(0);
    expect(project.read('build/out/stacks/home/cdk.tf.json')).toContain('"path": "../../../../state/home.tfstate"');
  });

  test('keeps the directory of a removed cluster that OpenTofu has worked in, and takes an untouched one away', () => {
    runApp();
    project.write('cdktf.out/stacks/home/.terraform/providers', '');
    project.remove('stacks/clusters/home.yaml');
    const kept = runApp();
    expect(kept.exitCode).toBe(0);
    expect(kept.stderr).toContain(
      'run tofu -chdir=cdktf.out/stacks/home init && tofu -chdir=cdktf.out/stacks/home destroy && rm -r cdktf.out/stacks/home',
    );
    expect(project.has('cdktf.out/stacks/home/cdk.tf.json')).toBe(true);

    project.remove('cdktf.out/stacks/home/.terraform');
    project.write('state/home.tfstate', '{}');
    expect(runApp().stderr).toContain('cdktf.out/stacks/home stays, as its state state/home.tfstate exists;');

    project.remove('state');
    expect(runApp().stdout).toContain('cdktf.out/stacks/home: removed\n');
    expect(project.has('cdktf.out/stacks/home')).toBe(false);
  });

  test('names the backend in which a removed cluster may still have its state', () => {
    const home = project.read('stacks/clusters/home.yaml');
    const backend = 'state:\n  backend:\n    http: { address: https://state.example.com/home }\n';
    project.write('stacks/clusters/home.yaml', home.replace(/^state:\n/m, backend));
    expect(runApp()).toMatchObject({ exitCode: 0 });
    project.remove('stacks/clusters/home.yaml');
    expect(runApp().stdout).toContain(
      'cdktf.out/stacks/home: removed; its state is not here but in the backend http: ' +
        'if it still holds machines, restore the cluster file, synthesize and destroy them\n',
    );
  });
});

describe('under the command line of the framework', () => {
  test('the same files are written, and a removed cluster that OpenTofu has worked in stays', () => {
    project.write('.gen/providers/.keep', '');
    project.write(
      'cdktf.json',
      JSON.stringify({ language: 'typescript', app: `node ${MAIN}`, sendCrashReports: 'false' }),
    );
    const cli = join(projectRoot, 'node_modules', 'cdktf-cli', 'bundle', 'bin', 'cdktf');
    const synth = (): Run => runNode([cli, 'synth'], { CHECKPOINT_DISABLE: '1', CI: '1', HOME: project.root });

    runApp();
    const files = outputFiles();
    project.remove('cdktf.out');
    expect(synth()).toMatchObject({ exitCode: 0 });
    expect(outputFiles()).toEqual(files);

    project.write('cdktf.out/stacks/home/.terraform/providers', '');
    project.remove('stacks/clusters/home.yaml');
    const second = synth();
    expect(second.stdout).toContain('no cluster file describes this cluster any more');
    expect(project.has('cdktf.out/stacks/home/.terraform/providers')).toBe(true);

    project.remove('cdktf.out/stacks/home/.terraform');
    expect(synth()).toMatchObject({ exitCode: 0 });
    expect(project.has('cdktf.out/stacks/home')).toBe(false);
  });
});

describe('fails', () => {
  test('with every fault of every file, one line each, and leaves the output as it was', () => {
    runApp();
    const files = outputFiles();
    const clusters: Readonly<Record<string, (text: string) => string>> = {
      'a-empty.yaml': () => '',
      'b-syntax.yaml': () => 'name: home\n  talos: {}\n',
      'c-type.yaml': (text) => text.replace('cpuCores: 2', 'cpuCores: two'),
      'd-key.yaml': (text) => text.replace('gateway:', 'gatway:'),
      'e-range.yaml': (text) => text.replace('vmId: 800', 'vmId: 8'),
      'f-duplicate.yaml': (text) => text.replace('address: 10.0.0.12', 'address: 10.0.0.11'),
      'g-host.yaml': (text) => text.replace('host: pve1, vmId: 802', 'host: pve9, vmId: 802'),
      'h-cidr.yaml': (text) => text.replace('subnet: 10.0.0.0/24', 'subnet: 10.0.0.0/33'),
      'i-template.yaml': (text) => text.replace('state:', 'patches: [templates/none.yaml]\nstate:'),
      'j-patch.yaml': (text) => text.replace('state:', 'patches: [{ machine: { sysctl: {} } }]\nstate:'),
      'k-environment.yaml': (text) => text.replace('https://pve1.example.com:8006', '${env.NO_SUCH_URL}'),
    };
    const home = project.read('stacks/clusters/home.yaml');
    for (const [file, change] of Object.entries(clusters)) {
      project.write(`stacks/clusters/${file}`, change(home).replace('name: home', `name: ${file.slice(2, -5)}`));
    }
    const { exitCode, stdout, stderr } = runApp();
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr.split('\n').map((line) => line.replace('stacks/clusters/', ''))).toEqual([
      'a-empty.yaml: the file is empty; describe a cluster, beginning with its name',
      'b-syntax.yaml:1:7: this is not YAML: a map begins in the middle of a line; quote the text if ": " is part of it',
      'c-type.yaml:37:29 nodeDefaults.controlplane.cpuCores: got "two"; write a whole number from 1 to 2304',
      'd-key.yaml:19:3 network.gatway: unknown key "gatway"; write "gateway"',
      'e-range.yaml:41:59 nodes.ctrl-00.vmId: got 8; write a whole number from 100 to 999999999',
      'f-duplicate.yaml:42:73 nodes.ctrl-01.address: got "10.0.0.11"; that is the address of ctrl-00, write another',
      'g-host.yaml:43:47 nodes.ctrl-02.host: got "pve9"; there is no such host, write one of main/pve1, main/pve2',
      'h-cidr.yaml:18:11 network.subnet: got "10.0.0.0/33"; ' +
        'write a network with the length of its prefix, such as "10.0.0.0/24"',
      'i-template.yaml:64:11 patches[0]: there is no file "templates/none.yaml"; create it or correct the path',
      'j-patch.yaml:64:24 patches[0].machine.sysctl: the configuration of Talos v1.13 has no field "sysctl" here; did you mean "sysctls"?',
      'k-environment.yaml:27:12 proxmox.endpoints.main.url: the environment variable NO_SUCH_URL is not set; ' +
        'set it, or write the value itself',
      '11 faults; nothing is written, cdktf.out is as it was',
      '',
    ]);
    expect(outputFiles()).toEqual(files);
  });

  test('when HCL is asked for', () => {
    const { exitCode, stderr } = runApp({ SYNTH_HCL_OUTPUT: 'true' });
    expect(exitCode).toBe(1);
    expect(stderr.split('\n')[0]).toBe(
      'these stacks cannot be written as HCL; run cdktf synth without --hcl, OpenTofu reads the JSON as well',
    );
  });

  test('for a cluster that no file describes', () => {
    expect(runApp({}, 'hme')).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: [
        'no cluster is called "hme"; did you mean "home"? select one of talos-basic-example, home',
        '1 fault; nothing is written, cdktf.out is as it was',
        '',
      ].join('\n'),
    });
    expect(project.has('cdktf.out')).toBe(false);
  });
});
