// @ts-check
'use strict';

const { spawnSync } = require('node:child_process');
const { copyFileSync, cpSync, existsSync, readFileSync, readdirSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
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
      outDir: 'out',
      // one of them is what runs
      noEmit: resolution !== 'node10',
    };
    const files = this.framework.programs.map((program) => `${program}.ts`);
    this.write(`tsconfig.${resolution}.json`, JSON.stringify({ compilerOptions, files }, null, 2));
    const tsc = require.resolve('typescript/bin/tsc');
    this.execute(process.execPath, [tsc, '--project', `tsconfig.${resolution}.json`]);
  }

  /** @param {string} program */
  run(program) {
    this.execute(process.execPath, [join('out', `${program}.js`)], { CDKTF_OUTDIR: outputOf(program) });
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
    const example = readFileSync(join(clusters, 'blog-cluster.ts'), 'utf8');
    this.write('blog-cluster.ts', example.replace(/'(?:\.\.\/)+src[^']*'/, "'cdktf-proxmox-talos'"));
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
   * @param {Readonly<Record<string, string>>} variables
   */
  execute(program, args, variables = {}) {
    const env = { ...process.env, CHECKPOINT_DISABLE: '1', ...variables };
    const { error, status, stdout, stderr } = spawnSync(program, args, { cwd: this.directory, encoding: 'utf8', env });
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
