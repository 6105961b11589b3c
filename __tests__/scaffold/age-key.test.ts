import { createPrivateKey, createPublicKey } from 'node:crypto';
import { bech32 } from '@scure/base';
import { ageKeyFile, newAgeKey } from '../../src/scaffold/age-key';

/** A pair that age-keygen of age 1.2.1 made. */
const IDENTITY = 'AGE-SECRET-KEY-120KA32MZ64W3PKFMVFA9SPU505WP9FAX649MQHWRQ5KXLYFW9C0QA7AX7V';
const RECIPIENT = 'age1m3juptdhym7vkndmvpyvl4a5s6t338nvwg95d4953v89ll0jwd8s6c6upr';

/** The recipient of an identity, by the key that it spells. */
function recipientOf(identity: string): string {
  const { prefix, bytes } = bech32.decodeToBytes(identity.toLowerCase());
  expect(prefix).toBe('age-secret-key-');
  // PKCS #8 of X25519
  const der = Buffer.concat([Buffer.from('302e020100300506032b656e04220420', 'hex'), bytes]);
  const { x } = createPublicKey(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })).export({ format: 'jwk' });
  return bech32.encodeFromBytes('age', Buffer.from(x ?? '', 'base64url'));
}

test('a known pair of age itself is read the same way', () => {
  expect(recipientOf(IDENTITY)).toBe(RECIPIENT);
});

test('a new key is a pair, another one each time', () => {
  const keys = [newAgeKey(), newAgeKey()];
  for (const { identity, recipient } of keys) {
    expect(identity).toMatch(/^AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}$/);
    expect(recipientOf(identity)).toBe(recipient);
  }
  expect(new Set(keys.map(({ identity }) => identity)).size).toBe(2);
});

test('the file has the form of age-keygen', () => {
  expect(ageKeyFile({ recipient: 'age1x', identity: 'AGE-SECRET-KEY-1X' })).toBe(
    '# public key: age1x\nAGE-SECRET-KEY-1X\n',
  );
});
