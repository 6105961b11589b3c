// @ts-check
'use strict';

const { spawnSync } = require('node:child_process');
const { copyFileSync, cpSync, existsSync, readFileSync, readdirSync, symlinkSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { isDeepStrictEqual } = require('node:util');
const { projectRoot } = require('./paths');

/**
 * A framework that the package has to work on.
 *
 * @typedef {object} Framework
 * @property {string} name
 * @property {Readonly<Record<string, string>>} packages what a consumer installs beside the package
 * @property {readonly string[]} programs those of `scripts/frameworks` that its consumer has
 */

const SOURCES = join(projectRoot, 'scripts', 'frameworks');

/**
 * How TypeScript may find the types of a package: `node10` knows nothing of `exports`, the others nothing else.
 *
 * @type {Readonly<Record<string, object>>}
 */
const RESOLUTIONS = {
  node10: { module: 'commonjs', moduleResolution: 'node10' },
  node16: { module: 'node16', moduleResolution: 'node16' },
  bundler: { module: 'preserve', moduleResolution: 'bundler' },
};

/** A cluster file in TypeScript, which the app loads by its name. */
const LAB = join('stacks', 'clusters', 'lab.ts');

/** A cluster whose machines refuse the patch; only Talos' own library knows that. */
const REFUSED_BY_TALOS = `name: judged
talos: { version: v1.13.9, contract: v1.13 }
kubernetes: { version: v1.36.3 }
network: { subnet: 10.0.0.0/24, gateway: 10.0.0.1 }
patches:
  - machine: { install: { extraKernelArgs: [console=ttyS0] } }
nodes:
  ctrl-00: { machineType: controlplane, address: 10.0.0.11, installDisk: /dev/sda }
state: { encryption: 'on' }
`;

/** A project of somebody else that has installed the package. */
class Consumer {
  /**
   * @param {Framework} framework
   * @param {string} directory an empty one
   */
  constructor(framework, directory) {
    this.framework = framework;
    this.directory = directory;
    this.resolutions = Object.keys(RESOLUTIONS);
  }

  /**
   * Installs everything as a person would, without overrides, and puts the programs there.
   *
   * @param {string} tarball
   */
  install(tarball) {
    const { devDependencies } = require(join(projectRoot, 'package.json'));
    const types = { '@types/node': devDependencies['@types/node'] };
    const dependencies = { ...this.framework.packages, ...types, 'cdktf-proxmox-talos': `file:${tarball}` };
    this.write('package.json', JSON.stringify({ name: 'consumer', private: true, dependencies }, null, 2));
    this.execute('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error']);
    if (existsSync(join(this.directory, 'node_modules', 'cdktf-proxmox-talos', 'node_modules', 'cdktf'))) {
      throw new Error('a second framework was installed below the package');
    }
    this.copySources();
  }

  /**
   * @param {string} resolution one of `resolutions`
   */
  checkTypes(resolution) {
    const compilerOptions = {
      ...RESOLUTIONS[resolution],
      target: 'es2022',
      lib: ['es2022'],
      types: ['node'],
      strict: true,
      esModuleInterop: true,
      skipLibCheck: false,
      rootDir: '.',
      outDir: 'out',
      // one of them is what runs
      noEmit: resolution !== 'node10',
    };
    const files = [...this.framework.programs.map((program) => `${program}.ts`), LAB];
    this.write(`tsconfig.${resolution}.json`, JSON.stringify({ compilerOptions, files }, null, 2));
    const tsc = require.resolve('typescript/bin/tsc');
    this.execute(process.execPath, [tsc, '--project', `tsconfig.${resolution}.json`]);
  }

  /** @param {string} program */
  run(program) {
    // outside CI, where a judge that is not there is an error
    this.execute(process.execPath, [join('out', `${program}.js`)], { CDKTF_OUTDIR: outputOf(program), CI: '' });
  }

  /**
   * Has `init` write a project with the installed package, with the packages of this consumer in place of an `npm install`,
   * and runs what its README says first.
   */
  initialise() {
    const project = join(this.directory, 'homelab');
    const command = join('node_modules', 'cdktf-proxmox-talos', 'lib', 'src', 'cli', 'main.js');
    this.execute(process.execPath, [command, 'init', 'homelab', '--yes', '--hosts=pve1,pve2,pve3', '--cni=cilium']);
    symlinkSync(join(this.directory, 'node_modules'), join(project, 'node_modules'), 'dir');
    const written = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
    for (const script of ['test', 'synth']) {
      // outside CI, where a judge that is not there is an error
      this.execute('npm', ['run', script], { CI: '' }, project);
    }
    const stacks = readdirSync(join(project, 'cdktf.out', 'stacks'));
    if (!isDeepStrictEqual(stacks, ['homelab'])) throw new Error(`stacks of the new project: ${stacks.join(', ')}`);
    const schema = join(project, 'node_modules', 'cdktf-proxmox-talos', 'lib', 'schemas', 'cluster.schema.json');
    if (!existsSync(schema)) throw new Error('the schema that the cluster file names is not in the package');
    if (!existsSync(join(project, 'node_modules', '.bin', 'cdktf-proxmox-talos'))) {
      throw new Error(`the command that "${written.scripts.plan}" runs is not in the package`);
    }
  }

  /**
   * Installs Talos' judge too, and has the app refuse a cluster that nothing else finds a fault in.
   *
   * @param {string} tarball
   */
  judge(tarball) {
    const judged = () => this.synthesize('judged');
    this.write(join('stacks', 'clusters', 'judged.yaml'), REFUSED_BY_TALOS);
    this.expect(judged(), 0, 'not checked: what only Talos');
    this.execute('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error', tarball]);
    this.expect(judged(), 1, "would refuse this: install.extraKernelArgs and install.grubUseUKICmdline can't be");
  }

  /** @param {string} cluster */
  synthesize(cluster) {
    const app = join('node_modules', 'cdktf-proxmox-talos', 'lib', 'stacks', 'main.js');
    // outside CI, where a judge that is not there is an error
    const env = { ...process.env, CI: '', CDKTF_OUTDIR: outputOf(cluster) };
    return spawnSync(process.execPath, [app, cluster], { cwd: this.directory, encoding: 'utf8', env });
  }

  /** Runs commands of the installed command line on the cluster files. */
  command() {
    const { version } = require(join(projectRoot, 'package.json'));
    this.expectCommand(['--version'], `${version}\n`);
    this.expectCommand(['schema'], readFileSync(join(projectRoot, 'schemas', 'cluster.schema.json'), 'utf8'));
    this.expectCommand(['explain', 'talos.contract'], 'Talos minor version that machine secrets');
    this.expectCommand(['validate', 'home'], 'home  5 machines  valid\n');
    this.expectCommand(['synth', 'home', '--output', outputOf('command')], outputOf('command'));
    this.expectCommand(['images', 'home'], 'factory.talos.dev/nocloud-installer/');
    if (this.stacks('command')['home'] === undefined) throw new Error('synth wrote no stack');
    // the homelab itself comes with the package, its programs do not
    if (process.platform === 'linux') this.expect(this.tryWithoutHomelab('home'), 2, 'no homelab of version');
  }

  /** @param {string} cluster */
  tryWithoutHomelab(cluster) {
    const empty = { CDKTF_PROXMOX_TALOS_CACHE: join(this.directory, 'cache'), CDKTF_PROXMOX_TALOS_HOMELAB: '' };
    const env = { ...process.env, CI: '', ...empty };
    const bin = join('node_modules', '.bin', 'cdktf-proxmox-talos');
    return spawnSync(bin, ['try', cluster], { cwd: this.directory, encoding: 'utf8', env });
  }

  /**
   * @param {readonly string[]} args
   * @param {string} sentence
   */
  expectCommand(args, sentence) {
    const bin = join('node_modules', '.bin', 'cdktf-proxmox-talos');
    const env = { ...process.env, CI: '' };
    const { status, stdout, stderr } = spawnSync(bin, args, {
      cwd: this.directory,
      encoding: 'utf8',
      env,
      maxBuffer: 2 ** 28,
    });
    if (status === 0 && stdout.includes(sentence)) return;
    throw new Error(`${args.join(' ')} ended with ${status} and without "${sentence}":\n${stdout}${stderr}`.trim());
  }

  /**
   * @param {import('node:child_process').SpawnSyncReturns<string>} result
   * @param {number} exitCode
   * @param {string} sentence
   */
  expect({ status, stdout, stderr }, exitCode, sentence) {
    if (status === exitCode && stderr.includes(sentence)) return;
    throw new Error(`ended with ${status} and without "${sentence}":\n${stdout}${stderr}`.trim());
  }

  /**
   * Stacks that a program has synthesized, by name; what names the framework's version is left out.
   *
   * @param {string} program
   * @returns {Record<string, unknown>}
   */
  stacks(program) {
    const directory = join(this.directory, outputOf(program), 'stacks');
    const names = existsSync(directory) ? readdirSync(directory) : [];
    return Object.fromEntries(names.map((name) => [name, readStack(join(directory, name, 'cdk.tf.json'))]));
  }

  copySources() {
    for (const program of this.framework.programs) {
      copyFileSync(join(SOURCES, `${program}.ts`), join(this.directory, `${program}.ts`));
    }
    cpSync(join(projectRoot, 'templates'), join(this.directory, 'templates'), { recursive: true });
    const clusters = join(projectRoot, 'stacks', 'clusters');
    cpSync(clusters, join(this.directory, 'stacks', 'clusters'), {
      recursive: true,
      filter: (path) => !path.endsWith('.ts'),
    });
    const own = join('stacks', 'clusters', 'shared');
    cpSync(join(SOURCES, own), join(this.directory, own), { recursive: true });
    copyFileSync(join(SOURCES, LAB), join(this.directory, LAB));
    const example = readFileSync(join(clusters, 'blog-cluster.ts'), 'utf8');
    this.write('blog-cluster.ts', example);
  }

  /**
   * @param {string} path
   * @param {string} content
   */
  write(path, content) {
    writeFileSync(join(this.directory, path), content);
  }

  /**
   * @param {string} program
   * @param {readonly string[]} args
   * @param {Readonly<Record<string, string>>} [variables]
   * @param {string} [cwd]
   */
  execute(program, args, variables = {}, cwd = this.directory) {
    const env = { ...process.env, CHECKPOINT_DISABLE: '1', ...variables };
    const { error, status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8', env });
    if (error !== undefined) throw error;
    if (status !== 0) throw new Error(`${stdout}${stderr}`.trim());
  }
}

/** @param {string} program */
function outputOf(program) {
  return `cdktf.out.${program}`;
}

/** @param {string} file */
function readStack(file) {
  const stack = JSON.parse(readFileSync(file, 'utf8'));
  delete stack['//'].metadata.version;
  return stack;
}

module.exports = { Consumer };
