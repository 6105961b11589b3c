import type { DocumentKind, TalosDocument } from './document-kind';

/** A manifest that Talos fetches and creates in Kubernetes. */
export interface KubeExternalManifestConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'KubeExternalManifestConfig';
  /** Name of the manifest. */
  readonly name: string;
  /** Where it is fetched from. */
  readonly url: string;
}

/** Manifests by their addresses. Older contracts have no names for them, so their places in the list are names here. */
export const kubeExternalManifestConfig: DocumentKind<KubeExternalManifestConfig> = {
  kind: 'KubeExternalManifestConfig',
  since: 'v1.14',
  render: (_cluster, _machine, { cluster }) =>
    ((cluster?.extraManifests ?? []) as readonly string[]).map((url, index) => ({
      apiVersion: 'v1alpha1',
      kind: 'KubeExternalManifestConfig',
      name: `extra-manifest-${index + 1}`,
      url,
    })),
  moves: ['cluster.extraManifests'],
  contents: ['headers.*'],
};
