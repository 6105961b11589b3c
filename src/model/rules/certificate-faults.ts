import { quoteValue } from '../../errors/spec';

/** A name that a list adds to a certificate a second time. */
export function certificateNameTwice(got: string): string {
  return `got ${quoteValue(got)}, which the list has already; the certificate names it once, remove one of the two`;
}
