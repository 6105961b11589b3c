import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { clusterFiles, programs, projectFiles } from '../support/code-blocks';
import { projectRoot } from '../support/project';
import { describeWithTofu, validateJson } from '../support/tofu';

/** A directory as a reader of the docs has it, after `npm install`. */
class Directory {
  private readonly root = mkdtempSync(join(tmpdir(), 'programs-'));

  constructor() {
    const own = { 'cdktf-proxmox-talos': projectRoot };
    const others = ['cdktf', 'constructs', '@types/node', 'undici-types'].map(
      (name) => [name, join(projectRoot, 'node_modules', name)] as const,
    );
    mkdirSync(join(this.root, 'node_modules', '@types'), { recursive: true });
    for (const [name, path] of [...Object.entries(own), ...others])
      symlinkSync(path, join(this.root, 'node_modules', name));
  }

  public write(name: string, text: string): void {
    mkdirSync(dirname(join(this.root, name)), { recursive: true });
    writeFileSync(join(this.root, name), text);
  }

  /** Writes a program as the compiler leaves it. */
  public compile(name: string, code: string): void {
    const options = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true };
    this.write(`${name}.js`, ts.transpileModule(code, { compilerOptions: options }).outputText);
  }

  /** Runs a file of the directory with Node.js. */
  public run(file: string, ...args: readonly string[]): { readonly exitCode: number | null; readonly output: string } {
    const { CDKTF_OUTDIR: _, CLUSTERS: __, ...env } = process.env;
    const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...args], {
      cwd: this.root,
      encoding: 'utf8',
      env,
    });
    return { exitCode: status, output: stdout + stderr };
  }

  public read(name: string): string {
    return readFileSync(join(this.root, name), 'utf8');
  }

  public remove(): void {
    rmSync(this.root, { recursive: true });
  }
}

let directory: Directory;
beforeEach(() => (directory = new Directory()));
afterEach(() => directory.remove());

describeWithTofu('the programs of the docs run to the end', () => {
  test('the cluster file of the README', async () => {
    const [{ code } = { code: '' }] = clusterFiles('README.md');
    directory.write('stacks/clusters/lab.yaml', code);
    expect(directory.run(join(projectRoot, 'lib', 'stacks', 'main.js'))).toEqual({
      exitCode: 0,
      output: expect.stringMatching(/^lab +1 machine +\d+ resources +cdktf\.out\/stacks\/lab\s+$/) as string,
    });
    const stack = directory.read('cdktf.out/stacks/lab/cdk.tf.json');
    expect(await validateJson(stack)).toEqual([]);
    // pods run, and the state is encrypted
    expect(stack).toContain('allowSchedulingOnControlPlanes');
    expect(JSON.parse(stack)).toHaveProperty('terraform.encryption.state.enforced', true);
  });

  test('the program of the README', async () => {
    const [{ code } = { code: '' }] = programs('README.md');
    directory.compile('main', code);
    expect(directory.run('main.js')).toEqual({ exitCode: 0, output: '' });
    const stack = directory.read('cdktf.out/stacks/lab/cdk.tf.json');
    expect(await validateJson(stack)).toEqual([]);
    expect(JSON.parse(stack)).toMatchObject({
      resource: { proxmox_virtual_environment_vm: {}, talos_machine_bootstrap: {} },
      terraform: { encryption: { state: { enforced: true } } },
    });
  });

  test('the functions of the page on constructs, together', async () => {
    const blocks = programs('docs/constructs.md');
    blocks.forEach(({ code }, index) => directory.compile(`block-${index}`, code));
    directory.write('main.js', TOGETHER);
    expect(directory.run('main.js', ...blocks.map((_, index) => String(index)))).toEqual({ exitCode: 0, output: '' });
    expect(await validateJson(directory.read('cdktf.out/stacks/home/cdk.tf.json'))).toEqual([]);
  });

  test('the project of the page on the app', async () => {
    const files = projectFiles('docs/app.md');
    for (const [name, text] of files) directory.write(name, text);
    directory.write('stacks/clusters/home.yaml', clusterFiles('README.md')[0]?.code.replace('lab', 'home') ?? '');
    expect(directory.run(TSC)).toEqual({ exitCode: 0, output: '' });
    const { exitCode, output } = directory.run('lib/main.js');
    expect([exitCode, output.split('\n').map((line) => line.replace(/ +/g, ' '))]).toEqual([
      0,
      [
        expect.stringMatching(/^home 1 machine \d+ resources cdktf\.out\/stacks\/home$/),
        expect.stringMatching(/^lab 2 machines \d+ resources cdktf\.out\/stacks\/lab$/),
        'dns 0 resources cdktf.out/stacks/dns',
        '',
      ],
    ]);
    expect(await validateJson(directory.read('cdktf.out/stacks/lab/cdk.tf.json'))).toEqual([]);
    expect(JSON.parse(directory.read('cdktf.out/stacks/dns/cdk.tf.json'))).toMatchObject({
      output: { hosts: { value: { 'cp-1': '10.0.0.11', 'worker-1': '10.0.0.21' } } },
    });

    expect(directory.run('lib/main.js', 'lab').output).toMatch(/lab \(unchanged\)\n/);
    directory.write('check.js', "require('./lib/check').check()");
    expect(directory.run('check.js').output).toBe(
      'stacks/clusters/home.yaml: home\nstacks/clusters/lab.ts: lab\n2 stacks written\n',
    );
    directory.write('stacks/clusters/home.yaml', 'name: home\n');
    expect(directory.run('check.js').output).toContain('stacks/clusters/home.yaml');
  });

  test('the program of the page on the plan guard', () => {
    const [{ code } = { code: '' }] = programs('docs/plan-guard.md');
    directory.compile('main', code);
    directory.write('plan.json', JSON.stringify({ format_version: '1.2', resource_changes: [], configuration: {} }));
    expect(directory.run('main.js')).toEqual({
      exitCode: 0,
      output: expect.stringContaining('nothing changes') as string,
    });
  });
});

