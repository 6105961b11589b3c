import { isAbsolute } from 'node:path';

import { Annotations, type IResolvable, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';

import { TalosProvider } from '../../.gen/providers/talos/provider';
import { BareMetalNode } from '../constructs/node/bare-metal-node';
import { ProxmoxEndpoint } from '../constructs/proxmox/proxmox-endpoint';
import { type ProxmoxHost, proxmoxHostKey } from '../constructs/proxmox/proxmox-host';
import { ProxmoxNode } from '../constructs/node/proxmox-node';
import { TalosCluster } from '../constructs/cluster/talos-cluster';
import { type ITalosImage, TalosImage } from '../constructs/image/talos-image';
import type { ITalosNode } from '../constructs/node/talos-node';
import { unknownHost, unknownNode } from '../errors/stacks';
import type { PciDevice } from '../virtual-machine/settings';
import type { ClusterModel, NodeModel, ProxmoxEndpointModel } from '../model/cluster-model';
import { Lifecycle } from '../values/lifecycle';
import { MAX_UNAVAILABLE } from '../values/max-unavailable';
import { nothingLeft } from '../values/nothing-left';
import { createFiles, createOutputs } from './cluster-outputs';
import { createGitops } from './gitops';
import { createState } from './state';
import { createSwitchVariable } from './variables';

/** Which cluster, and where its project lies. */
export interface ClusterStackProps {
  /** The cluster: what `parseClusterSpec` makes of a cluster file. */
  readonly model: ClusterModel;
  /**
   * Way from the directory of the synthesized stack to the project. A local state and files of `outputs.directory` are
   * put there.
   * @default '../../..' - the stack lies in `cdktf.out/stacks/<id>` of the project
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
  private readonly endpoints: ReadonlyMap<string, ProxmoxEndpoint>;
  private readonly hostsByKey: ReadonlyMap<string, ProxmoxHost>;
  private readonly imagesByKey: ReadonlyMap<string, ITalosImage>;
  private readonly nodesByName: ReadonlyMap<string, ITalosNode>;

  /**
   * @param id name of the stack: its directory below `cdktf.out/stacks`, its local state and the tag of its machines
   */
  constructor(scope: Construct, id: string, props: ClusterStackProps) {
    super(scope, id);
    const { model, projectPath = '../../..' } = props;
    const { directory } = model.outputs;
    this.model = model;

    createState(this, model.state, projectPath);
    this.endpoints = new Map(model.endpoints.map((each) => [each.name, this.createEndpoint(each)]));
    const hosts = [...this.endpoints.values()].flatMap((each) => each.hosts);
    this.hostsByKey = new Map(hosts.map((host) => [proxmoxHostKey(host), host]));
    this.imagesByKey = this.createImages();
    this.nodesByName = this.createNodes();
    this.cluster = this.createCluster();
    createGitops(this, this.cluster, model.gitops);
    createOutputs(this, this.cluster, model);
    if (directory !== undefined)
      createFiles(this, this.cluster, isAbsolute(directory) ? directory : `${projectPath}/${directory}`);
    // read by the plan guard, and a comment to OpenTofu
    if (model.maxUnavailableWorkers !== MAX_UNAVAILABLE)
      this.addOverride('//.maxUnavailableWorkers', model.maxUnavailableWorkers);
    for (const warning of model.warnings) Annotations.of(this).addWarning(warning);
  }

  /** The Proxmox VE hosts of all endpoints. */
  public get hosts(): readonly ProxmoxHost[] {
    return [...this.hostsByKey.values()];
  }

  /** The images in use, each once. */
  public get images(): readonly ITalosImage[] {
    return [...this.imagesByKey.values()];
  }

  /** The machines, in the order of the cluster file. */
  public get nodes(): readonly ITalosNode[] {
    return [...this.nodesByName.values()];
  }

  /**
   * One Proxmox VE host.
   *
   * @param key endpoint and host, such as `main/pve1`
   * @throws if the cluster has no such host; the error lists those it has
   */
  public findHost(key: string): ProxmoxHost {
    const host = this.hostsByKey.get(key);
    if (host === undefined) throw unknownHost(this.node.path, key, [...this.hostsByKey.keys()]);
    return host;
  }

  /**
   * One machine.
   *
   * @param name its hostname, the key in the cluster file
   * @throws if the cluster has no such machine; the error lists those it has
   */
  public findNode(name: string): ITalosNode {
    const node = this.nodesByName.get(name);
    if (node === undefined) throw unknownNode(this.node.path, name, [...this.nodesByName.keys()]);
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

  private isAlone(): boolean {
    return this.node.root.node.findAll().every((each) => each === this || !TerraformStack.isStack(each));
  }

  /** The region is a label of machines. */
  private createEndpoint({ name, region: _ofTheMachines, ...settings }: ProxmoxEndpointModel): ProxmoxEndpoint {
    return new ProxmoxEndpoint(this, `endpoint-${name}`, { endpointName: name, ...settings });
  }

  private createImages(): ReadonlyMap<string, ITalosImage> {
    const { factoryUrl, images } = this.model;
    new TalosProvider(this, 'talos', { imageFactoryUrl: factoryUrl });
    const scope = new Construct(this, 'image');
    return new Map(
      images.map(({ key, hosts, talosVersion, schematic, architecture, platform, bootRoute, fileName, ...rest }) => {
        nothingLeft(rest);
        const foundHosts = hosts.map((host) => this.findHost(host));
        const image = { talosVersion, schematic, architecture, platform, bootRoute, fileName, factoryUrl };
        return [key, new TalosImage(scope, key, { ...image, hosts: foundHosts })];
      }),
    );
  }

  private createNodes(): ReadonlyMap<string, ITalosNode> {
    const scope = new Construct(this, 'nodes');
    return new Map(this.model.nodes.map((node) => [node.name, this.createNode(scope, node)]));
  }

  private createNode(scope: Construct, { name, machine, imageKey, vm }: NodeModel): ITalosNode {
    const image = this.imagesByKey.get(imageKey) as ITalosImage;
    if (vm === undefined) return new BareMetalNode(scope, name, { image, machine });
    const { hostKey, ...settings } = vm;
    const host = this.findHost(hostKey);
    return new ProxmoxNode(scope, name, {
      ...settings,
      host,
      image,
      machine,
      pciDevices: vm.pciDevices?.map((device) => this.afterItsMapping(host, device)),
      replaceOnImageChange: this.model.lifecycle === Lifecycle.REPLACE,
    });
  }

  /** A device of a mapping that the stack makes names it by reference, so that the mapping is made first. */
  private afterItsMapping(host: ProxmoxHost, device: PciDevice): PciDevice {
    const mapping = this.endpoints.get(host.endpointName)?.pciMappings.get(device.mapping);
    return mapping === undefined ? device : { ...device, mapping: mapping.mappingName };
  }

  private createCluster(): TalosCluster {
    const { cluster: settings, healthCheck, lifecycle, timeouts } = this.model;
    return new TalosCluster(this, 'cluster', {
      settings,
      nodes: this.nodes,
      timeouts,
      resetOnDestroy: lifecycle === Lifecycle.REPLACE ? this.createResetVariable() : false,
      healthCheck: healthCheck && { ...healthCheck, enabled: this.createHealthVariable() },
    });
  }

  private createResetVariable(): IResolvable {
    return createSwitchVariable(
      this,
      'reset_on_destroy',
      'Whether a control plane leaves etcd and is wiped before it is replaced or removed. ' +
        'Set it to false, and apply, before you destroy the whole cluster.',
    ).booleanValue;
  }

  private createHealthVariable(): IResolvable {
    return createSwitchVariable(
      this,
      'health_check',
      'Whether every plan waits until the cluster is healthy. Set it to false to work while the cluster is down.',
    ).booleanValue;
  }
}
