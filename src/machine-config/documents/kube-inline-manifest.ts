import type { ManifestField } from '../main/cluster-section';
import type { DocumentKind, TalosDocument } from './document-kind';

/** A manifest that Talos creates in Kubernetes. */
export interface KubeInlineManifestConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'KubeInlineManifestConfig';
  /** Name of the manifest. */
  readonly name: string;
  /** Kubernetes objects as text. */
  readonly manifest: ManifestField['contents'];
}

/** Manifests that stand in the configuration. */
export const kubeInlineManifestConfig: DocumentKind<KubeInlineManifestConfig> = {
  kind: 'KubeInlineManifestConfig',
  since: 'v1.14',
  render: (_cluster, _machine, { cluster }) =>
    ((cluster?.inlineManifests ?? []) as readonly ManifestField[]).map(({ name, contents }) => ({
      apiVersion: 'v1alpha1',
      kind: 'KubeInlineManifestConfig',
      name,
      manifest: contents,
    })),
  moves: ['cluster.inlineManifests'],
  contents: ['manifest'],
};
