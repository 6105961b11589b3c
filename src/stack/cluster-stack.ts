import { isAbsolute } from 'node:path';
import { Annotations, TerraformStack } from 'cdktf';
import type { Construct, IConstruct } from 'constructs';
import type { TalosCluster } from '../constructs/cluster/talos-cluster';
import type { ITalosImage } from '../constructs/image/talos-image';
import type { ITalosNode } from '../constructs/node/talos-node';
import type { ProxmoxHost } from '../constructs/proxmox/proxmox-host';
import { unknownHost, unknownNode } from '../errors/stacks';
import type { ClusterModel } from '../model/cluster-model';
import { MAX_UNAVAILABLE } from '../values/max-unavailable';
import { isPlainObject } from '../values/plain-object';
import { createFiles, createOutputs } from './cluster-outputs';
import type { InfrastructureHandover } from './handover';
import { createBootstrap } from './parts/bootstrap';
import { createInfrastructure } from './parts/infrastructure';
import { createTalos } from './parts/talos';
import { type Json, renderedOnce } from './rendered-once';
import { createSecrets } from './secrets';
import { createState } from './state';

/** Properties of `ClusterStack`. */
export interface ClusterStackProps {
  /** The cluster, as `parseClusterSpec` reads it from a cluster file. */
  readonly model: ClusterModel;
  /**
   * Way from the directory of the synthesized stack to the project. A local state and files of `outputs.directory` are
   * put there.
   * @default '../../..' - the stack is in `cdktf.out/stacks/<id>` of the project
   */
  readonly projectPath?: string;
}

/**
 * One cluster as one OpenTofu stack: providers and variables, images, machines, the cluster, Flux, outputs, the state.
 *
 * The one place where a model becomes props of constructs. A stack of your own can do the same with other constructs
 * beside it; what it needs to go on with is readable here: hosts, images, machines and the cluster.
 */
export class ClusterStack extends TerraformStack {
  /** The cluster that the stack makes. */
  public readonly model: ClusterModel;
  /** The Talos cluster, with its credentials. */
  public readonly cluster: TalosCluster;
  private readonly infrastructure: InfrastructureHandover;
  private readonly overrides: Json = {};

  /**
   * @param id name of the stack: its directory below `cdktf.out/stacks`, its local state and the tag of its machines
   */
  constructor(scope: Construct, id: string, props: ClusterStackProps) {
    super(scope, id);
    const { model, projectPath = '../../..' } = props;
    const { directory } = model.outputs;
    this.model = model;

    createState(this, model.state, projectPath);
    const withSecrets = createSecrets(this, model);
    const infrastructure = createInfrastructure(this, withSecrets);
    const talos = createTalos(this, withSecrets, infrastructure);
    createBootstrap(this, model, talos);
    this.cluster = talos.cluster;
    this.infrastructure = infrastructure;
    createOutputs(this, this.cluster, model, infrastructure);
    if (directory !== undefined)
      createFiles(this, this.cluster, isAbsolute(directory) ? directory : `${projectPath}/${directory}`);
    // read by the plan guard, and a comment to OpenTofu
    const { lockTimeoutSeconds } = model.state;
    if (lockTimeoutSeconds !== undefined) this.addOverride('//.lockTimeoutSeconds', lockTimeoutSeconds);
    if (model.maxUnavailableWorkers !== MAX_UNAVAILABLE)
      this.addOverride('//.maxUnavailableWorkers', model.maxUnavailableWorkers);
    for (const warning of model.warnings) Annotations.of(this).addWarning(warning);
  }

  /** The Proxmox VE hosts of all endpoints. */
  public get hosts(): readonly ProxmoxHost[] {
    return [...this.infrastructure.hosts.values()];
  }

  /** The images in use, each once. */
  public get images(): readonly ITalosImage[] {
    return [...this.infrastructure.images.values()];
  }

  /** The machines, in the order of the cluster file. */
  public get nodes(): readonly ITalosNode[] {
    return [...this.infrastructure.nodes.values()];
  }

  /**
   * One Proxmox VE host.
   *
   * @param key endpoint and host, such as `main/pve1`
   * @throws if the cluster has no such host; the error lists those it has
   */
  public findHost(key: string): ProxmoxHost {
    const host = this.infrastructure.hosts.get(key);
    if (host === undefined) throw unknownHost(this.node.path, key, [...this.infrastructure.hosts.keys()]);
    return host;
  }

  /**
   * One machine.
   *
   * @param name its hostname, the key in the cluster file
   * @throws if the cluster has no such machine; the error lists those it has
   */
  public findNode(name: string): ITalosNode {
    const node = this.infrastructure.nodes.get(name);
    if (node === undefined) throw unknownNode(this.node.path, name, [...this.infrastructure.nodes.keys()]);
    return node;
  }

  /**
   * Renders the stack to find references to other stacks, and makes what these need. A stack that is alone in its app has
   * none, so nothing is rendered for it.
   */
  public override prepareStack(): void {
    if (this.isAlone()) this.ensureBackendExists();
    else super.prepareStack();
  }

  /**
   * Changes the synthesized stack.
   *
   * @param path names with dots between them, such as `terraform.required_version`
   * @param value what stands there; `undefined` takes away what the stack has there
   */
  public override addOverride(path: string, value: unknown): void {
    super.addOverride(path, value);
    const names = path.split('.');
    const last = names.pop() ?? '';
    const holder = names.reduce<Json>((within, name) => {
      const next = within[name];
      return isPlainObject(next) ? next : (within[name] = {});
    }, this.overrides);
    holder[last] = value;
  }

  /** The stack as JSON, byte for byte as the framework renders it. */
  public override toTerraform(): unknown {
    try {
      return renderedOnce(this, this.overrides);
    } catch {
      return super.toTerraform() as unknown; // which says where the fault is
    }
  }

  private isAlone(): boolean {
    return !this.isBesideStack(this.node.root);
  }

  /** If another stack is somewhere below a construct, or is the construct. */
  private isBesideStack(construct: IConstruct): boolean {
    if (construct !== this && TerraformStack.isStack(construct)) return true;
    return construct.node.children.some((child) => this.isBesideStack(child));
  }
}
