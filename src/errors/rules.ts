import { quoteValue } from './spec';

/** The id of a virtual machine that another one has. */
export function vmIdTaken(got: number, owner: string, endpoint: string): string {
  return `got ${got}; ${owner} has that id on the endpoint ${endpoint}, write another`;
}

/** A machine on a host that the file does not describe. */
export function unknownHost(got: string, nearest: string | undefined, known: readonly string[]): string {
  if (known.length === 0) return `got ${quoteValue(got)}; no hosts are described, do so under proxmox.endpoints`;
  const isShort = known.length <= 8 || nearest === undefined;
  const advice = isShort ? `write one of ${known.slice(0, 8).join(', ')}` : `write ${quoteValue(nearest)}`;
  return `got ${quoteValue(got)}; there is no such host, ${advice}`;
}

/** A model that misses what a checked spec always has; a fault of this library, not of the spec. */
export function factMissing(what: string): Error {
  return new Error(`the model has no ${what} although no fault was found; please report this`);
}
