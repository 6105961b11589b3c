// @ts-check
'use strict';

const { mkdirSync, mkdtempSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { dirname, join } = require('node:path');
const { reserveBlock } = require('./block');
const { refuseOutsideDials } = require('./dials');
const { mapToLoopback } = require('./loopback');
const { makeSecrets } = require('./secrets');
const { Simulator } = require('./simulator');
const { synthesize } = require('./synthesize');
const { Workspace } = require('./workspace');

/** @typedef {import('../../src/cluster-file').ClusterSpec} ClusterSpec */
/** @typedef {import('./loopback').LoopbackCluster} LoopbackCluster */
/** @typedef {LoopbackCluster['homelab']} HomelabConfig */

/**
 * How a homelab is opened.
 *
 * @typedef {object} HomelabOptions
 * @property {import('../toolchain/provide').Toolchain} toolchain
 * @property {import('../toolchain/kubernetes').ClusterPrograms} programs
 * @property {unknown} [room] cluster that the homelab has hosts and machines for, where it will be larger later;
 * hosts keep their addresses when new ones come after them
 * @property {import('./homelab-config').Pace} [pace]
 * @property {Readonly<Record<string, string>>} [manifests] content of extra manifests by URL
 * @property {(config: HomelabConfig) => HomelabConfig} [configure] changes the configuration of the simulator
 * @property {(line: string) => void} [onOutput] told each line that OpenTofu prints
 * @property {readonly string[]} [command] what is run in place of the program of `simulator/`
 */

/** A simulated homelab that runs, and beside it a copy of a project with the stack of one cluster. */
class Homelab {
  /**
   * Maps a cluster onto loopback, starts a homelab for it, and synthesizes its stack where OpenTofu can run.
   *
   * @param {unknown} spec what a cluster file holds
   * @param {HomelabOptions} options
   * @returns {Promise<Homelab>} close it whatever happens
   */
  static async open(spec, options) {
    const reserved = await reserveBlock();
    const directory = mkdtempSync(join(tmpdir(), 'homelab-'));
    const homelab = new Homelab(reserved, directory, options);
    try {
      homelab.describe(spec);
      await homelab.start(spec);
      return homelab;
    } catch (error) {
      await homelab.close();
      throw error;
    }
  }

  /**
   * @param {import('./block').ReservedBlock} reserved
   * @param {string} directory
   * @param {HomelabOptions} options
   * @private
   */
  constructor(reserved, directory, options) {
    /** @private */
    this.reserved = reserved;
    /** @private */
    this.options = options;
    /** @private */
    this.secrets = makeSecrets();
    /** @private @type {LoopbackCluster | undefined} */
    this.mapped = undefined;
    /** @private @type {ClusterSpec | undefined} */
    this.shown = undefined;
    /** @private @type {Simulator | undefined} */
    this.started = undefined;
    /** @private @type {Workspace | undefined} */
    this.opened = undefined;
    /** Holds everything that the homelab and the run write, secrets among it. */
    this.directory = directory;
  }

  /** Second number of all its addresses. */
  get block() {
    return this.reserved.block;
  }

  /** The cluster as it was described last. */
  get cluster() {
    if (this.mapped === undefined) throw new Error('no cluster was described');
    return this.mapped;
  }

  /** The simulator. */
  get simulator() {
    if (this.started === undefined) throw new Error('the simulator was not started');
    return this.started;
  }

  /** Where OpenTofu runs. */
  get workspace() {
    if (this.opened === undefined) throw new Error('the simulator was not started');
    return this.opened;
  }

  /** Certificate of the authority that the homelab's servers have theirs from. */
  get authorityFile() {
    return join(this.stateDirectory, 'ca.crt');
  }

  /**
   * Replaces the stack by that of another description of the cluster, as an edit of its file and a synth do.
   *
   * @param {unknown} spec what a cluster file holds
   * @throws when the stack leads away from loopback
   */
  describe(spec) {
    this.mapped = this.map(spec);
    this.shown = /** @type {ClusterSpec} */ (spec);
    for (const [path, content] of Object.entries(this.mapped.files)) {
      const file = join(this.filesDirectory, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
    refuseOutsideDials(synthesize(this.mapped.model, this.project));
  }

  /**
   * The address of a machine as its cluster file has it, which the guest agent tells too.
   *
   * @param {string} name of the machine
   */
  shownAddress(name) {
    const address = this.shown?.nodes[name]?.address;
    if (address === undefined) throw new Error(`the cluster has no machine ${name}`);
    return address;
  }

  /**
   * Id and secret of the API token for an endpoint of Proxmox VE.
   *
   * @param {string} endpoint
   */
  apiToken(endpoint) {
    const token = this.cluster.variables[`proxmox_${endpoint.replaceAll('-', '_')}_api_token`];
    if (token === undefined) throw new Error(`the cluster has no endpoint ${endpoint}`);
    return token;
  }

  /**
   * Destroys the whole cluster in the way that the documentation of operations names.
   *
   * @param {import('./workspace').RunOptions} [options]
   */
  async destroyCluster(options) {
    const { lifecycle } = this.cluster.model;
    if (lifecycle !== 'replace') return this.workspace.destroy(options);
    // control planes would wait for each other to let them leave etcd
    const variables = { ...options?.variables, reset_on_destroy: 'false' };
    await this.workspace.apply({ ...options, variables });
    return this.workspace.destroy({ ...options, variables });
  }

  /** Ends what runs and takes everything away. */
  async close() {
    await this.opened?.close();
    await this.started?.stop();
    await this.reserved.release();
    rmSync(this.directory, { recursive: true, force: true });
  }

  /**
   * @param {unknown} spec what a cluster file holds
   * @private
   */
  async start(spec) {
    const { toolchain, room = spec, configure = (config) => config, onOutput } = this.options;
    const { command = [toolchain.simulator ?? '', 'homelab'] } = this.options;
    mkdirSync(this.stateDirectory, { recursive: true, mode: 0o700 });
    mkdirSync(this.filesDirectory, { recursive: true });
    this.started = await Simulator.start({
      command,
      config: configure(this.map(room).homelab),
      configFile: join(this.directory, 'homelab.json'),
    });
    this.opened = new Workspace({
      toolchain,
      directory: join(this.project, 'cdktf.out', 'stacks', this.cluster.model.name),
      home: join(this.directory, 'home'),
      environment: this.cluster.environment,
      variables: this.cluster.variables,
      secrets: [],
      gone: this.started.gone,
      onOutput,
    });
  }

  /**
   * @param {unknown} spec what a cluster file holds
   * @private
   */
  map(spec) {
    const { programs, pace, manifests } = this.options;
    const { block } = this.reserved;
    const { stateDirectory, filesDirectory, secrets } = this;
    return mapToLoopback(spec, { block, stateDirectory, filesDirectory, secrets, programs, pace, manifests });
  }

  /** @private */
  get stateDirectory() {
    return join(this.directory, 'homelab');
  }

  /** @private */
  get filesDirectory() {
    return join(this.directory, 'files');
  }

  /** @private */
  get project() {
    return join(this.directory, 'project');
  }
}

module.exports = { Homelab };
