import type { CniKind } from './cni-kind';

/** Flannel as Talos brings it; its image is one of the Talos release. */
export const FLANNEL: CniKind = { kind: 'flannel', isBuiltIn: true, replacesKubeProxy: false, manifests: [], urls: [] };
