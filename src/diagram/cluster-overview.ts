import { resolvedFlux } from '../gitops/resolved';
import type { GitopsSettings } from '../gitops/settings';
import { giteaSshUrl, sshHostOf } from '../git/resolved';
import type { GitRepositorySettings } from '../git/settings';
import { linkName } from '../machine-config/documents/link-name';
import type { ClusterModel, NodeModel, ProxmoxEndpointModel } from '../model/cluster-model';
import type { Capacity, Room } from '../model/placement/host-load';
import { resolvedProxmoxHost } from '../proxmox/resolved';
import { coresOfAllSockets } from '../virtual-machine/hardware';
import { installDiskWords } from '../values/install-disk-settings';
import { type ResolvedVirtualMachine, resolvedVirtualMachine } from '../virtual-machine/resolved';
import { type Layer, layersOf } from './layers';

/** Overview of a cluster and its parts, as plain data. It holds no secret: a cluster file has none. */
export interface ClusterOverview {
  /** Name of the cluster. */
  readonly cluster: string;
  /** Versions of Talos in use, each once. */
  readonly talosVersions: readonly string[];
  /** Version of Kubernetes. */
  readonly kubernetesVersion: string;
  /** Network of pods that the cluster comes up with. */
  readonly cni: 'flannel' | 'none' | 'cilium';
  /** The way into the cluster. */
  readonly api: {
    /** URL of the Kubernetes API. */
    readonly url: string;
    /** Virtual address that one of the control planes has. */
    readonly vip?: string;
    /** Machines that answer. */
    readonly controlPlanes: readonly string[];
  };
  /** Network of the machines. */
  readonly network: {
    /** Addresses of the network. */
    readonly subnet: string;
    /** Default gateway. */
    readonly gateway?: string;
    /** VLAN of the virtual machines. */
    readonly vlanId?: number;
  };
  /** Proxmox VE APIs, in the order of the file. */
  readonly endpoints: readonly EndpointOverview[];
  /** Machines without a host. */
  readonly physicalMachines: readonly MachineOverview[];
  /** Steps of an apply, in their order. */
  readonly layers: readonly Layer[];
  /** Tool that follows a Git repository; nothing if there is none. */
  readonly gitops?: GitopsOverview;
}

/** One Proxmox VE API. */
export interface EndpointOverview {
  /** Its name in the cluster file. */
  readonly name: string;
  /** Its URL. */
  readonly url: string;
  /** Its hosts, in the order of the file. */
  readonly hosts: readonly HostOverview[];
}

/** One host and the machines on it. */
export interface HostOverview {
  /** Name that Proxmox VE has for it. */
  readonly name: string;
  /** Its machines, in the order of the file. */
  readonly machines: readonly MachineOverview[];
  /** Cores and memory of its machines together. */
  readonly taken: Room;
  /** Room that the cluster may take there; what is missing has no limit. */
  readonly capacity: Capacity;
}

/** One machine. */
export interface MachineOverview {
  /** Its name. */
  readonly name: string;
  /** Its role. */
  readonly machineType: 'controlplane' | 'worker';
  /** Its own address. */
  readonly address: string;
  /** Version of Talos that it boots. */
  readonly talosVersion: string;
  /** Network interface that carries the address. */
  readonly link: string;
  /** Its virtual machine; nothing for a physical one. */
  readonly vm?: VmOverview;
  /** Disk that Talos is installed on, of a physical machine. */
  readonly installDisk?: string;
}

/** One virtual machine. */
export interface VmOverview {
  /** Its id, if the file says it. */
  readonly vmId?: number;
  /** Its cores, of all sockets. */
  readonly cpuCores: number;
  /** Its memory. */
  readonly memoryMiB: number;
  /** Bridge of the host that it is connected to. */
  readonly bridge: string;
  /** VLAN of its port. */
  readonly vlanId?: number;
  /** Its disks, the system disk first. */
  readonly disks: readonly { readonly interface: string; readonly sizeGiB: number; readonly datastoreId: string }[];
  /** Resource mappings of devices that it has. */
  readonly pciDevices: readonly string[];
}

/** A tool that follows a Git repository, with its settings. */
export interface GitopsOverview {
  /** Its name. */
  readonly tool: 'Flux';
  /** URL of the repository. */
  readonly repository: string;
  /** Branch that is followed. */
  readonly branch: string;
  /** Directory of the cluster. */
  readonly path: string;
  /** How often the repository is looked at. */
  readonly intervalSeconds: number;
}

