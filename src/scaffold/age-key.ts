import { generateKeyPairSync } from 'node:crypto';
import { bech32 } from '@scure/base';

/** A key of age: what is encrypted for the recipient, only whoever has the identity can read. */
export interface AgeKey {
  /** Public part: `age1…`. */
  readonly recipient: string;
  /** Private part: `AGE-SECRET-KEY-1…`. */
  readonly identity: string;
}

/**
 * Makes a new key of age: a pair of X25519, in the spelling of age.
 *
 * @see https://age-encryption.org/v1
 */
export function newAgeKey(): AgeKey {
  const { x, d } = generateKeyPairSync('x25519').privateKey.export({ format: 'jwk' });
  return {
    recipient: spelled('age', x),
    identity: spelled('age-secret-key-', d).toUpperCase(),
  };
}

/** The text of a key file, as `age-keygen` writes it. */
export function ageKeyFile({ recipient, identity }: AgeKey): string {
  return `# public key: ${recipient}\n${identity}\n`;
}

function spelled(prefix: string, part: string | undefined): string {
  return bech32.encodeFromBytes(prefix, Buffer.from(part ?? '', 'base64url'));
}
