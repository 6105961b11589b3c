// @ts-check
'use strict';

const { spawnSync } = require('node:child_process');
const { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { delimiter, join } = require('node:path');
const { projectRoot } = require('./paths');

/**
 * One command of a newcomer.
 *
 * @typedef {object} Step
 * @property {string} says the command as a person gives it
 * @property {readonly string[]} [runs] program and arguments in its place, where the registry does not have the package yet
 * @property {string} [output] what it has to print, to either stream
 * @property {number} [exitCode] 0 unless given
 * @property {() => void} [before] what a person does before
 * @property {() => void} [after] throws what is wrong afterwards
 */

/** A person who has an empty folder, Node, and the package. */
class Newcomer {
  /**
   * @param {object} options
   * @param {string} options.directory an empty one
   * @param {string} options.path what the PATH begins with
   * @param {Readonly<Record<string, string>>} options.tarballs packages of this project by name
   * @param {string} [options.homelab] the homelab that was downloaded; without one nothing is tried
   */
  constructor({ directory, path, tarballs, homelab }) {
    this.homelab = homelab;
    this.directory = directory;
    this.project = join(directory, 'homelab');
    this.tarballs = tarballs;
    const home = join(directory, 'home');
    const { CI: _ci, CDKTF_OUTDIR: _out, ...others } = process.env;
    this.env = { ...others, PATH: `${path}${delimiter}${process.env['PATH']}`, HOME: home, CHECKPOINT_DISABLE: '1' };
  }

  /** @returns {readonly Step[]} */
  steps() {
    const own = this.tarballs['cdktf-proxmox-talos'] ?? '';
    const npx = 'npx cdktf-proxmox-talos';
    const url = 'https://pve1.example.com:8006';
    const options = ['--yes', '--url', url, '--hosts', 'pve1,pve2,pve3'];
    return [
      {
        says: `${npx} init homelab ${options.join(' ')}`,
        runs: ['npm', 'exec', '--yes', `--package=${own}`, '--', 'cdktf-proxmox-talos', 'init', 'homelab', ...options],
        output: 'homelab',
      },
      { says: 'npm install', before: () => this.useTarballs() },
      { says: 'npm test', output: 'fail 0' },
      {
        says: 'npm run synth',
        output: 'homelab  5 machines',
        after: () => this.expectFile('cdktf.out/stacks/homelab/cdk.tf.json'),
      },
      { says: `${npx} validate`, output: 'homelab  5 machines  valid' },
      { says: `${npx} synth`, output: '(unchanged)' },
      ...(this.homelab === undefined
        ? []
        : [{ says: `${npx} try homelab --homelab ${this.homelab}`, output: 'No machine is left.' }]),
      { says: `${npx} --version`, output: this.version() },
      { says: `${npx} schema`, output: '"$schema"' },
      { says: `${npx} explain talos.contract`, output: 'Talos minor version' },
      { says: `${npx} schematic homelab`, output: 'factory.talos.dev' },
      { says: `${npx} images homelab`, output: 'nocloud-installer' },
      { says: `${npx} diagram homelab --format mermaid`, output: 'ctrl-00' },
      { says: `${npx} example`, output: 'two-sites' },
      ...this.typescript(npx),
      ...this.removed(npx),
    ];
  }

  /**
   * A second cluster, in TypeScript.
   *
   * @param {string} npx
   * @returns {readonly Step[]}
   */
  typescript(npx) {
    const file = 'stacks/clusters/lab.ts';
    const wrong = () => this.write(file, this.read(file).replace("'10.0.0.30'", '10'));
    return [
      {
        says: `${npx} validate lab`,
        before: () => this.write(file, LAB),
        exitCode: 1,
        output: 'npm install --save-dev typescript@6',
      },
      { says: 'npm install --save-dev typescript@6' },
      { says: `${npx} validate lab`, output: 'lab  1 machine  valid' },
      { says: `${npx} synth lab`, after: () => this.expectFile('cdktf.out/stacks/lab/cdk.tf.json') },
      { says: `${npx} validate lab`, before: wrong, exitCode: 1, output: `${file}:10:18 nodes.cp-1.address: ` },
    ];
  }

  /**
   * Folders that a person may remove, and the second cluster.
   *
   * @param {string} npx
   * @returns {readonly Step[]}
   */
  removed(npx) {
    const remove = (/** @type {string} */ name) => () =>
      rmSync(join(this.project, name), { recursive: true, force: true });
    const removeOutput = () => ['cdktf.out', 'stacks/clusters/lab.ts'].forEach((name) => remove(name)());
    return [
      { says: `${npx} kubeconfig homelab`, before: removeOutput, exitCode: 2, output: 'synth' },
      { says: 'npm run synth', after: () => this.expectFile('cdktf.out/stacks/homelab/cdk.tf.json') },
      { says: `${npx} validate`, before: remove('stacks'), exitCode: 1, output: 'stacks/clusters: not found' },
    ];
  }

  /**
   * @param {Step} step
   * @returns {number} milliseconds
   * @throws what is wrong
   */
  run({ says, runs = says.split(' '), output, exitCode = 0, before, after }) {
    before?.();
    const [program = '', ...args] = runs;
    const cwd = existsSync(this.project) ? this.project : this.directory;
    const begun = Date.now();
    const result = spawnSync(program, args, { cwd, env: this.env, encoding: 'utf8', maxBuffer: 2 ** 28 });
    const milliseconds = Date.now() - begun;
    const said = `${result.stdout}${result.stderr}`;
    if (result.error !== undefined) throw result.error;
    if (result.status !== exitCode) throw new Error(`ended with ${result.status}, not ${exitCode}:\n${said}`.trim());
    if (output !== undefined && !said.includes(output)) throw new Error(`does not say "${output}":\n${said}`.trim());
    after?.();
    return milliseconds;
  }

  /** The registry does not have what is about to be published. */
  useTarballs() {
    const file = join(this.project, 'package.json');
    const manifest = JSON.parse(readFileSync(file, 'utf8'));
    for (const name of Object.keys(manifest.dependencies)) {
      const tarball = this.tarballs[name];
      if (tarball !== undefined) manifest.dependencies[name] = `file:${tarball}`;
    }
    writeFileSync(file, JSON.stringify(manifest, null, 2));
    appendFileSync(join(this.project, '.npmrc'), 'audit=false\nfund=false\nprefer-offline=true\n');
  }

  /** @returns {string} */
  version() {
    return JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')).version;
  }

  /** @param {string} path */
  expectFile(path) {
    if (!existsSync(join(this.project, path))) throw new Error(`${path} was not written`);
  }

  /** @param {string} path */
  read(path) {
    return readFileSync(join(this.project, path), 'utf8');
  }

  /**
   * @param {string} path
   * @param {string} text
   */
  write(path, text) {
    writeFileSync(join(this.project, path), text);
  }
}

/** A cluster file in TypeScript; line 10 has the address. */
const LAB = `import { type ClusterSpec, MachineType } from 'cdktf-proxmox-talos';

export const cluster = {
  name: 'lab',
  talos: { version: 'v1.13.9', contract: 'v1.13' },
  kubernetes: { version: 'v1.36.3', schedulingOnControlPlanes: true },
  network: { subnet: '10.0.0.0/24', gateway: '10.0.0.1' },
  nodes: {
    'cp-1': {
        address: '10.0.0.30',
        machineType: MachineType.CONTROL_PLANE, installDisk: '/dev/sda', link: 'eno1',
    },
  },
  state: { encryption: 'on' },
} as const satisfies ClusterSpec;
`;

module.exports = { Newcomer };
