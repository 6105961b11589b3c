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

/** Web page of the repository that the package was released from, without a slash at its end; nothing if it does not say. */
export function repositoryUrl(): string | undefined {
  const { repository } = packageJson();
  const url = typeof repository === 'string' ? repository : repository?.url;
  return /^(?:git\+)?(https:\/\/\S+?)(?:\.git)?\/?$/.exec(url ?? '')?.[1];
}

/** Directory of the package, where its templates lie. */
export function packageDirectory(): string {
  return dirname(createRequire(__filename).resolve(PACKAGE_FILE));
}

interface PackageJson {
  readonly version: string;
  readonly repository?: string | { readonly url?: string };
  readonly engines: { readonly node: string };
}

function packageJson(): PackageJson {
  return createRequire(__filename)(PACKAGE_FILE) as PackageJson;
}
