import { createRequire } from 'node:module';
import { dirname } from 'node:path';

const PACKAGE_FILE = 'cdktf-proxmox-talos/package.json';

/** Version of the package, such as `0.1.0`. */
export function packageVersion(): string {
  return packageJson().version;
}

/** Versions of Node that the package works with, such as `>=20.12`. */
export function supportedNode(): string {
  return packageJson().engines.node;
}

/** Directory of the package, where its templates lie. */
export function packageDirectory(): string {
  return dirname(createRequire(__filename).resolve(PACKAGE_FILE));
}

interface PackageJson {
  readonly version: string;
  readonly engines: { readonly node: string };
}

function packageJson(): PackageJson {
  return createRequire(__filename)(PACKAGE_FILE) as PackageJson;
}
