import type { KubernetesVersion } from '../values/kubernetes-version';
import type { Cni } from './cni';
import type { CoreDnsSettings } from './core-dns-settings';
import type { InlineManifest } from './inline-manifest';

/** What Kubernetes shall be in a cluster; the same for every machine. */
export interface KubernetesSettings {
  /** Version that every machine runs that does not name its own. */
  readonly kubernetesVersion: KubernetesVersion;
  /** Networks that pods take their addresses from, at most one for each family; never empty. */
  readonly podSubnets: readonly string[];
  /** Networks that services take their addresses from, at most one for each family; never empty. */
  readonly serviceSubnets: readonly string[];
  /** Domain of services, such as `cluster.local`. */
  readonly dnsDomain: string;
  /** What connects pods. */
  readonly cni: Cni;
  /** Whether kube-proxy runs; a CNI that replaces it needs `false`. */
  readonly kubeProxy: boolean;
  /** The DNS server of the cluster: that of Talos, none, or one of our own with settings that Talos does not offer. */
  readonly coreDns: 'default' | 'none' | CoreDnsSettings;
  /** Whether control planes take workloads. */
  readonly schedulingOnControlPlanes: boolean;
  /**
   * Arguments of kube-apiserver without dashes, such as `oidc-issuer-url`.
   * @default - those of Talos
   */
  readonly apiServerExtraArgs?: Readonly<Record<string, string>>;
  /** URLs of manifests that Talos downloads and applies. */
  readonly extraManifests: readonly string[];
  /** Manifests that come after those of the CNI and the DNS server, in this order. */
  readonly inlineManifests: readonly InlineManifest[];
}
