import { type AccessStep, accessSteps, surplusPrivileges } from '../../preflight/access-steps';
import { type AccessWish, accessWish } from '../../preflight/access-wish';
import { missingFeatures } from '../../preflight/missing-features';
import { CommandError } from '../command-error';
import type { Environment } from '../tofu/variables';
import type { AccessEndpoint } from './access-endpoints';
import { releaseTooOld } from './access-texts';
import { accessVariables, ownToken } from './administrator';
import { type KnownAccess, knownAccess } from './known-access';

/** The release that commands are printed for where nobody can be asked: the oldest with the rights of today. */
const LATEST = '9.0';

/** A user that may do everything already. */
const SUPERUSER = 'root@pam';

/** Who gets the rights, as the options say. */
export interface AccessOptions {
  /**
   * The user.
   * @default - that of the token in the environment, else `talos@pve`
   */
  readonly user?: string;
  /**
   * Name of the token.
   * @default - that of the token in the environment, else `tofu`
   */
  readonly token?: string;
  /**
   * Release of Proxmox VE.
   * @default - the endpoint is asked; `9.0` where nobody can be
   */
  readonly version?: string;
  /** If what an apply succeeds without is left out. */
  readonly minimal: boolean;
}

/** Access that cluster files need at an endpoint, compared with the access that exists. */
export interface AccessReport extends KnownAccess {
  /** The endpoint. */
  readonly endpoint: AccessEndpoint;
  /** Release that the rights are for. */
  readonly release: string;
  /** Rights that are needed. */
  readonly wish: AccessWish;
  /** Changes that are missing. */
  readonly steps: readonly AccessStep[];
  /** Privileges that roles have beyond that. */
  readonly surplus: ReadonlyMap<string, readonly string[]>;
  /** Variable of the environment that the token belongs in. */
  readonly variable: string;
}

/**
 * Compares what an endpoint has with what cluster files need there.
 *
 * @throws {CommandError} if the release of Proxmox VE is too old for them
 */
export async function accessReport(
  endpoint: AccessEndpoint,
  { user, token, version, minimal }: AccessOptions,
  environment: Environment,
): Promise<AccessReport> {
  const [ownUser = '', ownName] = (ownToken(endpoint.name, environment) ?? '').split('=', 1)[0]?.split('!') ?? [];
  const isUsable = ownUser !== '' && ownUser !== SUPERUSER;
  const userId = user ?? (isUsable ? ownUser : 'talos@pve');
  const tokenName = token ?? (isUsable && userId === ownUser ? ownName : undefined) ?? 'tofu';
  const known = await knownAccess(endpoint, userId, environment);
  const release = version ?? known.version ?? LATEST;
  const missing = missingFeatures(endpoint.needs, release);
  if (missing.length > 0) throw new CommandError(releaseTooOld(endpoint.name, release, missing));
  const wish = accessWish(endpoint.needs, { userId, tokenName, version: release, minimal });
  return {
    ...known,
    endpoint,
    release,
    wish,
    steps: accessSteps(wish, known.state),
    surplus: surplusPrivileges(wish, known.state),
    variable: accessVariables(endpoint.name).own,
  };
}
