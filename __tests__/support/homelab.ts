import type { TerraformStack } from 'cdktf';
import { ClusterNetwork } from '../../src/constructs/node/cluster-network';
import { ProxmoxNode, type ProxmoxNodeProps } from '../../src/constructs/node/proxmox-node';
import type { TalosNodeProps } from '../../src/constructs/node/talos-node-props';
import type { ProxmoxHost } from '../../src/constructs/proxmox/proxmox-host';
import { TalosCluster } from '../../src/constructs/cluster/talos-cluster';
import type { TalosClusterProps } from '../../src/constructs/cluster/talos-cluster-props';
import { TalosImage } from '../../src/constructs/image/talos-image';
import type { TalosImageProps } from '../../src/constructs/image/talos-image-props';
import type { ClusterSettings } from '../../src/machine-config/settings/cluster';
import type { MachineSettings } from '../../src/machine-config/settings/machine';
import type { ClusterNetworkSettings } from '../../src/network/settings';
import { Cni } from '../../src/manifests/cni/cni';
import { KubernetesVersion } from '../../src/values/kubernetes-version';
import { MachineType } from '../../src/values/machine-type';
import { Schematic } from '../../src/values/schematic/schematic';
import { TalosContract } from '../../src/values/talos-contract';
import { TalosVersion } from '../../src/values/talos-version';

/** A host of one of the endpoints that test stacks have: `main` and `attic`. */
export function host(stack: TerraformStack, nodeName = 'pve1', endpointName = 'main'): ProxmoxHost {
  return {
    endpointName,
    nodeName,
    provider: stack.allProviders().find((provider) => provider.node.id === `proxmox-${endpointName}`)!,
    imageDatastoreId: 'local',
    diskDatastoreId: 'local-lvm',
    networkBridge: 'vmbr0',
  };
}

/** Schematic with the guest agent. */
export const AGENT = Schematic.withExtensions('siderolabs/qemu-guest-agent');

/** The image `image` of the stack, on host `main/pve1` unless the props say otherwise; made when first asked for. */
export function image(stack: TerraformStack, props: Partial<TalosImageProps> = {}): TalosImage {
  const found = stack.node.tryFindChild('image') as TalosImage | undefined;
  return (
    found ??
    new TalosImage(stack, 'image', {
      talosVersion: TalosVersion.of('v1.13.9'),
      schematic: AGENT,
      hosts: [host(stack)],
      ...props,
    })
  );
}

/** Talos settings of a control plane at 10.0.0.11, as a construct makes them. */
export function machine(settings: Partial<MachineSettings> = {}): MachineSettings {
  return {
    hostname: 'cp1',
    machineType: MachineType.CONTROL_PLANE,
    address: '10.0.0.11',
    subnet: '10.0.0.0/24',
    gateway: '10.0.0.1',
    ...settings,
  };
}

/** The network 10.0.0.0/24 with the gateway 10.0.0.1. */
export function network(settings: Partial<ClusterNetworkSettings> = {}): ClusterNetwork {
  return ClusterNetwork.of({ subnet: '10.0.0.0/24', gateway: '10.0.0.1', ...settings });
}

/** Required props of a control plane at 10.0.0.11. */
export function controlPlane(props: Partial<TalosNodeProps> = {}): TalosNodeProps {
  return { machineType: 'controlplane', address: '10.0.0.11', network: network(), ...props };
}

/** A machine of the stack, with required props unless the props say otherwise; its id is its hostname. */
export function node(stack: TerraformStack, props: Partial<ProxmoxNodeProps> = {}): ProxmoxNode {
  const { hostname = 'cp1', ...others } = props;
  return new ProxmoxNode(stack, hostname, {
    ...controlPlane(),
    host: host(stack),
    image: props.image ?? image(stack),
    ...others,
  });
}

/** Settings that all machines of a cluster named home have in common. */
export function settings(changes: Partial<ClusterSettings> = {}): ClusterSettings {
  return {
    clusterName: 'home',
    clusterEndpoint: 'https://10.0.0.10:6443',
    contract: TalosContract.of('v1.13'),
    vip: '10.0.0.10',
    kubernetes: {
      kubernetesVersion: KubernetesVersion.of('v1.36.3'),
      podSubnets: ['10.244.0.0/16'],
      serviceSubnets: ['10.96.0.0/12'],
      dnsDomain: 'cluster.local',
      cni: Cni.flannel(),
      kubeProxy: true,
      coreDns: 'default',
      schedulingOnControlPlanes: false,
      extraManifests: [],
      inlineManifests: [],
    },
    ...changes,
  };
}

/** Control planes at 10.0.0.11 and up, workers at 10.0.0.21 and up. */
export function nodes(stack: TerraformStack, controlPlanes: number, workers = 0): ProxmoxNode[] {
  return [
    ...Array.from({ length: controlPlanes }, (_, index) =>
      node(stack, { hostname: `cp${index + 1}`, address: `10.0.0.${11 + index}` }),
    ),
    ...Array.from({ length: workers }, (_, index) =>
      node(stack, { hostname: `w${index + 1}`, address: `10.0.0.${21 + index}`, machineType: 'worker' }),
    ),
  ];
}

/** The cluster `cluster` of the stack: three control planes and one worker unless the props say otherwise. */
export function cluster(stack: TerraformStack, props: Partial<TalosClusterProps> = {}): TalosCluster {
  return new TalosCluster(stack, 'cluster', {
    ...settings(),
    nodes: props.nodes ?? nodes(stack, 3, 1),
    ...props,
  });
}
