import { Cni } from './cni/cni';
import type { KubernetesSettings } from './settings';

/** Networks and domain unless the settings have others: those of Talos. */
export const KUBERNETES_NETWORK = {
  podSubnets: ['10.244.0.0/16'],
  serviceSubnets: ['10.96.0.0/12'],
  dnsDomain: 'cluster.local',
} as const;

/** Kubernetes with every default filled in. */
export type ResolvedKubernetes = Required<KubernetesSettings>;

/** Fills in what the settings leave open. */
export function resolvedKubernetes(settings: KubernetesSettings): ResolvedKubernetes {
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
    addons: settings.addons ?? [],
    inlineManifests: settings.inlineManifests ?? [],
  };
}
