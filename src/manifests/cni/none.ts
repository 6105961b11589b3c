import type { CniKind } from './cni-kind';

/** No network for pods, until a person or GitOps installs one. */
export const NO_CNI: CniKind = { kind: 'none', isBuiltIn: false, manifests: [], urls: [] };
