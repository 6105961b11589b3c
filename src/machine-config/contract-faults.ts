import { quoteValue } from '../errors/spec';

/** Settings that Talos has later only. */
export function safeguardsLater(contract: string, since: string): string {
  return `not supported by contract ${contract}; leave it out, or raise talos.contract to ${since}`;
}

/** Mounts of the kubelet, for which there is no document. */
export function kubeletTakesNoMounts(contract: string): string {
  return `not supported by contract ${contract}, in which the kubelet has no mounts of its own; leave it out: pods may mount everything below /var/mnt, where volumes are`;
}

/** A directory of static pods, for which there is no document. */
export function staticPodsInDocuments(contract: string): string {
  return `not supported by contract ${contract}; leave it out, and write each pod in a patch with a KubeStaticPodConfig document`;
}

/** Volumes of components, for which there is no document. */
export function volumesOfComponentGone(contract: string): string {
  return `not supported by contract ${contract}, in which components of the control plane have no volumes; leave it out, and write what a file would hold in a setting, such as auditPolicy or admission`;
}

/** An argument of the API server that a machine refuses. */
export function argumentOfDocument(kind: string, contract: string): string {
  return `a machine refuses this argument with contract ${contract}; leave it out, and write ${kind === 'KubeAuthenticationConfig' ? 'kubernetes.oidc, or a patch with a KubeAuthenticationConfig document' : 'a patch with KubeAuthorizerConfig documents'}`;
}

/** A data disk elsewhere than the kubelet looks. */
export function mountPathElsewhere(got: string, path: string, contract: string): string {
  return `got ${quoteValue(got)}; with contract ${contract} pods find a volume only where Talos mounts it: write ${quoteValue(path)}`;
}
