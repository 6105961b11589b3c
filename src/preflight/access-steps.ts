import { shellWord } from '../values/shell-word';
import { accessWords } from './access-texts';
import type { AccessGrant, AccessRole, AccessWish } from './access-wish';

/** A role that somebody has on a path. */
export interface GivenRole {
  /** The path. */
  readonly path: string;
  /** Name of the role. */
  readonly role: string;
  /** Who has it: `talos@pve` or `talos@pve!tofu`. */
  readonly id: string;
  /** If it holds below the path too. */
  readonly propagate: boolean;
}

/** Users, tokens, roles and rights of an endpoint, as far as they are known. */
export interface AccessState {
  /** Users. */
  readonly users: readonly string[];
  /** Tokens by id, each with whether it has rights of its own only. */
  readonly tokens: ReadonlyMap<string, boolean>;
  /** Roles with their privileges. */
  readonly roles: ReadonlyMap<string, readonly string[]>;
  /** Rights that were given. */
  readonly given: readonly GivenRole[];
}

/** An endpoint of which nothing is known. */
export const NO_ACCESS_YET: AccessState = { users: [], tokens: new Map(), roles: new Map(), given: [] };

/** One change: a call of the API, which a command of a host makes too. */
export interface AccessStep {
  /** Description of the change, for people. */
  readonly words: string;
  /** Command for root on a host, as a shell takes it. */
  readonly command: string;
  /** Method of the call. */
  readonly method: 'POST' | 'PUT';
  /** Path of the call, below `/api2/json`. */
  readonly path: string;
  /** Parameters of the call. */
  readonly parameters: Readonly<Record<string, string>>;
  /** If it makes the token, and its answer has the secret. */
  readonly makesToken: boolean;
}

/** Changes that bring an endpoint from what it has to what is needed, in their order; none if nothing is missing. */
export function accessSteps(wish: AccessWish, state: AccessState): readonly AccessStep[] {
  const { userId, tokenName } = wish;
  const tokenId = `${userId}!${tokenName}`;
  // a token with rights of its own has at most those of its user
  const holders = [userId, ...(state.tokens.get(tokenId) === true ? [tokenId] : [])];
  return [
    ...wish.roles.flatMap((role) => roleSteps(role, state)),
    ...(state.users.includes(userId) ? [] : [userStep(userId)]),
    ...wish.grants.flatMap((grant) => grantSteps(grant, holders, state)),
    // its secret is told once, and nothing may fail after that
    ...(state.tokens.has(tokenId) ? [] : [tokenStep(userId, tokenName)]),
  ];
}

/** Privileges that roles have beyond what is needed, by role; they are left, as others may use the role. */
export function surplusPrivileges({ roles }: AccessWish, state: AccessState): ReadonlyMap<string, readonly string[]> {
  return new Map(
    roles.flatMap(({ name, privileges }) => {
      const more = (state.roles.get(name) ?? []).filter((each) => !privileges.includes(each));
      return more.length === 0 ? [] : [[name, more] as const];
    }),
  );
}

function roleSteps({ name, privileges }: AccessRole, { roles }: AccessState): readonly AccessStep[] {
  const known = roles.get(name);
  const missing = privileges.filter((privilege) => !(known ?? []).includes(privilege));
  const privs = missing.join(',');
  if (known === undefined) {
    return [
      {
        words: accessWords.roleAdded(name, privileges),
        command: `pveum role add ${name} --privs ${privs}`,
        method: 'POST',
        path: '/access/roles',
        parameters: { roleid: name, privs },
        makesToken: false,
      },
    ];
  }
  if (missing.length === 0) return [];
  return [
    {
      words: accessWords.roleExtended(name, missing),
      command: `pveum role modify ${name} --privs ${privs} --append 1`,
      method: 'PUT',
      path: `/access/roles/${encodeURIComponent(name)}`,
      parameters: { privs, append: '1' },
      makesToken: false,
    },
  ];
}

function userStep(userId: string): AccessStep {
  return {
    words: accessWords.userAdded(userId),
    command: `pveum user add ${shellWord(userId)}`,
    method: 'POST',
    path: '/access/users',
    parameters: { userid: userId },
    makesToken: false,
  };
}

function tokenStep(userId: string, tokenName: string): AccessStep {
  return {
    words: accessWords.tokenAdded(`${userId}!${tokenName}`),
    command: `pveum user token add ${shellWord(userId)} ${shellWord(tokenName)} --privsep 0`,
    method: 'POST',
    path: `/access/users/${encodeURIComponent(userId)}/token/${encodeURIComponent(tokenName)}`,
    parameters: { privsep: '0' },
    makesToken: true,
  };
}

function grantSteps(
  { path, roles, propagate }: AccessGrant,
  holders: readonly string[],
  { given }: AccessState,
): readonly AccessStep[] {
  const has = (role: string, holder: string): boolean =>
    given.some((one) => one.path === path && one.role === role && one.id === holder && (one.propagate || !propagate));
  const missing = roles.filter((role) => holders.some((holder) => !has(role, holder)));
  if (missing.length === 0) return [];
  const [user = '', token = ''] = holders;
  const names = missing.join(',');
  return [
    {
      words: accessWords.rolesGiven(path, missing, holders),
      command:
        `pveum acl modify ${shellWord(path)} --users ${shellWord(user)}` +
        `${token === '' ? '' : ` --tokens ${shellWord(token)}`} --roles ${names}` +
        (propagate ? '' : ' --propagate 0'),
      method: 'PUT',
      path: '/access/acl',
      parameters: {
        path,
        roles: names,
        users: user,
        ...(token !== '' && { tokens: token }),
        propagate: propagate ? '1' : '0',
      },
      makesToken: false,
    },
  ];
}
