import type { ClusterAddon } from './addon';
import { CoreDns } from './dns/core-dns';
import type { InlineManifest } from './inline-manifest';
import { resolvedKubernetes } from './resolved';
import type { KubernetesSettings } from './settings';

/** The add-ons of a cluster in the order in which they are created: network, DNS, then the others. */
export function clusterAddons(settings: KubernetesSettings): readonly ClusterAddon[] {
  const { cni, coreDns, addons } = resolvedKubernetes(settings);
  return [cni, ...(typeof coreDns === 'string' ? [] : [new CoreDns(coreDns)]), ...addons];
}

/**
 * Everything that Talos creates in Kubernetes as soon as the API answers: what the add-ons need, then the manifests of
 * the settings. No step after the bootstrap is needed.
 */
export function dayZeroManifests(settings: KubernetesSettings): readonly InlineManifest[] {
  const kubernetes = resolvedKubernetes(settings);
  return [...clusterAddons(settings).flatMap((addon) => addon._manifests(kubernetes)), ...kubernetes.inlineManifests];
}
