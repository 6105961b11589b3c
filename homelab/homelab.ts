import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ClusterPrograms } from '../scripts/toolchain/kubernetes';
import type { Toolchain } from '../scripts/toolchain/provide';
import { reserveBlock, type ReservedBlock } from './block';
import type { HomelabFiles } from './homelab-files';
import { refuseOutsideDials } from './mapping/dials';
import type { Pace } from './mapping/homelab-config';
import { type LoopbackCluster, mapToLoopback } from './mapping/loopback';
import { makeSecrets } from './secrets';
import { Simulator } from './simulator';
import { synthesize } from './synthesize';
import { type RunOptions, type TofuResult, Workspace } from './tofu/workspace';

/** Configuration of `simulator homelab`. */
export type HomelabConfig = LoopbackCluster['homelab'];

/** How a homelab is opened. */
export interface HomelabOptions {
  readonly toolchain: Toolchain;
  readonly programs: ClusterPrograms;
  /** Cluster that the homelab has hosts and machines for, where it will be larger later; hosts keep their addresses when new ones come after them. */
  readonly room?: unknown;
  readonly pace?: Pace;
  /** Project that paths in the cluster file are relative to; this one unless given. */
  readonly directory?: string;
  /** Directories that the simulator reads; those of this project unless given. */
  readonly data?: HomelabFiles;
  /** Content of extra manifests by URL. */
  readonly manifests?: Readonly<Record<string, string>>;
  /** Changes the configuration of the simulator. */
  readonly configure?: (config: HomelabConfig) => HomelabConfig;
  /** Variables of the environment of OpenTofu, beside those that the homelab needs. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Called with each line that OpenTofu prints. */
  readonly onOutput?: (line: string) => void;
  /** Command that is run in place of the program of `simulator/`. */
  readonly command?: readonly string[];
}

/** A simulated homelab that runs, and beside it a copy of a project with the stack of one cluster. */
export class Homelab {
  /**
   * Maps a cluster onto loopback, starts a homelab for it, and synthesizes its stack where OpenTofu can run.
   *
   * @param spec what a cluster file holds
   * @returns close it whatever happens
   */
  static async open(spec: unknown, options: HomelabOptions): Promise<Homelab> {
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

  private readonly reserved: ReservedBlock;
  private readonly options: HomelabOptions;
  private readonly secrets = makeSecrets();
  private mapped?: LoopbackCluster;
  private started?: Simulator;
  private opened?: Workspace;
  /** Holds everything that the homelab and the run write, secrets among it. */
  public readonly directory: string;

  private constructor(reserved: ReservedBlock, directory: string, options: HomelabOptions) {
    this.reserved = reserved;
    this.options = options;
    this.directory = directory;
  }

  /** Second number of all its addresses. */
  get block(): number {
    return this.reserved.block;
  }

  /** The cluster as it was described last. */
  get cluster(): LoopbackCluster {
    if (this.mapped === undefined) throw new Error('no cluster was described');
    return this.mapped;
  }

  /** The simulator. */
  get simulator(): Simulator {
    if (this.started === undefined) throw new Error('the simulator was not started');
    return this.started;
  }

  /** Where OpenTofu runs. */
  get workspace(): Workspace {
    if (this.opened === undefined) throw new Error('the simulator was not started');
    return this.opened;
  }

  /** Certificate of the authority that the homelab's servers have theirs from. */
  get authorityFile(): string {
    return join(this.stateDirectory, 'ca.crt');
  }

  /** The copy of the project: its stack, its state, and what that writes. */
  get projectDirectory(): string {
    return join(this.directory, 'project');
  }

  /**
   * Replaces the stack by that of another description of the cluster, as an edit of its file and a synth do.
   *
   * @param spec what a cluster file holds
   * @throws when the stack leads away from loopback
   */
  describe(spec: unknown): void {
    this.mapped = this.map(spec);
    for (const [path, content] of Object.entries(this.mapped.files)) {
      const file = join(this.filesDirectory, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
    refuseOutsideDials(synthesize(this.mapped.model, this.projectDirectory));
  }

  /**
   * The address of a machine as its cluster file has it, which the guest agent tells too.
   *
   * @param name of the machine
   */
  shownAddress(name: string): string {
    const address = this.mapped?.shownAddresses[name];
    if (address === undefined) throw new Error(`the cluster has no machine ${name}`);
    return address;
  }

  /** Id and secret of the API token for an endpoint of Proxmox VE. */
  apiToken(endpoint: string): string {
    const token = this.cluster.variables[`proxmox_${endpoint.replaceAll('-', '_')}_api_token`];
    if (token === undefined) throw new Error(`the cluster has no endpoint ${endpoint}`);
    return token;
  }

  /** Destroys the whole cluster in the way that the documentation of operations names. */
  async destroyCluster(options?: RunOptions): Promise<TofuResult> {
    const { lifecycle } = this.cluster.model;
    if (lifecycle !== 'replace') return this.workspace.destroy(options);
    // control planes would wait for each other to let them leave etcd
    const variables = { ...options?.variables, reset_on_destroy: 'false' };
    await this.workspace.apply({ ...options, variables });
    return this.workspace.destroy({ ...options, variables });
  }

  /** Ends what runs and takes everything away. */
  async close(): Promise<void> {
    await this.opened?.close();
    await this.started?.stop();
    await this.reserved.release();
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** @param spec what a cluster file holds */
  private async start(spec: unknown): Promise<void> {
    const { toolchain, room = spec, configure = (config: HomelabConfig) => config, onOutput } = this.options;
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
      directory: join(this.projectDirectory, 'cdktf.out', 'stacks', this.cluster.model.name),
      home: join(this.directory, 'home'),
      environment: { ...this.cluster.environment, ...this.options.environment },
      variables: this.cluster.variables,
      secrets: [],
      gone: this.started.gone,
      onOutput,
    });
  }

  /** @param spec what a cluster file holds */
  private map(spec: unknown): LoopbackCluster {
    const { programs, pace, directory, data, manifests } = this.options;
    const { block } = this.reserved;
    const { stateDirectory, filesDirectory, secrets } = this;
    const own = { block, stateDirectory, filesDirectory, secrets, placement: this.mapped?.placement };
    return mapToLoopback(spec, { ...own, programs, pace, directory, data, manifests });
  }

  private get stateDirectory(): string {
    return join(this.directory, 'homelab');
  }

  private get filesDirectory(): string {
    return join(this.directory, 'files');
  }
}