const TSC = join(projectRoot, 'node_modules', 'typescript', 'bin', 'tsc');

/** Calls every function that the page exports, with what the page leaves to the reader. */
const TOGETHER = `
const { App, TerraformStack, TerraformVariable } = require('cdktf');
const { ClusterNetwork, KubernetesVersion, ProxmoxEndpoint, ProxmoxNode } = require('cdktf-proxmox-talos');
const provider = (name) => require('cdktf-proxmox-talos/providers/' + name).provider;

const called = new Set();
const page = Object.assign({}, ...process.argv.slice(2).map((index) => require('./block-' + index + '.js')));
const call = (name, ...args) => (called.add(name), page[name](...args));

const app = new App();
const stack = new TerraformStack(app, 'home');
const token = new TerraformVariable(stack, 'token', { type: 'string', sensitive: true }).stringValue;
new (provider('talos').TalosProvider)(stack, 'talos');
new (provider('tls').TlsProvider)(stack, 'tls');
new (provider('local').LocalProvider)(stack, 'local');
new (provider('gitea').GiteaProvider)(stack, 'gitea', { baseUrl: 'https://gitea.example', token });

call('keepState', stack);
const host = call('addEndpoint', stack).findHost('pve1');
const image = call('addImage', stack, [host]);
const network = ClusterNetwork.of({ subnet: '10.0.0.0/24', gateway: '10.0.0.1' });
const first = { machineType: 'controlplane', address: '10.0.0.11' };
const nodes = [
  new ProxmoxNode(stack, 'cp-1', { host, image, network, ...first, configPatches: [call('timeServers', stack)] }),
  call('addWorker', stack, host, image),
  call('addPhysicalMachine', stack, image, network),
];
const cluster = call('addCluster', stack, nodes, { kubernetesVersion: KubernetesVersion.of('v1.36.3') });
call('addFlux', stack, cluster);
call('addMapping', stack, host);
call('addPool', stack, host);
call('addKubeconfig', stack, cluster);

const rack = new TerraformStack(app, 'rack');
new (provider('talos').TalosProvider)(rack, 'talos');
const endpoint = new ProxmoxEndpoint(rack, 'rack', {
  url: 'https://10.0.0.9:8006',
  hosts: { pve1: { diskDatastoreId: 'ceph' }, pve2: { diskDatastoreId: 'ceph' } },
});
const moved = { image: call('addImage', rack, endpoint.hosts), network, onHostChange: 'ignore' };
const work = { ...moved, machineType: 'worker', address: '10.0.0.21', host: endpoint.findHost('pve2') };
call('lookAfter', rack, endpoint, [new ProxmoxNode(rack, 'work-00', work)]);

app.synth();

const left = Object.keys(page).filter((name) => !called.has(name));
if (left.length > 0) throw new Error('not called: ' + left.join(', '));
`;
