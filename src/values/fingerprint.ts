import { createHash } from 'node:crypto';

/** A text that is another one for other data. */
export function fingerprintOf(data: object): string {
  return createHash('sha256').update(JSON.stringify(data)).digest('hex');
}
