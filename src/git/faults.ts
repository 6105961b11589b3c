import { quoteValue } from '../errors/spec';

/** Asks for the URL of a repository of Git. */
export function writeRepositoryUrl(scheme: string, example: string): string {
  return `write the URL of a repository that begins with ${scheme}:// and holds no password, such as "${example}"`;
}

/** Asks for the address of a Gitea. */
export function writeGiteaUrl(): string {
  return 'leave out the path of the API; write the URL at which Gitea shows its pages, such as "https://gitea.example.com"';
}

/** Asks for the owner of a repository. */
export function writeOwnerAlone(got: string): string {
  const [owner = 'octo'] = got.split('/').filter((part) => part !== '');
  return `write the name of the owner alone, such as ${quoteValue(owner)}`;
}

/** Asks for the name of a repository. */
export function writeRepositoryAlone(got: string): string {
  const name = (got.split('/').at(-1) ?? '').replace(/\.git$/, '');
  return `write the name of the repository alone, such as ${quoteValue(name === '' ? 'cluster' : name)}; its owner stands under owner`;
}
