import type { GitopsSpec } from '../cluster-file/gitops-spec';
import type { Complete } from '../values/complete';
import { nothingLeft } from '../values/nothing-left';

/** What follows a Git repository from day 0 on. */
export interface GitopsModel {
  /**
   * Flux, put into the repository by the provider.
   * @default - none
   */
  readonly flux?: FluxModel;
}

/** Flux and the repository that it follows. */
export interface FluxModel {
  /** The repository. */
  readonly repository: GitRepositoryModel;
  /** Branch of the repository. */
  readonly branch: string;
  /** Directory of the cluster in the repository. */
  readonly path: string;
  /** How often the repository is looked at. */
  readonly interval: string;
  /**
   * Controllers to install.
   * @default - the four standard ones
   */
  readonly components?: readonly string[];
  /**
   * Further controllers.
   * @default - none
   */
  readonly componentsExtra?: readonly string[];
  /** Namespace of Flux. */
  readonly namespace: string;
  /** Whether the manifests come from the provider, and not from GitHub. */
  readonly embeddedManifests: boolean;
  /**
   * Version of Flux.
   * @default - that of the provider
   */
  readonly version?: string;
}

/** A Git repository, and with it how Flux signs in. */
export type GitRepositoryModel = GiteaRepositoryModel | SshRepositoryModel | HttpsRepositoryModel;

/** A repository in Gitea, with a deploy key that is made for the cluster. */
export interface GiteaRepositoryModel {
  /** Tells the kinds of repositories apart. */
  readonly kind: 'gitea';
  /** URL of Gitea. */
  readonly url: string;
  /** User or organisation that owns the repository. */
  readonly owner: string;
  /** Name of the repository. */
  readonly repository: string;
  /** Host of the repository's SSH URL, with its port if that is not 22. */
  readonly sshHost: string;
}

/** A repository over SSH, with a private key from a variable. */
export interface SshRepositoryModel {
  /** Tells the kinds of repositories apart. */
  readonly kind: 'ssh';
  /** URL of the repository. */
  readonly url: string;
}

/** A repository over HTTPS, with a token from a variable. */
export interface HttpsRepositoryModel {
  /** Tells the kinds of repositories apart. */
  readonly kind: 'https';
  /** URL of the repository. */
  readonly url: string;
  /** User that the token belongs to. */
  readonly username: string;
}

type FluxSpec = NonNullable<GitopsSpec['flux']>;
type RepositorySpec = FluxSpec['repository'];

/** What follows a Git repository, with every default filled in. */
export function gitopsModel(clusterName: string, gitops: GitopsSpec | undefined): GitopsModel | undefined {
  if (gitops === undefined) return undefined;
  const { flux, ...rest } = gitops;
  nothingLeft(rest);
  return flux && { flux: fluxModel(clusterName, flux) };
}

function fluxModel(clusterName: string, flux: FluxSpec): Complete<FluxModel> {
  const {
    repository,
    branch = 'main',
    path = `clusters/${clusterName}`,
    interval = '1m0s',
    components,
    componentsExtra,
    namespace = 'flux-system',
    version,
    embeddedManifests = version === undefined,
    ...rest
  } = flux;
  nothingLeft(rest);
  return {
    repository: repositoryModel(repository),
    branch,
    path,
    interval,
    components,
    componentsExtra,
    namespace,
    embeddedManifests,
    version,
  };
}

function repositoryModel(repository: RepositorySpec): GitRepositoryModel {
  if ('gitea' in repository) return giteaModel(repository);
  if ('ssh' in repository) return sshModel(repository);
  return httpsModel(repository);
}

function giteaModel({
  gitea,
  ...restOfChoice
}: Extract<RepositorySpec, { gitea: unknown }>): Complete<GiteaRepositoryModel> {
  const { url, owner, repository, sshHost = new URL(url).hostname, ...rest } = gitea;
  nothingLeft(restOfChoice);
  nothingLeft(rest);
  return { kind: 'gitea', url, owner, repository, sshHost };
}

function sshModel({ ssh, ...restOfChoice }: Extract<RepositorySpec, { ssh: unknown }>): Complete<SshRepositoryModel> {
  const { url, ...rest } = ssh;
  nothingLeft(restOfChoice);
  nothingLeft(rest);
  return { kind: 'ssh', url };
}

function httpsModel({
  https,
  ...restOfChoice
}: Extract<RepositorySpec, { https: unknown }>): Complete<HttpsRepositoryModel> {
  const { url, username = 'git', ...rest } = https;
  nothingLeft(restOfChoice);
  nothingLeft(rest);
  return { kind: 'https', url, username };
}
