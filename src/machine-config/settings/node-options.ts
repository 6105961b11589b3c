import type { LinkOptions } from '../../network/link-settings';
import type { ExtensionServiceOptions } from './extension-services';
import type { HostDnsOptions } from './host-dns';
import type { InstallDiskSelector } from '../../values/install-disk-settings';
import type { KubeletOptions } from './kubelet';
import type { KubeSpanOptions } from './kubespan';
import type { LoggingOptions } from './logging';
import type { RegistryOptions } from './registries';
import type { SafeguardOptions } from './safeguards';
import type { StorageOptions } from './storage';
import type { TimeOptions } from './time';

/**
 * Settings of Talos that several machines may have alike.
 *
 * @typeParam Setting form of a value; a cluster file takes numbers and truth values as text
 * @typeParam Secret form of a secret; a cluster file names it, code gives a value that only OpenTofu knows
 */
export interface TalosOptions<Setting = string, Secret = string> {
  /**
   * Labels of the Kubernetes node; numbers and truth values are taken as text. A worker may set no labels of
   * `kubernetes.io` and `k8s.io`, with few exceptions.
   * @default - none
   */
  readonly nodeLabels?: Readonly<Record<string, Setting>>;
  /**
   * Kernel parameters, such as `vm.nr_hugepages: 1024`.
   * @default - none
   */
  readonly sysctls?: Readonly<Record<string, Setting>>;
  /**
   * Kernel modules to load. Lists of several places are joined.
   * @default - none
   */
  readonly kernelModules?: readonly string[];
  /**
   * Parameters of kernel modules by module, such as `zfs: [zfs_arc_max=1073741824]`; a module that is named here is loaded
   * too.
   * @default - none
   */
  readonly kernelModuleParameters?: Readonly<Record<string, readonly string[]>>;
  /**
   * Rules of udev, a line each. Lists of several places are joined.
   * @default - none
   */
  readonly udevRules?: readonly string[];
  /**
   * Annotations of the Kubernetes node; numbers and truth values are taken as text.
   * @default - none
   */
  readonly nodeAnnotations?: Readonly<Record<string, Setting>>;
  /**
   * Where the machine sends its logs.
   * @default - nowhere
   */
  readonly logging?: LoggingOptions;
  /**
   * WireGuard tunnels between the machines that have them; others are reached as before.
   * @default - none
   */
  readonly kubeSpan?: KubeSpanOptions;
  /**
   * Network links: bonds, bridges, VLANs, tunnels and more, and further settings of cards.
   * @default - the card of the address, and further cards of virtual machines
   */
  readonly links?: LinkOptions<Secret>;
  /**
   * Volumes beside the data disks, and where those of Talos itself are.
   * @default - those of Talos, and the data disks
   */
  readonly storage?: StorageOptions<Secret>;
  /**
   * Isolation of workloads and trimming of file systems; needs contract `v1.14`.
   * @default - those of Talos
   */
  readonly safeguards?: SafeguardOptions;
  /**
   * Further arguments of the kubelet, without leading dashes.
   * @default - none
   */
  readonly kubeletExtraArgs?: Readonly<Record<string, Setting>>;
  /**
   * Configuration, mounts and addresses of the kubelet.
   * @default - those of Talos
   */
  readonly kubelet?: KubeletOptions;
  /**
   * Mirrors of container registries, certificates for them and credentials.
   * @default - none
   */
  readonly registries?: RegistryOptions<Secret>;
  /**
   * Settings of the services that system extensions bring, by the name of the service, such as `tailscale`. Some of them
   * wait until there are any.
   * @default - none
   */
  readonly extensionServices?: Readonly<Record<string, ExtensionServiceOptions<Setting, Secret>>>;
  /**
   * Authorities that Talos and its container runtime trust beside the known ones: certificates as PEM text, by a name.
   * @default - none
   */
  readonly trustedRoots?: Readonly<Record<string, string>>;
  /**
   * Clock of the machine.
   * @default - as Talos has it
   */
  readonly time?: TimeOptions;
  /**
   * DNS server on the machine itself.
   * @default - as Talos has it
   */
  readonly hostDns?: HostDnsOptions;
  /**
   * Names by address that no DNS server is asked for, such as `10.0.0.5: [nas.example.com]`.
   * @default - none
   */
  readonly staticHosts?: Readonly<Record<string, readonly string[]>>;
}

/**
 * Settings of Talos on one machine, whatever it is made of.
 *
 * @typeParam Setting as in `TalosOptions`
 * @typeParam Secret as in `TalosOptions`
 */
export interface OneMachineTalosOptions<Setting = string, Secret = string> extends TalosOptions<Setting, Secret> {
  /**
   * Taints of the Kubernetes node, as `value:Effect`. A worker sets them only when it registers; change them later with
   * `kubectl taint`.
   * @default - none
   */
  readonly nodeTaints?: Readonly<Record<string, string>>;
  /**
   * Further names and addresses in the certificate of the machine's Talos API. Lists of several places are joined.
   * @default - none
   */
  readonly certSans?: readonly string[];
  /**
   * Further arguments of the controller manager of this control plane, beside those of `kubernetes`.
   * @default - none
   */
  readonly controllerManagerExtraArgs?: Readonly<Record<string, Setting>>;
  /**
   * Further arguments of the scheduler of this control plane, beside those of `kubernetes`.
   * @default - none
   */
  readonly schedulerExtraArgs?: Readonly<Record<string, Setting>>;
  /**
   * Further arguments of etcd on this control plane, beside those of `kubernetes`.
   * @default - none
   */
  readonly etcdExtraArgs?: Readonly<Record<string, Setting>>;
}

/**
 * Settings of Talos on one machine.
 *
 * @typeParam Setting as in `TalosOptions`
 * @typeParam Secret as in `TalosOptions`
 */
export interface NodeTalosOptions<Setting = string, Secret = string> extends OneMachineTalosOptions<Setting, Secret> {
  /**
   * Disk that Talos is installed on and erases: its path, such as `/dev/nvme0n1` or `/dev/disk/by-id/nvme-…`, or what is
   * known of it, such as `{ model: 'Samsung SSD 980*' }`; physical machines only.
   * @default - none
   */
  readonly installDisk?: string | InstallDiskSelector;
}
