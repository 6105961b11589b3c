/** Kind of the machines of a generated cluster. */
export type Hardware = 'virtual' | 'physical' | 'both';

/** Every kind of machines. */
export const HARDWARE: readonly Hardware[] = ['virtual', 'physical', 'both'];

/** Which cluster to generate. */
export interface ClusterFrame extends Release {
  readonly hardware: Hardware;
}

/** A contract, with versions that go with it. */
export interface Release {
  /** Such as `v1.13`. */
  readonly contract: string;
  /** Releases of Talos that know it. */
  readonly talosVersions: readonly string[];
  /** Kubernetes version that all of these take, and the release whose library is in the judge. */
  readonly kubernetesVersion: string;
}

/** Every contract that is written. */
export const RELEASES: readonly Release[] = [
  { contract: 'v1.9', talosVersions: ['v1.9.6', 'v1.11.6', 'v1.13.9'], kubernetesVersion: 'v1.31.4' },
  { contract: 'v1.10', talosVersions: ['v1.10.9', 'v1.13.9'], kubernetesVersion: 'v1.32.3' },
  { contract: 'v1.11', talosVersions: ['v1.11.6', 'v1.13.9'], kubernetesVersion: 'v1.33.4' },
  { contract: 'v1.12', talosVersions: ['v1.12.11', 'v1.13.9'], kubernetesVersion: 'v1.34.1' },
  { contract: 'v1.13', talosVersions: ['v1.13.9', 'v1.14.1'], kubernetesVersion: 'v1.35.2' },
  { contract: 'v1.14', talosVersions: ['v1.14.1'], kubernetesVersion: 'v1.36.2' },
];
