import type { Path } from '../values/path';

/** A version in cluster files, and where its releases are. */
interface VersionHint {
  /** Place of the version. */
  readonly path: Path;
  /** Repository on GitHub. */
  readonly repository: string;
}

/** Versions that Renovate raises. The contract is not among them: it is raised when every machine runs its version. */
export const VERSION_HINTS: readonly VersionHint[] = [
  { path: ['talos', 'version'], repository: 'siderolabs/talos' },
  { path: ['talos', 'update', 'version'], repository: 'siderolabs/talos' },
  { path: ['kubernetes', 'version'], repository: 'kubernetes/kubernetes' },
  { path: ['kubernetes', 'update', 'version'], repository: 'kubernetes/kubernetes' },
  { path: ['kubernetes', 'cni', 'cilium', 'version'], repository: 'cilium/cilium' },
  { path: ['kubernetes', 'cni', 'cilium', 'cliVersion'], repository: 'cilium/cilium-cli' },
  { path: ['kubernetes', 'coreDns', 'version'], repository: 'coredns/coredns' },
  { path: ['gitops', 'flux', 'version'], repository: 'fluxcd/flux2' },
];

/** The comment that Renovate looks for before a version. */
export function versionHint(repository: string): string {
  return `# renovate: datasource=github-releases depName=${repository}`;
}
