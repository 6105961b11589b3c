import type { GiteaRepositorySettings } from './settings';

/** Host of the SSH URL of a repository in Gitea, with its port if that is not 22. */
export function sshHostOf({ url, sshHost }: GiteaRepositorySettings): string {
  return sshHost ?? new URL(url).hostname;
}
