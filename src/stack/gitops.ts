import type { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';

import { GiteaProvider } from '../../.gen/providers/gitea/provider';
import { TlsProvider } from '../../.gen/providers/tls/provider';
import { FluxBootstrap } from '../constructs/flux-bootstrap';
import { GitAuth } from '../constructs/git-auth';
import type { ITalosCluster } from '../constructs/talos-cluster';
import type { GiteaRepositoryModel, GitRepositoryModel, GitopsModel } from '../model/gitops-model';
import { nothingLeft } from '../values/nothing-left';
import { createSecretVariable } from './variables';

/** Makes what follows a Git repository, with the providers and variables that its way to sign in needs. */
export function createGitops(stack: TerraformStack, cluster: ITalosCluster, gitops: GitopsModel | undefined): void {
  if (gitops?.flux === undefined) return;
  const { repository, ...settings } = gitops.flux;
  const auth = createAuth(stack, repository);
  new FluxBootstrap(new Construct(stack, 'gitops'), 'flux', { ...settings, cluster, auth });
}

function createAuth(stack: TerraformStack, repository: GitRepositoryModel): GitAuth {
  switch (repository.kind) {
    case 'gitea':
      return createGiteaAuth(stack, repository);
    case 'ssh':
      return GitAuth.sshKey({
        url: repository.url,
        privateKey: createSecretVariable(
          stack,
          'flux_git_ssh_private_key',
          `Private SSH key with write access to ${repository.url}.`,
        ),
      });
    case 'https':
      return GitAuth.token({
        url: repository.url,
        username: repository.username,
        password: createSecretVariable(stack, 'flux_git_token', `Token with write access to ${repository.url}.`),
      });
  }
}

function createGiteaAuth(
  stack: TerraformStack,
  { url, owner, repository, sshHost, ...rest }: Omit<GiteaRepositoryModel, 'kind'>,
): GitAuth {
  nothingLeft(rest);
  new TlsProvider(stack, 'tls');
  new GiteaProvider(stack, 'gitea', {
    baseUrl: url,
    token: createSecretVariable(
      stack,
      'gitea_token',
      `Token of ${url} that may add deploy keys to ${owner}/${repository}.`,
    ),
  });
  return GitAuth.giteaDeployKey({ owner, repository, sshHost });
}
