import type { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { TalosProvider } from '../../../.gen/providers/talos/provider';
import { TalosImage } from '../../constructs/image/talos-image';
import type { MachineSettings } from '../../machine-config/settings/machine';
import { Lifecycle } from '../../constructs/lifecycle/lifecycle';
import { BareMetalNode } from '../../constructs/node/bare-metal-node';
import { ClusterNetwork } from '../../constructs/node/cluster-network';
import { ProxmoxNode, type ProxmoxNodeProps } from '../../constructs/node/proxmox-node';
import type { ITalosNode } from '../../constructs/node/talos-node';
import { BackupJob } from '../../constructs/proxmox/backup-job';
import { HighAvailability } from '../../constructs/proxmox/high-availability';
import type { IPciMapping } from '../../constructs/proxmox/pci-mapping';
import { ProxmoxEndpoint } from '../../constructs/proxmox/proxmox-endpoint';
import { type ProxmoxHost, proxmoxHostKey } from '../../constructs/proxmox/proxmox-host';
import { SoftwareDefinedNetwork } from '../../constructs/proxmox/software-defined-network';
import type { ClusterModel, NodeModel, ProxmoxEndpointModel } from '../../model/cluster-model';
import { membersOfPools } from '../../model/high-availability';
import { markChecked } from '../../values/checked';
import { nothingLeft } from '../../values/nothing-left';
import type { InfrastructureHandover } from '../handover';

/** Makes what a cluster runs on: endpoints of Proxmox VE, images, machines. */
export function createInfrastructure(stack: TerraformStack, model: ClusterModel): InfrastructureHandover {
  const endpoints = new Map(model.endpoints.map((each) => [each.name, createEndpoint(stack, each)]));
  const networks = createNetworks(stack, model, endpoints);
  const allHosts = [...endpoints.values()].flatMap((endpoint) =>
    endpoint.hosts.map((host) => ({ ...host, networkBridge: afterItsVnet(networks, host, host.networkBridge) })),
  );
  const hosts = new Map(allHosts.map((host) => [proxmoxHostKey(host), host]));
  const images = createImages(stack, model, hosts);
  const nodes = new Construct(stack, 'nodes');
  const network = ClusterNetwork.of(model.network);
  const materials = { endpoints, networks, hosts, images, network };
  const machines = new Map(model.nodes.map((node) => [node.name, createNode(nodes, node, model, materials)]));
  createHighAvailability(stack, model, endpoints, machines);
  createBackupJobs(stack, model, endpoints, machines);
  return { hosts, images, nodes: machines };
}

/** The region is a label of machines. */
function createEndpoint(
  stack: TerraformStack,
  {
    name,
    region: _ofTheMachines,
    capacities: _keptToByPlacement,
    highAvailability: _afterTheMachines,
    backupJobs: _afterThemToo,
    sdn: _madeOfItsOwn,
    ...settings
  }: ProxmoxEndpointModel,
): ProxmoxEndpoint {
  return new ProxmoxEndpoint(stack, `endpoint-${name}`, { endpointName: name, ...settings });
}

function createImages(
  stack: TerraformStack,
  { factoryUrl, imageMirror, installerMirror, images }: ClusterModel,
  hosts: ReadonlyMap<string, ProxmoxHost>,
): ReadonlyMap<string, TalosImage> {
  new TalosProvider(stack, 'talos', { imageFactoryUrl: factoryUrl });
  const scope = new Construct(stack, 'image');
  return new Map(
    images.map(
      ({ key, hosts: keys, talosVersion, schematic, architecture, platform, bootRoute, secureBoot, ...others }) => {
        const { fileName, ...rest } = others;
        nothingLeft(rest);
        const origin = { factoryUrl, imageMirror, installerMirror };
        const form = { architecture, platform, bootRoute, secureBoot, fileName };
        const image = { ...origin, ...form, talosVersion, schematic };
        return [key, new TalosImage(scope, key, { ...image, hosts: keys.map((host) => found(hosts, host)) })];
      },
    ),
  );
}

/** Everything that machines need. */
interface Materials extends Pick<InfrastructureHandover, 'hosts' | 'images'> {
  readonly endpoints: ReadonlyMap<string, ProxmoxEndpoint>;
  readonly networks: Networks;
  readonly network: ClusterNetwork;
}

function createNode(
  scope: Construct,
  { name, machine, imageKey, vm }: NodeModel,
  { lifecycle }: ClusterModel,
  { endpoints, networks, hosts, images, network }: Materials,
): ITalosNode {
  const image = found(images, imageKey);
  const { installDisk = '', ...talos } = withoutNetwork(machine);
  if (vm === undefined) return new BareMetalNode(scope, name, { ...talos, network, image, installDisk });
  const { hostKey, pciDevices, usbDevices, ...settings } = vm;
  const host = found(hosts, hostKey);
  const endpoint = endpoints.get(host.endpointName);
  const props: ProxmoxNodeProps = {
    network,
    host,
    image,
    pciDevices: pciDevices?.map((device) => afterItsMapping(endpoint?.pciMappings, device)),
    usbDevices: usbDevices?.map((device) => afterItsMapping(endpoint?.usbMappings, device)),
    lifecycle: Lifecycle[lifecycle](),
    ...settings,
    ...cardsAfterVnets(networks, host, settings),
    ...talos,
  };
  // the model obeys the same rows
  return new ProxmoxNode(scope, name, markChecked(props));
}

/** Looks after machines of each endpoint that has high availability. */
function createHighAvailability(
  stack: TerraformStack,
  model: ClusterModel,
  endpoints: Materials['endpoints'],
  machines: ReadonlyMap<string, ITalosNode>,
): void {
  for (const { name, highAvailability } of model.endpoints) {
    if (highAvailability === undefined) continue;
    const scope = stack.node.tryFindChild(HIGH_AVAILABILITY) ?? new Construct(stack, HIGH_AVAILABILITY);
    new HighAvailability(scope, name, {
      endpoint: found(endpoints, name),
      ...membersOf(name, model, machines),
      ...highAvailability,
    });
  }
}

const HIGH_AVAILABILITY = 'high-availability';

/** Backs up machines of each endpoint that has jobs. */
function createBackupJobs(
  stack: TerraformStack,
  model: ClusterModel,
  endpoints: Materials['endpoints'],
  machines: ReadonlyMap<string, ITalosNode>,
): void {
  for (const { name, backupJobs = {} } of model.endpoints) {
    const jobs = Object.entries(backupJobs);
    if (jobs.length === 0) continue;
    const all = stack.node.tryFindChild(BACKUP_JOBS) ?? new Construct(stack, BACKUP_JOBS);
    const scope = new Construct(all, name);
    const common = { endpoint: found(endpoints, name), ...membersOf(name, model, machines) };
    for (const [jobName, settings] of jobs) new BackupJob(scope, jobName, { ...common, ...settings });
  }
}

const BACKUP_JOBS = 'backup-jobs';

/** Virtual machines of an endpoint, and the pools that they belong to. */
function membersOf(
  endpointName: string,
  model: ClusterModel,
  machines: ReadonlyMap<string, ITalosNode>,
): { readonly nodes: readonly ProxmoxNode[]; readonly groups: Readonly<Record<string, readonly string[]>> } {
  const nodes = [...machines.values()].filter(
    (machine): machine is ProxmoxNode => machine instanceof ProxmoxNode && machine.host.endpointName === endpointName,
  );
  return {
    nodes,
    groups: membersOfPools(model.nodes.filter((node) => nodes.some(({ hostname }) => hostname === node.name))),
  };
}

/** Vnets that are made, by the names of their endpoints. */
type Networks = ReadonlyMap<string, SoftwareDefinedNetwork>;

/** Makes the software-defined network of each endpoint that has one. */
function createNetworks(stack: TerraformStack, model: ClusterModel, endpoints: Materials['endpoints']): Networks {
  const made = model.endpoints.flatMap(({ name, sdn }) => {
    if (sdn === undefined) return [];
    const scope = stack.node.tryFindChild(SDN) ?? new Construct(stack, SDN);
    return [[name, new SoftwareDefinedNetwork(scope, name, { endpoint: found(endpoints, name), ...sdn })] as const];
  });
  return new Map(made);
}

const SDN = 'sdn';

/** A vnet that the stack makes is named by reference, so that the hosts have it first. */
function afterItsVnet(networks: Networks, { endpointName }: ProxmoxHost, bridge: string): string {
  return networks.get(endpointName)?.vnetBridges.get(bridge) ?? bridge;
}

/** Network cards of a machine, after the vnets that they are connected to. */
function cardsAfterVnets(
  networks: Networks,
  host: ProxmoxHost,
  { networkBridge, networkDevices }: Pick<ProxmoxNodeProps, 'networkBridge' | 'networkDevices'>,
): Pick<ProxmoxNodeProps, 'networkBridge' | 'networkDevices'> {
  if (!networks.has(host.endpointName)) return {};
  return {
    networkBridge: networkBridge && afterItsVnet(networks, host, networkBridge),
    networkDevices:
      networkDevices &&
      Object.fromEntries(
        Object.entries(networkDevices).map(([name, device]) => {
          const { bridge } = device;
          return [name, bridge === undefined ? device : { ...device, bridge: afterItsVnet(networks, host, bridge) }];
        }),
      ),
  };
}

/** Settings of a machine but those that it has from its network, its disks and its hardware. */
function withoutNetwork({
  subnet: _s,
  gateway: _g,
  searchDomains: _d,
  volumes: _v,
  shares: _h,
  watchdogSeconds: _w,
  keySources: _k,
  interfaces: _i,
  ...settings
}: MachineSettings) {
  return settings;
}

/** A device of a mapping that the stack makes names it by reference, so that the mapping is made first. */
function afterItsMapping<Device extends { readonly mapping: string }>(
  mappings: ReadonlyMap<string, IPciMapping> | undefined,
  device: Device,
): Device {
  const mapping = mappings?.get(device.mapping);
  return mapping === undefined ? device : { ...device, mapping: mapping.mappingName };
}

/** The model names only what it has. */
function found<T>(all: ReadonlyMap<string, T>, key: string): T {
  return all.get(key) as T;
}
