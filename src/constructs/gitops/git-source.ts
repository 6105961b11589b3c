import { Fn, type ITerraformDependable, type TerraformProvider, Token } from 'cdktf';
import type { Construct } from 'constructs';
import { DataGiteaRepo } from '../../../.gen/providers/gitea/data-gitea-repo';
import { RepositoryKey } from '../../../.gen/providers/gitea/repository-key';
import { PrivateKey } from '../../../.gen/providers/tls/private-key';
import { gitUrlWithoutScheme } from '../../errors/constructs';
import { giteaSshUrl } from '../../git/resolved';
import type { GiteaRepositorySettings, HttpsRepositorySettings, SshRepositorySettings } from '../../git/settings';
import { giteaDeployKeyShape, httpsRepositoryShape, sshRepositoryShape } from '../../git/shape';
import { checkRules, type Rule } from '../../values/rule';
import { checkSettings } from '../private/check-settings';
import { lateText } from '../private/late-values';
import { checkStack, givenProvider } from '../private/other-stack';
import { requireToken } from '../private/secret';

/** A deploy key that is made for the cluster and registered in a repository of Gitea. */
export interface GiteaDeployKeyOptions extends Omit<GiteaRepositorySettings, 'url'> {
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
export interface SshKeyOptions extends SshRepositorySettings {
  /** Private key in OpenSSH or PEM form: a token, never a literal. It needs write access. */
  readonly privateKey: string;
}

/** A user of the Git server, with a token in place of a password. */
export interface TokenOptions extends HttpsRepositorySettings {
  /** Access token: a token of the framework too, never a literal. It needs write access. */
  readonly password: string;
}

/** Access to a Git repository, in the form that the flux provider takes. */
export interface GitAccess {
  /** URL of the repository. */
  readonly url: string;
  /** Set for a URL with `ssh`. */
  readonly ssh?: { readonly username: string; readonly privateKey: string };
  /** Set for a URL with `https`. */
  readonly http?: { readonly username: string; readonly password: string };
  /** Constructs that must exist before the repository can be reached. */
  readonly ready: readonly ITerraformDependable[];
}

/** A Git repository that a GitOps tool follows, with a way to sign in. */
export abstract class GitSource {
  /**
   * Makes an ED25519 key for the cluster and registers it in the repository, with write access: Flux is bootstrapped
   * with it. The key lies in the state.
   */
  public static giteaDeployKey(options: GiteaDeployKeyOptions): GitSource {
    return new GiteaDeployKey(options);
  }

  /** Signs in with a key that exists already. */
  public static sshKey(options: SshKeyOptions): GitSource {
    return new SshKey(options);
  }

  /** Signs in with an access token over HTTPS. */
  public static token(options: TokenOptions): GitSource {
    return new AccessToken(options);
  }

  /** @internal */
  public abstract _bind(scope: Construct, keyTitle: string): GitAccess;
}

class GiteaDeployKey extends GitSource {
  constructor(private readonly options: GiteaDeployKeyOptions) {
    super();
  }

  public _bind(scope: Construct, keyTitle: string): GitAccess {
    const { owner, repository, sshHost, giteaProvider, tlsProvider } = this.options;
    checkSettings(scope.node.path, { form: giteaDeployKeyShape, rules: [] }, { owner, repository, sshHost });

    checkStack(scope, [givenProvider('giteaProvider', giteaProvider), givenProvider('tlsProvider', tlsProvider)]);
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
      url: giteaSshUrl({ sshHost, owner, repository }),
      ssh: { username: 'git', privateKey: key.privateKeyOpenssh },
      ready: [registered],
    };
  }
}

class SshKey extends GitSource {
  constructor(private readonly options: SshKeyOptions) {
    super();
  }

  public _bind(scope: Construct): GitAccess {
    const { privateKey, ...settings } = this.options;
    const url = lateText(settings.url);
    checkSettings(scope.node.path, { form: sshRepositoryShape, rules: [] }, { url });
    checkRules(scope.node.path, [begins('ssh')], url);
    const username = /^ssh:\/\/([^@/]+)@/.exec(url)?.[1] ?? 'git';
    return { url, ssh: { username, privateKey: requireToken(scope.node.path, 'privateKey', privateKey) }, ready: [] };
  }
}

class AccessToken extends GitSource {
  constructor(private readonly options: TokenOptions) {
    super();
  }

  public _bind(scope: Construct): GitAccess {
    const { password, ...settings } = this.options;
    checkSettings(scope.node.path, { form: httpsRepositoryShape, rules: [] }, settings);
    const { username = 'git' } = settings;
    const url = lateText(settings.url);
    checkRules(scope.node.path, [begins('https')], url);
    return { url, http: { username, password: requireToken(scope.node.path, 'password', password) }, ready: [] };
  }
}

/** The provider of Flux crashes on credentials of SSH beside a URL with http. */
function begins(scheme: string): Rule<string> {
  return {
    condition: (text) => !Token.isUnresolved(text) || text.startsWith(`${scheme}://`),
    message: () => gitUrlWithoutScheme(scheme),
  };
}
