import { endpointNotRead, endpointRead } from '../../errors/init';
import { askEndpoint } from '../../preflight/ask-endpoint';
import { directAccess, type EndpointAccess } from '../../preflight/endpoint-access';
import type { EndpointState, SilentEndpoint } from '../../preflight/endpoint-state';
import { knownEndpoint, type KnownEndpoint } from '../../scaffold/known-endpoint';
import { tell } from '../output';
import type { Environment } from '../tofu/variables';

/** VM ids that a new cluster gets room for. */
const ROOM = 20;

/** Distance between suggested first ids. */
const STEP = 100;

/** Suggestions that are tried. */
const TRIES = 9;

/**
 * Reads hosts, datastores, bridges and free VM ids of an endpoint, if the environment has a token for it. Nothing is changed
 * there. A failure is told, and is no reason to stop.
 *
 * @param url of the endpoint
 * @returns nothing without a token, or without an answer
 */
export async function readEndpoint(url: string, environment: Environment): Promise<KnownEndpoint | undefined> {
  const { TF_VAR_proxmox_main_api_token: variable, PROXMOX_MAIN_API_TOKEN: plain } = environment;
  const access = directAccess(url, variable ?? plain, environment);
  if (access === undefined) return undefined;
  const names = await askEndpoint(access, { hostNames: [], paths: [], vmIds: [] }, environment);
  if ('refusal' in names) {
    tellSilence(names);
    return undefined;
  }
  const hostNames = [...names.hosts.keys()];
  const state = await askEndpoint(access, { hostNames, paths: [], vmIds: [] }, environment);
  if ('refusal' in state) {
    tellSilence(state);
    return undefined;
  }
  const known = knownEndpoint(state, await findFirstVmId(access, state, environment));
  tell(
    endpointRead(
      access.url,
      known.hosts.map(({ name }) => name),
    ),
  );
  return known;
}

function tellSilence({ url, refusal }: SilentEndpoint): void {
  const { status, reason } = refusal;
  tell(endpointNotRead(url, status === undefined ? reason : `${status} ${reason}`));
}

/** The first of several free ids; Proxmox VE itself is asked, which knows those too that the token cannot see. */
async function findFirstVmId(
  access: EndpointAccess,
  { guests }: EndpointState,
  environment: Environment,
): Promise<number | undefined> {
  for (let first = STEP; first <= TRIES * STEP; first += STEP) {
    const vmIds = Array.from({ length: ROOM }, (_, index) => first + index);
    if (guests.some(({ id }) => vmIds.includes(id))) continue;
    const state = await askEndpoint(access, { hostNames: [], paths: [], vmIds }, environment);
    if (!('refusal' in state) && state.takenIds.length === 0) return first;
  }
  return undefined;
}
