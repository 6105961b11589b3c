import type { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';

import { GiteaProvider } from '../../../.gen/providers/gitea/provider';
import { TlsProvider } from '../../../.gen/providers/tls/provider';
import { FluxBootstrap } from '../../constructs/gitops/flux-bootstrap';
import { GitSource } from '../../constructs/gitops/git-source';
import { sshHostOf } from '../../git/resolved';
import type {
  GiteaRepositorySettings,
  GitRepositorySettings,
  HttpsRepositorySettings,
  SshRepositorySettings,
} from '../../git/settings';
import type { ClusterModel } from '../../model/cluster-model';
import { nothingLeft } from '../../values/nothing-left';
import type { TalosHandover } from '../handover';
import { createSecretVariable } from '../../constructs/credentials/secret-variable';

/** Makes the tools that follow a Git repository, with the providers and variables that its way to sign in needs. */
export function createBootstrap(
  stack: TerraformStack,
  { gitops: { flux, ...rest } }: ClusterModel,
  { cluster }: TalosHandover,
): void {
  nothingLeft(rest);
  if (flux === undefined) return;
  const { repository, ...options } = flux;
  const source = createSource(stack, repository);
  new FluxBootstrap(new Construct(stack, 'gitops'), 'flux', { ...options, cluster, repository: source });
}

function createSource(stack: TerraformStack, repository: GitRepositorySettings): GitSource {
  if ('gitea' in repository) return createGiteaSource(stack, repository.gitea);
  if ('ssh' in repository) return createSshSource(stack, repository.ssh);
  return createHttpsSource(stack, repository.https);
}

function createGiteaSource(stack: TerraformStack, settings: GiteaRepositorySettings): GitSource {
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
  return GitSource.giteaDeployKey({ owner, repository, sshHost: sshHostOf(settings) });
}

function createSshSource(stack: TerraformStack, settings: SshRepositorySettings): GitSource {
  const description = `Private SSH key with write access to ${settings.url}.`;
  return GitSource.sshKey({
    ...settings,
    privateKey: createSecretVariable(stack, 'flux_git_ssh_private_key', description),
  });
}

function createHttpsSource(stack: TerraformStack, settings: HttpsRepositorySettings): GitSource {
  const description = `Token with write access to ${settings.url}.`;
  return GitSource.token({ ...settings, password: createSecretVariable(stack, 'flux_git_token', description) });
}