/** Describes a cluster from its model. */
export function clusterOverview(model: ClusterModel): ClusterOverview {
  const { name, cluster, network, nodes, endpoints } = model;
  const { clusterEndpoint: url, vip, kubernetes } = cluster;
  const gitops = gitopsOverview(name, model.gitops);
  const machines = nodes.map((node) => ({ node, machine: machineOverview(model, node) }));
  return {
    cluster: name,
    talosVersions: [...new Set(machines.map(({ machine }) => machine.talosVersion))],
    kubernetesVersion: kubernetes.kubernetesVersion.tag,
    cni: kubernetes.cni?._kind.kind ?? 'flannel',
    api: {
      url,
      ...(vip !== undefined && { vip }),
      controlPlanes: nodes.filter(({ machine }) => machine.machineType === 'controlplane').map((each) => each.name),
    },
    network: {
      subnet: network.subnet,
      ...(network.gateway !== undefined && { gateway: network.gateway }),
      ...(network.vlanId !== undefined && { vlanId: network.vlanId }),
    },
    endpoints: endpoints.map((endpoint) => ({
      name: endpoint.name,
      url: endpoint.url,
      hosts: Object.keys(endpoint.hosts).map((host) => {
        const own = machines
          .filter(({ node }) => node.vm?.hostKey === `${endpoint.name}/${host}`)
          .map(({ machine }) => machine);
        return { name: host, machines: own, taken: takenBy(own), capacity: endpoint.capacities[host] ?? {} };
      }),
    })),
    physicalMachines: machines.filter(({ node }) => node.vm === undefined).map(({ machine }) => machine),
    layers: layersOf(model),
    ...(gitops !== undefined && { gitops }),
  };
}

function takenBy(machines: readonly MachineOverview[]): Room {
  return machines.reduce(
    (sum, { vm }) => ({
      cpuCores: sum.cpuCores + (vm?.cpuCores ?? 0),
      memoryMiB: sum.memoryMiB + (vm?.memoryMiB ?? 0),
    }),
    { cpuCores: 0, memoryMiB: 0 },
  );
}

function machineOverview(model: ClusterModel, { name, machine, imageKey, vm }: NodeModel): MachineOverview {
  const { machineType, address, installDisk } = machine;
  const image = model.images.find(({ key }) => key === imageKey);
  return {
    name,
    machineType: machineType === 'controlplane' ? 'controlplane' : 'worker',
    address,
    talosVersion: image?.talosVersion.tag ?? '',
    link: linkName(machine),
    ...(vm !== undefined && { vm: vmOverview(model, machine, vm) }),
    ...(installDisk !== undefined && { installDisk: installDiskWords(installDisk) }),
  };
}

function vmOverview(
  { name, endpoints }: ClusterModel,
  { hostname, machineType, dhcp }: NodeModel['machine'],
  { hostKey, ...settings }: NonNullable<NodeModel['vm']>,
): VmOverview {
  const { diskDatastoreId, networkBridge } = hostOf(endpoints, hostKey);
  const traits = { diskDatastoreId, networkBridge, guestAgent: false };
  const surroundings = { stackName: name, hostname, machineType, dhcp, ...traits };
  const vm: ResolvedVirtualMachine = resolvedVirtualMachine(settings, surroundings);
  const [card] = vm.networkDevices;
  return {
    ...(vm.vmId !== undefined && { vmId: vm.vmId }),
    cpuCores: coresOfAllSockets(vm),
    memoryMiB: vm.memoryMiB,
    bridge: card.bridge,
    ...(card.vlanId !== undefined && { vlanId: card.vlanId }),
    disks: [vm.osDisk, ...vm.dataDisks].map(({ bus, slot, sizeGiB, datastoreId }) => ({
      interface: `${bus}${slot}`,
      sizeGiB,
      datastoreId,
    })),
    pciDevices: vm.pciDevices.map(({ mapping }) => mapping),
  };
}

/** The model names only what it has. */
function hostOf(endpoints: readonly ProxmoxEndpointModel[], hostKey: string): ReturnType<typeof resolvedProxmoxHost> {
  const [endpointName = '', host = ''] = hostKey.split('/');
  const endpoint = endpoints.find(({ name }) => name === endpointName) as ProxmoxEndpointModel;
  return resolvedProxmoxHost(host, endpoint.hosts[host] as ProxmoxEndpointModel['hosts'][string]);
}

function gitopsOverview(clusterName: string, { flux }: GitopsSettings): GitopsOverview | undefined {
  if (flux === undefined) return undefined;
  const { repository, ...options } = flux;
  const { branch, path, intervalSeconds } = resolvedFlux(clusterName, options);
  return { tool: 'Flux', repository: urlOf(repository), branch, path, intervalSeconds };
}

function urlOf(repository: GitRepositorySettings): string {
  if ('ssh' in repository) return repository.ssh.url;
  if ('https' in repository) return repository.https.url;
  return giteaSshUrl({ ...repository.gitea, sshHost: sshHostOf(repository.gitea) });
}
