import { quoteValue } from '../errors/spec';

/** Advice on the name of an image file. */
export function writeFileName(): string {
  return 'write letters, digits, ".", "-" and "_", beginning with a letter or digit';
}

/** Advice on the registry of installer images. */
export function writeRegistryPath(): string {
  return 'write a registry without scheme and without slash at the end, and its path, such as harbor.example.com/talos';
}

/** Refusal of hosts that are named with different datastores. */
export function hostWithTwoImageDatastores(host: string, first: string, got: string): string {
  return `got ${host} with the imageDatastoreId ${got} after ${first}; pass each host once`;
}

/** Refusal of a boot loader for images that are not signed. */
export function bootloaderUnsigned(got: string): string {
  return `got ${quoteValue(got)}, which starts no signed image; leave bootloader out, or remove secureBoot`;
}

/** Refusal of a whole machine configuration in an image, which keeps machines from taking that of the cluster. */
export function embeddedConfigurationWhole(): string {
  return (
    'holds a whole machine configuration, with which a machine starts and never waits for that of the cluster; ' +
    'keep documents with a kind only, such as TrustedRootsConfig, and write the rest as patches'
  );
}

/** Refusal of a factory of which not even the scheme is known. */
export function factoryUrlWithoutScheme(): string {
  return 'factoryUrl: must begin with https:// or http:// in plain text; only what follows may be known to OpenTofu alone';
}
