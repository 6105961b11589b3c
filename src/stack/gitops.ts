import type { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';

import { GiteaProvider } from '../../.gen/providers/gitea/provider';
import { TlsProvider } from '../../.gen/providers/tls/provider';
import { FluxBootstrap } from '../constructs/gitops/flux-bootstrap';
import { GitAuth } from '../constructs/gitops/git-auth';
import type { ITalosCluster } from '../constructs/cluster/talos-cluster';
import { sshHostOf } from '../git/resolved';
import type {
  GiteaRepositorySettings,
  GitRepositorySettings,
  HttpsRepositorySettings,
  SshRepositorySettings,
} from '../git/settings';
import type { GitopsSettings } from '../gitops/settings';
import { nothingLeft } from '../values/nothing-left';
import { createSecretVariable } from '../constructs/credentials/secret-variable';

/** Makes what follows a Git repository, with the providers and variables that its way to sign in needs. */
export function createGitops(stack: TerraformStack, cluster: ITalosCluster, { flux, ...rest }: GitopsSettings): void {
  nothingLeft(rest);
  if (flux === undefined) return;
  const { repository, ...options } = flux;
  const auth = createAuth(stack, repository);
  new FluxBootstrap(new Construct(stack, 'gitops'), 'flux', { ...options, cluster, auth });
}

function createAuth(stack: TerraformStack, repository: GitRepositorySettings): GitAuth {
  if ('gitea' in repository) return createGiteaAuth(stack, repository.gitea);
  if ('ssh' in repository) return createSshAuth(stack, repository.ssh);
  return createHttpsAuth(stack, repository.https);
}

function createGiteaAuth(stack: TerraformStack, settings: GiteaRepositorySettings): GitAuth {
  const { url, owner, repository } = settings;
  new TlsProvider(stack, 'tls');
  new GiteaProvider(stack, 'gitea', {
    baseUrl: url,
    token: createSecretVariable(
      stack,
      'gitea_token',
      `Token of ${url} that may add deploy keys to ${owner}/${repository}.`,
    ),
  });
  return GitAuth.giteaDeployKey({ owner, repository, sshHost: sshHostOf(settings) });
}

function createSshAuth(stack: TerraformStack, settings: SshRepositorySettings): GitAuth {
  const description = `Private SSH key with write access to ${settings.url}.`;
  return GitAuth.sshKey({
    ...settings,
    privateKey: createSecretVariable(stack, 'flux_git_ssh_private_key', description),
  });
}

function createHttpsAuth(stack: TerraformStack, settings: HttpsRepositorySettings): GitAuth {
  const description = `Token with write access to ${settings.url}.`;
  return GitAuth.token({ ...settings, password: createSecretVariable(stack, 'flux_git_token', description) });
}
