import { type Diagnostic, sentenceOf } from '../../plan/read/diagnostic';
import {
  bucketKeysMissing,
  bucketKeysRefused,
  bucketMissing,
  databaseClosed,
  databaseLoginRefused,
  databaseMissing,
  databaseWithoutTls,
  kubeconfigMissing,
  kubernetesLoginRefused,
  kubernetesNamespaceMissing,
  kubernetesRightsMissing,
  passphraseDiffers,
  stateLoginRefused,
  stateNotEncryptedYet,
  stateNotRead,
  tableMissing,
} from './state-faults';
import type { Backend } from './state-place';

/** The longest text of OpenTofu that is quoted. */
const QUOTED = 300;

/** A sentence on a state that could not be read. */
export function failureOf(diagnostics: readonly Diagnostic[], backend: Backend): string {
  const { kind, settings, shown } = backend;
  const said = diagnostics.map(sentenceOf).join(' ');
  const quoted = said.length > QUOTED ? `${said.slice(0, QUOTED)}…` : said;
  if (/unencrypted payload|unencrypted method/.test(said)) return stateNotEncryptedYet();
  if (/decrypt|message authentication failed/i.test(said)) return passphraseDiffers();
  if (kind === 's3') {
    const bucket = String(settings.bucket);
    const store = storeOf(settings);
    if (/NoSuchBucket|bucket does not exist/i.test(said)) return bucketMissing(bucket, store);
    if (/No valid credential sources|failed to refresh cached credentials/i.test(said)) return bucketKeysMissing();
    const [, refusal] =
      /api error (AccessDenied|InvalidAccessKeyId|SignatureDoesNotMatch)/.exec(said) ??
      /StatusCode: (403)/.exec(said) ??
      [];
    if (refusal !== undefined) return bucketKeysRefused(bucket, store, refusal);
  }
  if (kind === 'http' && /requires auth|invalid auth|status(?: code)?:? 40[13]/i.test(said))
    return stateLoginRefused(shown);
  if (kind === 'pg') {
    const sentence = databaseFailure(said, backend);
    if (sentence !== undefined) return sentence;
  }
  if (kind === 'kubernetes') {
    const sentence = kubernetesFailure(said, backend);
    if (sentence !== undefined) return sentence;
  }
  return stateNotRead(shown, quoted === '' ? 'OpenTofu gave no reason' : quoted);
}

function storeOf({ endpoints }: Readonly<Record<string, unknown>>): string {
  return (endpoints as { readonly s3?: string } | undefined)?.s3 ?? 'AWS';
}

/** Words in which PostgreSQL says that there is no table. */
const NO_TABLE = /relation .* does not exist/;

/** If a state could not be read as its place is still to be made, by the next run of OpenTofu. */
export function isEmptyPlace(diagnostics: readonly Diagnostic[], { kind, written }: Backend): boolean {
  return (
    kind === 'pg' &&
    written.skip_table_creation !== true &&
    diagnostics.some((diagnostic) => NO_TABLE.test(sentenceOf(diagnostic)))
  );
}

function databaseFailure(said: string, { shown }: Backend): string | undefined {
  if (NO_TABLE.test(said)) return tableMissing(shown);
  const [, database] = /database "([^"]*)" does not exist/.exec(said) ?? [];
  if (database !== undefined) return databaseMissing(database);
  if (/password authentication failed|no pg_hba\.conf entry|role "[^"]*" does not exist|empty password/.test(said))
    return databaseLoginRefused(said);
  if (said.includes('SSL is not enabled on the server')) return databaseWithoutTls();
  return said.includes('permission denied') ? databaseClosed(said) : undefined;
}

function kubernetesFailure(said: string, { written }: Backend): string | undefined {
  const namespace = typeof written.namespace === 'string' ? written.namespace : 'default';
  if (/no configuration has been provided|context .* does not exist/.test(said)) return kubeconfigMissing(said);
  if (/namespaces "[^"]*" not found/.test(said)) return kubernetesNamespaceMissing(namespace);
  if (said.includes('is forbidden')) return kubernetesRightsMissing(namespace);
  return /Unauthorized|must be logged in|provide credentials/i.test(said) ? kubernetesLoginRefused() : undefined;
}
