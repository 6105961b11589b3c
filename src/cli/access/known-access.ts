import { type AccessState, NO_ACCESS_YET } from '../../preflight/access-steps';
import { askEndpoint } from '../../preflight/ask-endpoint';
import { AdminRefused, ProxmoxAdmin } from '../../preflight/proxmox-admin';
import { CommandError } from '../command-error';
import type { Environment } from '../tofu/variables';
import type { AccessEndpoint } from './access-endpoints';
import { adminRefused } from './access-texts';
import { administratorOf, ownToken } from './administrator';

/** Release, access and administrator of an endpoint, as far as known before anything is printed or changed. */
export interface KnownAccess {
  /** Its release; nothing if nobody could be asked. */
  readonly version?: string;
  /** Its users, tokens, roles and rights, as far as they are known. */
  readonly state: AccessState;
  /** An administrator that is signed in; nothing if the environment names none. */
  readonly admin?: ProxmoxAdmin;
}

/**
 * Asks an endpoint what it has: an administrator knows all of it, the token of the cluster its release and roles.
 *
 * @param userId whose tokens are asked for
 * @throws {CommandError} if the administrator is refused
 */
export async function knownAccess(
  { name, place }: AccessEndpoint,
  userId: string,
  environment: Environment,
): Promise<KnownAccess> {
  const credentials = administratorOf(name, environment);
  if (credentials !== undefined) {
    try {
      const admin = await ProxmoxAdmin.signIn(place, credentials, environment);
      const [version, state] = await Promise.all([admin.version(), admin.access(userId)]);
      return { version, state, admin };
    } catch (error) {
      throw refusedAdmin(name, error, 0);
    }
  }
  const token = ownToken(name, environment);
  if (token === undefined) return { state: NO_ACCESS_YET };
  const asked = await askEndpoint({ ...place, token }, { hostNames: [], paths: [], vmIds: [] }, environment);
  if ('refusal' in asked) return { state: NO_ACCESS_YET };
  const { version, tokenId, roles } = asked;
  const user = tokenId.split('!', 1)[0] ?? '';
  // it may have rights of its own, which nobody else can see
  return { version, state: { ...NO_ACCESS_YET, roles, users: [user], tokens: new Map([[tokenId, true]]) } };
}

/** A refusal of Proxmox VE as a sentence; any other error as it is. */
export function refusedAdmin(endpoint: string, error: unknown, done: number): unknown {
  if (!(error instanceof AdminRefused)) return error;
  const { status, reason } = error.refusal;
  const why = status === undefined ? reason : `${status} ${reason}`;
  return new CommandError(adminRefused(endpoint, error.call, why.trim(), done));
}
