import { coreDnsManifest } from './dns/core-dns';
import type { InlineManifest } from './inline-manifest';
import { kubernetesFacts, type KubernetesSettings } from './kubernetes-settings';

/**
 * Everything that Talos creates in Kubernetes as soon as the API answers, in this order: the CNI, the DNS server, what
 * the settings list. No step after the bootstrap is needed.
 */
export function dayZeroManifests(settings: KubernetesSettings): readonly InlineManifest[] {
  const kubernetes = kubernetesFacts(settings);
  const { cni, coreDns, inlineManifests } = kubernetes;
  const dns = typeof coreDns === 'string' ? [] : [coreDnsManifest(coreDns, kubernetes)];
  return [...cni._manifests(), ...dns, ...inlineManifests];
}
