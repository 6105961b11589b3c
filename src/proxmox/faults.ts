import { quoteValue } from '../errors/spec';

/** A host that belongs to another endpoint, or to none. */
export function hostNotOfEndpoint(got: string, endpoint: string, known: readonly string[]): string {
  return `got ${quoteValue(got)}; the endpoint ${endpoint} has no such host, write one of ${known.join(', ')}`;
}
