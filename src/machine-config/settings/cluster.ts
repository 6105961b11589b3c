import type { KubernetesSettings } from '../../manifests/settings';
import type { TalosContract } from '../../values/talos-contract';
import type { ConfigPatch } from './config-patch';
import type { FirewallOptions } from './firewall';

/** Settings of a cluster: its name, and all that its machines have in common. */
export interface ClusterSettings extends ClusterOptions {
  /** Name of the cluster in Talos and in the credentials. */
  readonly clusterName: string;
}

/** Settings that all machines of a cluster have in common. */
export interface ClusterOptions {
  /** URL of the Kubernetes API, such as `https://10.200.5.10:6443`. */
  readonly clusterEndpoint: string;
  /** Talos minor version that the configurations are written for. */
  readonly contract: TalosContract;
  /**
   * Address that one of the control planes carries at any time.
   * @default - none
   */
  readonly vip?: string;
  /**
   * Firewall of the machines.
   * @default - none
   */
  readonly firewall?: FirewallOptions;
  /** Settings of Kubernetes. */
  readonly kubernetes: KubernetesSettings;
  /**
   * Names and addresses in the certificates of the Kubernetes API and of the Talos API, beside those that are always
   * there: the addresses of the machines, the virtual IP and the host of the cluster endpoint.
   * @default - none
   */
  readonly certSans?: readonly string[];
  /**
   * Patches of every machine, applied after those that this library makes.
   * @default - none
   */
  readonly configPatches?: readonly ConfigPatch[];
  /**
   * Patches of control planes, applied after those of every machine.
   * @default - none
   */
  readonly controlPlanePatches?: readonly ConfigPatch[];
  /**
   * Patches of workers, applied after those of every machine.
   * @default - none
   */
  readonly workerPatches?: readonly ConfigPatch[];
}
