import type { GiteaRepositorySettings } from './settings';

/** Host of the SSH URL of a repository in Gitea, with its port if that is not 22. */
export function sshHostOf({ url, sshHost }: GiteaRepositorySettings): string {
  return sshHost ?? new URL(url).hostname;
}

/** SSH URL of a repository in Gitea. */
export function giteaSshUrl({ sshHost, owner, repository }: Required<Omit<GiteaRepositorySettings, 'url'>>): string {
  return `ssh://git@${sshHost}/${owner}/${repository}.git`;
}
