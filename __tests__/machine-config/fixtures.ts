import type { ConfigPatch } from '../../src/machine-config/settings/config-patch';
import { checkPatches } from '../../src/machine-config/patches/patch-check';
import type { ClusterSettings } from '../../src/machine-config/settings/cluster';
import type { MachineSettings, VolumeSettings } from '../../src/machine-config/settings/machine';
import { Cni } from '../../src/manifests/cni/cni';
import type { KubernetesSettings } from '../../src/manifests/settings';
import { KubernetesVersion } from '../../src/values/kubernetes-version';
import { MachineType } from '../../src/values/machine-type';
import { TalosContract } from '../../src/values/talos-contract';

/** An installer image as the factory names it. */
export const INSTALLER_IMAGE =
  'factory.talos.dev/nocloud-installer/376567988ad370138ad8b2698212367b8edcb69b5fd68c80be1f2ec7d603b4ba:v1.13.9';

/** Kubernetes as Talos has it when nothing is asked for. */
export function kubernetesSettings(changes: Partial<KubernetesSettings> = {}): KubernetesSettings {
  return {
    kubernetesVersion: KubernetesVersion.of('v1.32.3'),
    podSubnets: ['10.244.0.0/16'],
    serviceSubnets: ['10.96.0.0/12'],
    dnsDomain: 'cluster.local',
    cni: Cni.flannel(),
    kubeProxy: true,
    coreDns: 'default',
    schedulingOnControlPlanes: false,
    extraManifests: [],
    inlineManifests: [],
    ...changes,
  };
}

/** A cluster with a virtual IP. */
export function clusterSettings(
  contract: string,
  {
    kubernetes,
    ...changes
  }: Partial<Omit<ClusterSettings, 'kubernetes'>> & { kubernetes?: Partial<KubernetesSettings> } = {},
): ClusterSettings {
  return {
    clusterName: 'lab',
    clusterEndpoint: 'https://10.200.5.10:6443',
    contract: TalosContract.of(contract),
    vip: '10.200.5.10',
    kubernetes: kubernetesSettings(kubernetes),
    ...changes,
  };
}

/** A control plane. */
export function controlPlane(changes: Partial<MachineSettings> = {}): MachineSettings {
  return {
    hostname: 'ctrl-00',
    machineType: MachineType.CONTROL_PLANE,
    address: '10.200.5.1',
    subnet: '10.200.0.0/16',
    gateway: '10.200.0.1',
    ...changes,
  };
}

/** A worker. */
export function worker(changes: Partial<MachineSettings> = {}): MachineSettings {
  return { ...controlPlane(), hostname: 'work-00', machineType: MachineType.WORKER, address: '10.200.5.2', ...changes };
}

/** A disk for Longhorn. */
export const LONGHORN: VolumeSettings = {
  name: 'longhorn',
  mountPath: '/var/lib/longhorn',
  devicePath: '/dev/disk/by-id/scsi-0QEMU_QEMU_HARDDISK_longhorn',
  serial: 'longhorn',
};

/** Faults of a patch of one machine, each as `path: message`. */
export function faultsOf(content: ConfigPatch['content'], contract = 'v1.13', machine = worker()): string[] {
  const patched = { ...machine, configPatches: [{ origin: 'patch.yaml', content }] };
  return checkPatches(clusterSettings(contract), [patched]).map(({ fault }) =>
    [fault.path.join('.'), fault.message].filter((part) => part !== '').join(': '),
  );
}
