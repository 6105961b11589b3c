import { App, LocalBackend, TerraformOutput, TerraformStack } from 'cdktf';
import {
  ClusterNetwork,
  Cni,
  KubernetesVersion,
  ProxmoxEndpoint,
  ProxmoxNode,
  QEMU_GUEST_AGENT,
  Schematic,
  TalosCluster,
  TalosImage,
  TalosVersion,
} from 'cdktf-proxmox-talos';
import { VirtualEnvironmentPool } from 'cdktf-proxmox-talos/providers/proxmox/virtual-environment-pool';
import { TalosProvider } from 'cdktf-proxmox-talos/providers/talos/provider';

/** A stack of one's own from the constructs, with a resource of the bindings beside them. */
const app = new App();
const stack = new TerraformStack(app, 'lab');
new LocalBackend(stack, { path: 'terraform.tfstate' });
new TalosProvider(stack, 'talos');
const endpoint = new ProxmoxEndpoint(stack, 'main', {
  url: 'https://pve1.example:8006',
  hosts: { pve1: { diskDatastoreId: 'local-lvm' } },
});
const host = endpoint.findHost('pve1');
const pool = new VirtualEnvironmentPool(stack, 'pool', { provider: endpoint.provider, poolId: 'lab' });

const talosVersion = TalosVersion.of('v1.13.9');
const schematic = Schematic.withExtensions(QEMU_GUEST_AGENT);
const image = new TalosImage(stack, 'image', { talosVersion, schematic, hosts: [host] });

const network = ClusterNetwork.of({ subnet: '10.0.0.0/24', gateway: '10.0.0.1' });
const nodes = [['cp-1', 'controlplane', '10.0.0.11'] as const, ['worker-1', 'worker', '10.0.0.21'] as const].map(
  ([id, machineType, address]) =>
    new ProxmoxNode(stack, id, { host, image, network, machineType, address, poolId: pool.poolId }),
);

const cluster = new TalosCluster(stack, 'cluster', {
  nodes,
  clusterName: 'lab',
  clusterEndpoint: 'https://10.0.0.10:6443',
  contract: talosVersion.contract,
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
});
new TerraformOutput(stack, 'kubeconfig', { value: cluster.kubeconfig, sensitive: true });
app.synth();
