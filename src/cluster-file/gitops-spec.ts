import { z } from 'zod';
import { FLUX_COMPONENTS, FLUX_EXTRA_COMPONENTS } from '../values/flux-components';
import {
  dnsLabel,
  duration,
  fluxVersion,
  giteaUrl,
  gitOwner,
  gitRepository,
  hostWithPort,
  someText,
  url,
} from '../forms/scalars';
import { type DeepReadonly, type NamedSchema, strictObject } from '../forms/strict-object';

const gitea = strictObject({
  /**
   * URL of Gitea, without `/api/v1`. Its provider asks the server at every plan, with the token of the variable
   * `gitea_token`: it needs the scopes `read:user` and `write:repository`, and its user must own the repository or be
   * an administrator of it.
   */
  url: giteaUrl(),
  /** User or organisation that owns the repository. */
  owner: gitOwner,
  /** Name of the repository. */
  repository: gitRepository,
  /**
   * Host of the repository's SSH URL, with its port if that is not 22.
   * @default - the host of the URL
   */
  sshHost: hostWithPort.optional(),
});

const sshRepository = strictObject({
  /** URL of the repository, such as `ssh://git@github.com/owner/name.git`. */
  url: url('ssh://git@github.com/owner/name.git', 'ssh'),
});

const httpsRepository = strictObject({
  /** URL of the repository, such as `https://github.com/owner/name.git`. */
  url: url('https://github.com/owner/name.git', 'https'),
  /**
   * User that the token belongs to.
   * @default git
   */
  username: someText.optional(),
});

const giteaChoice = strictObject({
  /** A repository in Gitea, with a deploy key that is made for the cluster. */
  gitea,
});

const sshChoice = strictObject({
  /** A repository over SSH, with the private key in the variable `flux_git_ssh_private_key`. */
  ssh: sshRepository,
});

const httpsChoice = strictObject({
  /** A repository over HTTPS, with the token in the variable `flux_git_token`. */
  https: httpsRepository,
});

const flux = strictObject({
  /** The repository that Flux writes its own manifests to and follows. */
  repository: z.union([giteaChoice, sshChoice, httpsChoice]),
  /**
   * Branch of the repository.
   * @default main
   */
  branch: someText.optional(),
  /**
   * Directory of the cluster in the repository.
   * @default - clusters/ and the name of the cluster
   */
  path: someText.optional(),
  /**
   * How often the repository is looked at.
   * @default 1m0s
   */
  interval: duration.optional(),
  /**
   * Controllers to install; source and kustomize controller must be among them.
   * @default - the four standard ones
   */
  components: z.array(z.enum(FLUX_COMPONENTS)).min(1).optional(),
  /**
   * Further controllers, such as `image-automation-controller`.
   * @default - none
   */
  componentsExtra: z.array(z.enum(FLUX_EXTRA_COMPONENTS)).optional(),
  /**
   * Namespace of Flux.
   * @default flux-system
   */
  namespace: dnsLabel.optional(),
  /**
   * Take the manifests from the provider, not from GitHub. Not with a version.
   * @default - true, but with a version
   */
  embeddedManifests: z.boolean().optional(),
  /**
   * Version of Flux; its manifests are then downloaded from GitHub at every plan.
   * @default - that of the provider
   */
  version: fluxVersion.optional(),
});

const gitops = strictObject({
  /**
   * Flux, put into the repository and the cluster by `flux_bootstrap_git`. From then on a plan needs both.
   * @default - none
   */
  flux: flux.optional(),
});

/** Schema of the section `gitops`. */
export interface GitopsSpecSchema extends GitopsObject, NamedSchema {}
type GitopsObject = typeof gitops;

/** What follows a Git repository from day 0 on. */
export const gitopsSpec: GitopsSpecSchema = gitops;

/** What follows a Git repository from day 0 on. */
export type GitopsSpec = DeepReadonly<z.input<typeof gitopsSpec>>;
