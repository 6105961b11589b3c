import type { KubernetesVersion } from '../../values/kubernetes-version';
import type { MachineType } from '../../values/machine-type';
import type { ConfigPatch } from './config-patch';

/** Settings of Talos on one machine, virtual or physical. */
export interface MachineSettings {
  /** Name of the machine in Talos and in Kubernetes: a DNS label. */
  readonly hostname: string;
  /** Role of the machine in the cluster. */
  readonly machineType: `${MachineType}`;
  /** The machine's own IP address, without prefix. */
  readonly address: string;
  /** Network that the address lies in, such as `10.200.0.0/16`; the kubelet and etcd take their addresses from it. */
  readonly subnet: string;
  /**
   * Address of the default gateway. One outside of the subnet gets a route on the link, which a link-local IPv6 address
   * such as `fe80::1` does not need.
   * @default - no default route
   */
  readonly gateway?: string;
  /**
   * Addresses of DNS servers.
   * @default - those of Talos
   */
  readonly dnsServers?: readonly string[];
  /**
   * Domains that short names are looked up in.
   * @default - none
   */
  readonly searchDomains?: readonly string[];
  /**
   * Network interface that carries the address: its name, or `physical` for the only physical one, whatever its name.
   * @default eth0
   */
  readonly link?: string;
  /**
   * Disk that Talos is installed on, such as `/dev/sda`; only for machines that boot from something else.
   * @default - the machine boots from its installed disk
   */
  readonly installDisk?: string;
  /**
   * Labels of the Kubernetes node. On a worker Kubernetes refuses labels of `kubernetes.io` and `k8s.io`, with few
   * exceptions.
   * @default - those of Talos
   */
  readonly nodeLabels?: Readonly<Record<string, string>>;
  /**
   * Taints of the Kubernetes node: key to `value:Effect`. A worker sets them only when it registers; later changes need
   * `kubectl taint`.
   * @default - those of Talos
   */
  readonly nodeTaints?: Readonly<Record<string, string>>;
  /**
   * Names and addresses in the certificate of the Talos API, beside the machine's address, the virtual IP and the host
   * of the cluster endpoint.
   * @default - none
   */
  readonly certSans?: readonly string[];
  /**
   * Arguments of the kubelet without dashes, such as `rotate-server-certificates`.
   * @default - those of Talos
   */
  readonly kubeletExtraArgs?: Readonly<Record<string, string>>;
  /**
   * Kernel parameters, such as `vm.nr_hugepages`.
   * @default - those of Talos
   */
  readonly sysctls?: Readonly<Record<string, string>>;
  /**
   * Kernel modules to load, such as `nvme_tcp`.
   * @default - none
   */
  readonly kernelModules?: readonly string[];
  /**
   * Data disks that workloads can use.
   * @default - none
   */
  readonly volumes?: readonly VolumeSettings[];
  /**
   * Kubernetes version of this machine.
   * @default - that of the cluster
   */
  readonly kubernetesVersion?: KubernetesVersion;
  /**
   * Patches of this machine, applied after all others.
   * @default - none
   */
  readonly configPatches?: readonly ConfigPatch[];
}

/** A data disk that is formatted, mounted and handed to the kubelet. */
export interface VolumeSettings {
  /** Name of the volume: letters, digits and dashes. */
  readonly name: string;
  /** Where workloads find it, such as `/var/lib/longhorn`. */
  readonly mountPath: string;
  /** Stable path of the disk, such as `/dev/disk/by-id/…`; used by contracts up to `v1.9`. */
  readonly devicePath: string;
  /** Serial number of the disk; used by contracts from `v1.10` on. */
  readonly serial: string;
}
