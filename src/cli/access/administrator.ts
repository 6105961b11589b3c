import type { AdminCredentials } from '../../preflight/proxmox-admin';
import { CommandError } from '../command-error';
import type { Environment } from '../tofu/variables';
import { adminMalformed, type AdminVariables } from './access-texts';

const TOKEN = /^[^\s=]+@[^\s=]+![^\s=]+=[a-zA-Z0-9-]+$/;
const USER = /^[^\s@!]+@[^\s@!]+$/;

/** Names of the variables of the environment that name an administrator of an endpoint, and its own token. */
export function accessVariables(endpoint: string): AdminVariables & { readonly own: string } {
  const name = `PROXMOX_${endpoint.toUpperCase().replaceAll('-', '_')}`;
  return {
    token: `${name}_ADMIN_API_TOKEN`,
    username: `${name}_ADMIN_USERNAME`,
    password: `${name}_ADMIN_PASSWORD`,
    own: `${name}_API_TOKEN`,
  };
}

/**
 * The administrator of an endpoint; nothing if the environment names none.
 *
 * @throws {CommandError} if a value has the wrong form; the value is not repeated
 */
export function administratorOf(endpoint: string, environment: Environment): AdminCredentials | undefined {
  const names = accessVariables(endpoint);
  const [token = '', username = '', password = ''] = [names.token, names.username, names.password].map(
    (name) => environment[name],
  );
  if (token !== '') {
    if (!TOKEN.test(token)) throw new CommandError(adminMalformed(names.token, 'USER@REALM!TOKENID=UUID'));
    return { token };
  }
  if (username === '' || password === '') return undefined;
  if (!USER.test(username)) throw new CommandError(adminMalformed(names.username, 'USER@REALM'));
  return { username, password };
}

/** The token of an endpoint that stacks use, as the environment has it. */
export function ownToken(endpoint: string, environment: Environment): string | undefined {
  const { own } = accessVariables(endpoint);
  const value = environment[`TF_VAR_${own.toLowerCase()}`] ?? environment[own];
  return value === '' || value === undefined || !TOKEN.test(value) ? undefined : value;
}
