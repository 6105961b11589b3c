import { createRequire } from 'node:module';

/** Version of the package, such as `0.1.0`. */
export function packageVersion(): string {
  return packageJson().version;
}

/** Versions of Node that the package works with, such as `>=20.12`. */
export function supportedNode(): string {
  return packageJson().engines.node;
}

interface PackageJson {
  readonly version: string;
  readonly engines: { readonly node: string };
}

function packageJson(): PackageJson {
  return createRequire(__filename)('cdktf-proxmox-talos/package.json') as PackageJson;
}
