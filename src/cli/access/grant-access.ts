import type { AccessStep } from '../../preflight/access-steps';
import type { ProxmoxAdmin } from '../../preflight/proxmox-admin';
import { refusedAdmin } from './known-access';

/**
 * Makes changes on an endpoint, one after the other.
 *
 * @param name of the endpoint
 * @returns the secret of a new token; nothing if there was one already
 * @throws {CommandError} what Proxmox VE refuses, and how much was done before
 */
export async function grantAccess(
  name: string,
  steps: readonly AccessStep[],
  admin: ProxmoxAdmin,
): Promise<string | undefined> {
  const made: { secret?: string; done: number } = { done: 0 };
  try {
    for (const step of steps) {
      const secret = await admin.make(step);
      made.secret ??= secret;
      made.done += 1;
    }
    return made.secret;
  } catch (error) {
    throw refusedAdmin(name, error, made.done);
  }
}
