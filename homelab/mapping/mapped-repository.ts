import type { ServiceAddresses } from '../addresses';
import { type Doubles, PLAYED_BY } from './doubles';
import { changed, type Section } from './mapped-texts';

/** The settings of Flux with the Git host of a homelab. */
export function mappedFlux(flux: Section, services: ServiceAddresses, doubles: Doubles): Section {
  const { version, embeddedManifests, ...others } = flux;
  const fetched = version !== undefined || embeddedManifests === false;
  if (fetched) {
    const part = version === undefined ? 'embeddedManifests false' : String(version);
    doubles.add('gitops.flux', part, PLAYED_BY.fluxManifests);
  }
  return changed(fetched ? { ...others, embeddedManifests: true } : flux, {
    repository: (repository) =>
      changed(repository, {
        gitea: (gitea) => {
          doubles.add('gitops.flux.repository.gitea', gitea.url, PLAYED_BY.gitHost);
          return { ...gitea, url: `http://${services.git}`, sshHost: services.gitSsh };
        },
        ssh: (ssh) => changed(ssh, { url: (url) => mapUrl(url, 'ssh', services.gitSsh, doubles) }),
        https: (https) => changed(https, { url: (url) => mapUrl(url, 'https', services.gitTls, doubles) }),
      }),
  });
}

function mapUrl(url: string, kind: 'ssh' | 'https', server: string, doubles: Doubles): string {
  doubles.add(`gitops.flux.repository.${kind}.url`, url, PLAYED_BY.gitHost);
  const { username } = new URL(url);
  const { owner, name } = repositoryOf(url);
  return `${kind}://${username === '' ? '' : `${username}@`}${server}/${owner}/${name}.git`;
}

/** Owner and name of a repository, as the Git host of a homelab has them: groups of groups are one owner. */
export function repositoryOf(url: string): { readonly owner: string; readonly name: string } {
  const parts = new URL(url).pathname.split('/').filter((part) => part !== '');
  const name = (parts.pop() ?? 'repository').replace(/\.git$/, '');
  return {
    owner:
      parts
        .map(decodeURIComponent)
        .join('-')
        .replace(/[^\w.-]/g, '') || 'owner',
    name,
  };
}
