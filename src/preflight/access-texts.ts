/** Changes of users, tokens, roles and rights in words. */
export const accessWords = {
  /** A new role. */
  roleAdded: (role: string, privileges: readonly string[]): string =>
    `role ${role}: new, with ${privileges.join(', ')}`,
  /** A role that gets more. */
  roleExtended: (role: string, privileges: readonly string[]): string =>
    `role ${role}: also ${privileges.join(', ')}; it keeps what it has`,
  /** A new user. */
  userAdded: (user: string): string => `user ${user}: new, without a password`,
  /** A new token. */
  tokenAdded: (token: string): string => `token ${token}: new, with the rights of its user`,
  /** Roles on a path. */
  rolesGiven: (path: string, roles: readonly string[], holders: readonly string[]): string =>
    `${path}: ${roles.join(', ')} for ${holders.join(' and ')}`,
};
