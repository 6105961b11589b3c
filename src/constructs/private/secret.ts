import { Token } from 'cdktf';
import { literalSecret } from '../../errors/constructs';

/**
 * Takes a secret that is a token: a sensitive variable, or an attribute of a resource.
 *
 * @throws if it is a literal, which would stand in the synthesized JSON
 */
export function requireToken(path: string, prop: string, value: string): string {
  if (!Token.isUnresolved(value)) throw literalSecret(path, prop);
  return value;
}
