/** The repository that a GitOps tool follows, and with it how it signs in. */
export type GitRepositorySettings = GiteaRepositoryChoice | SshRepositoryChoice | HttpsRepositoryChoice;

/** A repository in Gitea. */
export interface GiteaRepositoryChoice {
  /** A repository in Gitea, with a deploy key that is made for the cluster. */
  readonly gitea: GiteaRepositorySettings;
}

/** A repository over SSH. */
export interface SshRepositoryChoice {
  /** A repository over SSH, with the private key in the variable `flux_git_ssh_private_key`. */
  readonly ssh: SshRepositorySettings;
}

/** A repository over HTTPS. */
export interface HttpsRepositoryChoice {
  /** A repository over HTTPS, with the token in the variable `flux_git_token`. */
  readonly https: HttpsRepositorySettings;
}

/** A repository in Gitea. */
export interface GiteaRepositorySettings {
  /**
   * URL of Gitea, without `/api/v1`. Its provider asks the server at every plan, with the token of the variable
   * `gitea_token`: it needs the scopes `read:user` and `write:repository`, and its user must own the repository or be
   * an administrator of it.
   */
  readonly url: string;
  /** User or organisation that owns the repository. */
  readonly owner: string;
  /** Name of the repository. */
  readonly repository: string;
  /**
   * Host of the repository's SSH URL, with its port if that is not 22.
   * @default - the host of the URL
   */
  readonly sshHost?: string;
}

/** A repository that is reached with an SSH key. */
export interface SshRepositorySettings {
  /** URL of the repository, such as `ssh://git@github.com/owner/name.git`. */
  readonly url: string;
}

/** A repository that is reached with an access token. */
export interface HttpsRepositorySettings {
  /** URL of the repository, such as `https://github.com/owner/name.git`. */
  readonly url: string;
  /**
   * User that the token belongs to; most servers take any name beside a token.
   * @default git
   */
  readonly username?: string;
}
