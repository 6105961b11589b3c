import type { KubernetesVersion } from '../values/kubernetes-version';
import type { ClusterAddon } from './addon';
import type { Cni } from './cni/cni';
import type { ControlPlaneOptions } from './control-plane/settings';
import type { CoreDnsSettings } from './dns/settings';
import type { InlineManifest } from './inline-manifest';

/**
 * Settings of Kubernetes that are written alike in a cluster file and in TypeScript; the same for every machine.
 *
 * @typeParam Setting form of an argument
 */
export interface KubernetesOptions<Setting = string> extends ControlPlaneOptions<Setting> {
  /**
   * Networks of the pods, one for each family of addresses. They stay for the life of the cluster.
   * @default 10.244.0.0/16
   */
  readonly podSubnets?: readonly string[];
  /**
   * Networks of the services, one for each family of addresses. The tenth address is the cluster's DNS. They stay for the
   * life of the cluster.
   * @default 10.96.0.0/12
   */
  readonly serviceSubnets?: readonly string[];
  /**
   * Domain of the cluster's own names. It stays for the life of the cluster.
   * @default cluster.local
   */
  readonly dnsDomain?: string;
  /**
   * Run kube-proxy. Switch it off with Cilium, which takes its place.
   * @default true
   */
  readonly kubeProxy?: boolean;
  /**
   * DNS of the cluster: `default` as Talos brings it, `none` to install one yourself, or CoreDNS with its own version
   * and zones, installed at bootstrap.
   * @default default
   */
  readonly coreDns?: 'default' | 'none' | CoreDnsSettings;
  /**
   * Let control planes take workloads. A cluster without workers needs it.
   * @default false
   */
  readonly schedulingOnControlPlanes?: boolean;
  /**
   * URLs of manifests that control planes fetch and apply at bootstrap. Pin their versions.
   * @default - none
   */
  readonly extraManifests?: readonly string[];
}

/** Kubernetes of a cluster: versions, networks and what is there from the first boot. */
export interface KubernetesSettings extends KubernetesOptions {
  /** Version that every machine runs that does not name its own. */
  readonly kubernetesVersion: KubernetesVersion;
  /**
   * Network of the pods. It is installed once and never taken away.
   * @default Cni.flannel()
   */
  readonly cni?: Cni;
  /**
   * Audit policy of the API server, whole: it takes the place of the one of Talos, which writes down metadata of every
   * request. The log is `/var/log/audit/kube` on the control planes.
   * @default - metadata of every request
   */
  readonly auditPolicy?: Readonly<Record<string, unknown>>;
  /**
   * Add-ons that are created after network and DNS, in this order.
   * @default - none
   */
  readonly addons?: readonly ClusterAddon[];
  /**
   * Manifests that come after those of all add-ons, in this order.
   * @default - none
   */
  readonly inlineManifests?: readonly InlineManifest[];
}
