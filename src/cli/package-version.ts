import { createRequire } from 'node:module';

/** Version of the package, such as `0.1.0`. */
export function packageVersion(): string {
  const { version } = createRequire(__filename)('cdktf-proxmox-talos/package.json') as { readonly version: string };
  return version;
}
