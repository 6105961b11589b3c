import type { GitRepositorySettings } from '../git/settings';
import type { FLUX_COMPONENTS, FLUX_EXTRA_COMPONENTS } from '../values/flux-components';

/** GitOps tools that follow a Git repository from day 0 on. */
export interface GitopsSettings {
  /**
   * Flux, put into the repository and the cluster by `flux_bootstrap_git`. From then on a plan needs both.
   * @default - none
   */
  readonly flux?: FluxSettings;
}

/** Flux, and the repository that it follows. */
export interface FluxSettings extends FluxOptions {
  /** The repository that Flux writes its own manifests to and follows. */
  readonly repository: GitRepositorySettings;
}

/**
 * Flux as the `flux` provider installs it.
 *
 * @see https://registry.terraform.io/providers/fluxcd/flux/latest/docs/resources/bootstrap_git
 */
export interface FluxOptions {
  /**
   * Branch of the repository.
   * @default main
   */
  readonly branch?: string;
  /**
   * Directory of the cluster in the repository.
   * @default - clusters/ and the name of the cluster
   */
  readonly path?: string;
  /**
   * How often the repository is looked at.
   * @default 60
   */
  readonly intervalSeconds?: number;
  /**
   * Controllers to install; source and kustomize controller must be among them.
   * @default - the four standard ones
   */
  readonly components?: readonly (typeof FLUX_COMPONENTS)[number][];
  /**
   * Further controllers, such as `image-automation-controller`.
   * @default - none
   */
  readonly componentsExtra?: readonly (typeof FLUX_EXTRA_COMPONENTS)[number][];
  /**
   * Namespace of Flux. Changed later, everything in it is replaced.
   * @default flux-system
   */
  readonly namespace?: string;
  /**
   * Take the manifests from the provider, not from GitHub. Not with a version.
   * @default - true, but with a version
   */
  readonly embeddedManifests?: boolean;
  /**
   * Version of Flux, such as `v2.8.5`; its manifests are then downloaded from GitHub at every plan.
   * @default - that of the provider
   */
  readonly version?: string;
}
