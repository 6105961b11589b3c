import type { KubernetesVersion } from '../values/kubernetes-version';
import { Cni } from './cni/cni';
import type { CoreDnsSettings } from './core-dns-settings';
import type { InlineManifest } from './inline-manifest';

/** What Kubernetes shall be in a cluster; the same for every machine. */
export interface KubernetesSettings {
  /** Version that every machine runs that does not name its own. */
  readonly kubernetesVersion: KubernetesVersion;
  /**
   * Networks that pods take their addresses from, at most one for each family.
   * @default ['10.244.0.0/16']
   */
  readonly podSubnets?: readonly string[];
  /**
   * Networks that services take their addresses from, at most one for each family.
   * @default ['10.96.0.0/12']
   */
  readonly serviceSubnets?: readonly string[];
  /**
   * Domain of services.
   * @default 'cluster.local'
   */
  readonly dnsDomain?: string;
  /**
   * What connects pods.
   * @default Cni.flannel()
   */
  readonly cni?: Cni;
  /**
   * Whether kube-proxy runs; a CNI that replaces it needs `false`.
   * @default true
   */
  readonly kubeProxy?: boolean;
  /**
   * The DNS server of the cluster: that of Talos, none, or one of our own with settings that Talos does not offer.
   * @default 'default'
   */
  readonly coreDns?: 'default' | 'none' | CoreDnsSettings;
  /**
   * Whether control planes take workloads.
   * @default false
   */
  readonly schedulingOnControlPlanes?: boolean;
  /**
   * Arguments of kube-apiserver without dashes, such as `oidc-issuer-url`.
   * @default - those of Talos
   */
  readonly apiServerExtraArgs?: Readonly<Record<string, string>>;
  /**
   * URLs of manifests that Talos downloads and applies.
   * @default - none
   */
  readonly extraManifests?: readonly string[];
  /**
   * Manifests that come after those of the CNI and the DNS server, in this order.
   * @default - none
   */
  readonly inlineManifests?: readonly InlineManifest[];
}

/** Networks and domain unless the settings have others: those of Talos. */
export const KUBERNETES_NETWORK = {
  podSubnets: ['10.244.0.0/16'],
  serviceSubnets: ['10.96.0.0/12'],
  dnsDomain: 'cluster.local',
} as const;

/** The settings with every default filled in. */
export type KubernetesFacts = Required<KubernetesSettings>;

/** Fills in what the settings leave open. */
export function kubernetesFacts(settings: KubernetesSettings): KubernetesFacts {
  return {
    kubernetesVersion: settings.kubernetesVersion,
    podSubnets: settings.podSubnets ?? KUBERNETES_NETWORK.podSubnets,
    serviceSubnets: settings.serviceSubnets ?? KUBERNETES_NETWORK.serviceSubnets,
    dnsDomain: settings.dnsDomain ?? KUBERNETES_NETWORK.dnsDomain,
    cni: settings.cni ?? Cni.flannel(),
    kubeProxy: settings.kubeProxy ?? true,
    coreDns: settings.coreDns ?? 'default',
    schedulingOnControlPlanes: settings.schedulingOnControlPlanes ?? false,
    apiServerExtraArgs: settings.apiServerExtraArgs ?? {},
    extraManifests: settings.extraManifests ?? [],
    inlineManifests: settings.inlineManifests ?? [],
  };
}
