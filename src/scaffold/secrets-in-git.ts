import { ageKeyFile, newAgeKey } from './age-key';
import type { Answers } from './questions';
import { fillTemplate, readTemplate } from './template';

/** File with the identity that decrypts. */
export const AGE_KEY = 'age.key';

/** Scripts of a project whose secrets are kept in Git; the key may stand in the environment too, as in CI. */
export const SOPS_SCRIPTS = [
  '',
  `    "encrypt": "sops encrypt --input-type binary --output-type json --output .env.sops .env"`,
  `    "decrypt": "umask 077 && SOPS_AGE_KEY=\\"\${SOPS_AGE_KEY:-$(cat ${AGE_KEY})}\\" sops decrypt --input-type json --output-type binary --output .env .env.sops"`,
].join(',\n');

/** True if secrets are kept in Git too, encrypted. */
export function isEncrypted({ secrets }: Answers): boolean {
  return secrets === 'sops';
}

/** A new key, and the rule that encrypts for it. */
export function ageKeyFiles(): readonly (readonly [path: string, content: string])[] {
  const key = newAgeKey();
  return [
    ['.sops.yaml', fillTemplate(readTemplate('sops.yaml'), { recipient: key.recipient })],
    [AGE_KEY, ageKeyFile(key)],
  ];
}

/** Advice for a person on secrets in Git: how to encrypt and decrypt them, and where the key belongs. */
export function encryptedAdvice(): string {
  return [
    '`npm run encrypt` writes `.env.sops`, which is encrypted and belongs into Git; `npm run decrypt` makes `.env` of it again.',
    `The key is in \`${AGE_KEY}\`, which never gets into Git: keep a copy elsewhere, and give CI its content as the secret \`SOPS_AGE_KEY\`. Without it what is encrypted is lost.`,
  ].join('\n');
}

/** Step of a workflow that decrypts the secrets. */
export function decryptStep(): string {
  return '      - run: npm run decrypt';
}

/** Step of a workflow after which no secret lies on the runner. */
export function forgetStep(): string {
  return ['      - name: forget the secrets', '        if: always()', '        run: rm -f .env'].join('\n');
}
