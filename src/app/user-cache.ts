import { homedir } from 'node:os';
import { join } from 'node:path';

/** The directory in which this project keeps what can be made again for a user. It may be deleted at any time. */
export function userCache(): string {
  const caches = setVariable('XDG_CACHE_HOME') ?? join(homedir(), '.cache');
  return setVariable('CDKTF_PROXMOX_TALOS_CACHE') ?? join(caches, 'cdktf-proxmox-talos');
}

function setVariable(name: string): string | undefined {
  const value = process.env[name];
  return value === '' ? undefined : value;
}
