/** Advice on the name of an image file. */
export function writeFileName(): string {
  return 'write letters, digits, ".", "-" and "_", beginning with a letter or digit';
}

/** Refusal of hosts that are named with different datastores. */
export function hostWithTwoImageDatastores(host: string, first: string, got: string): string {
  return `got ${host} with the imageDatastoreId ${got} after ${first}; pass each host once`;
}

/** Refusal of a factory of which not even the scheme is known. */
export function factoryUrlWithoutScheme(): string {
  return 'factoryUrl: must begin with https:// or http:// in plain text; only what follows may be known to OpenTofu alone';
}
