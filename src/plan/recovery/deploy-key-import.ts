import { DATA_SOURCE_TYPES } from '../../resource-types';
import type { ImportBlock } from './import-block';
import type { Values } from '../read/plan-json';
import { textOf } from '../read/attributes';
import { blockOf, providerOf } from '../read/written-stack';

/** A reference to the number of a repository, as the stacks write it. */
const REPOSITORY = new RegExp(`^\\$\\{data\\.${DATA_SOURCE_TYPES.giteaRepository}\\.([\\w-]+)\\.id\\}$`);

/**
 * Takes a deploy key into the state that Gitea has: only Gitea knows its number, so it is asked while the plan is made,
 * with the address and the token that the stack gives the provider.
 *
 * @param written the key as the stack has it
 * @returns nothing if the stack does not say where to ask, or for which key
 */
export function importDeployKey(stack: unknown, address: string, written: Values): ImportBlock | undefined {
  const provider = providerOf(stack, 'gitea', textOf(written, 'provider'));
  const [url, token] = [textOf(provider, 'base_url'), textOf(provider, 'token')];
  const [repository, title] = [textOf(written, 'repository'), textOf(written, 'title')];
  const data = REPOSITORY.exec(repository ?? '')?.[1];
  const found = data === undefined ? undefined : blockOf(stack, 'data', DATA_SOURCE_TYPES.giteaRepository, data);
  const [owner, name] = [textOf(found, 'username'), textOf(found, 'name')];
  if ([url, token, repository, title, owner, name].includes(undefined)) return undefined;
  const read = `recovery_${address.replace(/^[^.]*\./, '')}`;
  const keys = `jsondecode(data.http.${read}.response_body)`;
  return {
    to: address,
    id: `${repository}/\${one([for key in ${keys} : key.id if key.title == ${JSON.stringify(title)}])}`,
    read: {
      name: read,
      // the longest page that Gitea gives
      url: `${url?.replace(/\/+$/, '')}/api/v1/repos/${owner}/${name}/keys?limit=50`,
      request_headers: { Authorization: `token ${token}` },
    },
  };
}
