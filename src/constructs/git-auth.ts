import { Fn, type ITerraformDependable, type TerraformProvider, Token } from 'cdktf';
import type { Construct } from 'constructs';
import { DataGiteaRepo } from '../../.gen/providers/gitea/data-gitea-repo';
import { RepositoryKey } from '../../.gen/providers/gitea/repository-key';
import { PrivateKey } from '../../.gen/providers/tls/private-key';
import { gitUrlNotHttps, gitUrlNotSsh, gitUrlWithoutScheme, sshHostInvalid } from '../errors/constructs';
import { checkRules, type Rule } from '../values/rule';
import { isHostWithPort, isPlainUrl } from '../values/url';
import { requireToken } from './private/secret';

/** A deploy key that is made for the cluster and registered in a repository of Gitea. */
export interface GiteaDeployKeyOptions {
  /** User or organization that the repository belongs to. */
  readonly owner: string;
  /** Name of the repository. */
  readonly repository: string;
  /** Name or address at which Gitea answers SSH, with a port if it is not 22: `gitea.example:2222`. */
  readonly sshHost: string;
  /**
   * Provider of Gitea. It contacts the server at every plan.
   * @default - the stack's `gitea` provider without an alias
   */
  readonly giteaProvider?: TerraformProvider;
  /**
   * Provider that makes the key.
   * @default - the stack's `tls` provider without an alias
   */
  readonly tlsProvider?: TerraformProvider;
}

/** A key that exists already and that the Git server knows. */
export interface SshKeyOptions {
  /** URL of the repository, such as `ssh://git@github.com/me/cluster.git`. */
  readonly url: string;
  /** Private key in OpenSSH or PEM form: a token, never a literal. It needs write access. */
  readonly privateKey: string;
}

/** A user of the Git server, with a token in place of a password. */
export interface TokenOptions {
  /** URL of the repository, such as `https://github.com/me/cluster.git`. */
  readonly url: string;
  /**
   * Name of the user; most servers take any name beside a token.
   * @default 'git'
   */
  readonly username?: string;
  /** Access token: a token of the framework too, never a literal. It needs write access. */
  readonly password: string;
}

/** What a Git repository is reached with, in the form that the flux provider takes. */
export interface GitAccess {
  /** URL of the repository. */
  readonly url: string;
  /** Set for a URL with `ssh`. */
  readonly ssh?: { readonly username: string; readonly privateKey: string };
  /** Set for a URL with `https`. */
  readonly http?: { readonly username: string; readonly password: string };
  /** What must exist before the repository is open. */
  readonly ready: readonly ITerraformDependable[];
}

/** Which Git repository a GitOps tool follows, and how it signs in. */
export abstract class GitAuth {
  /**
   * Makes an ED25519 key for the cluster and registers it in the repository, with write access: Flux is bootstrapped
   * with it. The key lies in the state.
   */
  public static giteaDeployKey(options: GiteaDeployKeyOptions): GitAuth {
    return new GiteaDeployKey(options);
  }

  /** Signs in with a key that exists already. */
  public static sshKey(options: SshKeyOptions): GitAuth {
    return new SshKey(options);
  }

  /** Signs in with an access token over HTTPS. */
  public static token(options: TokenOptions): GitAuth {
    return new AccessToken(options);
  }

  /** @internal */
  public abstract _bind(scope: Construct, keyTitle: string): GitAccess;
}

class GiteaDeployKey extends GitAuth {
  constructor(private readonly options: GiteaDeployKeyOptions) {
    super();
  }

  public _bind(scope: Construct, keyTitle: string): GitAccess {
    const { owner, repository, sshHost, giteaProvider, tlsProvider } = this.options;
    checkRules(scope.node.path, [{ condition: isSshHost, message: sshHostInvalid }], sshHost);

    const key = new PrivateKey(scope, 'key', { provider: tlsProvider, algorithm: 'ED25519' });
    const found = new DataGiteaRepo(scope, 'repository', {
      provider: giteaProvider,
      username: owner,
      name: repository,
    });
    const registered = new RepositoryKey(scope, 'deploy-key', {
      provider: giteaProvider,
      repository: Token.asNumber(found.interpolationForAttribute('id')),
      title: keyTitle,
      key: Token.asString(Fn.trimspace(key.publicKeyOpenssh)),
      readOnly: false, // the bootstrap pushes the manifests of Flux
    });
    return {
      url: `ssh://git@${sshHost}/${owner}/${repository}.git`,
      ssh: { username: 'git', privateKey: key.privateKeyOpenssh },
      ready: [registered],
    };
  }
}

class SshKey extends GitAuth {
  constructor(private readonly options: SshKeyOptions) {
    super();
  }

  public _bind(scope: Construct): GitAccess {
    const { url, privateKey } = this.options;
    checkRules(scope.node.path, [begins('ssh'), { condition: isSshUrl, message: gitUrlNotSsh }], url);
    const username = /^ssh:\/\/([^@/]+)@/.exec(url)?.[1] ?? 'git';
    return { url, ssh: { username, privateKey: requireToken(scope.node.path, 'privateKey', privateKey) }, ready: [] };
  }
}

class AccessToken extends GitAuth {
  constructor(private readonly options: TokenOptions) {
    super();
  }

  public _bind(scope: Construct): GitAccess {
    const { url, username = 'git', password } = this.options;
    checkRules(scope.node.path, [begins('https'), { condition: isHttpsUrl, message: gitUrlNotHttps }], url);
    return { url, http: { username, password: requireToken(scope.node.path, 'password', password) }, ready: [] };
  }
}

function isSshHost(text: string): boolean {
  return Token.isUnresolved(text) || isHostWithPort(text);
}

/** The provider of Flux crashes on credentials of SSH beside a URL with http. */
function begins(scheme: string): Rule<string> {
  return {
    condition: (text) => !Token.isUnresolved(text) || text.startsWith(`${scheme}://`),
    message: () => gitUrlWithoutScheme(scheme),
  };
}

function isSshUrl(text: string): boolean {
  return Token.isUnresolved(text) || (isPlainUrl(text, ['ssh']) && hasPath(text));
}

function isHttpsUrl(text: string): boolean {
  return Token.isUnresolved(text) || (isPlainUrl(text, ['https']) && hasPath(text));
}

function hasPath(url: string): boolean {
  return /^[a-z]+:\/\/[^/]+\/[^/]/i.test(url);
}
