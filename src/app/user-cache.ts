import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';

/** The home of who has none: nobody can write there, so that nothing is kept. */
const NO_HOME = '/var/empty';

/** The directory in which this project keeps what can be made again for a user. It may be deleted at any time. */
export function userCache(): string {
  const caches = setVariable('XDG_CACHE_HOME') ?? join(home(), '.cache');
  return setVariable('CDKTF_PROXMOX_TALOS_CACHE') ?? join(caches, 'cdktf-proxmox-talos');
}

/** An empty HOME is none, and would be the working directory; a user without a name has none either. */
function home(): string {
  try {
    return homedir() || userInfo().homedir;
  } catch {
    return NO_HOME;
  }
}

function setVariable(name: string): string | undefined {
  const value = process.env[name];
  return value === '' ? undefined : value;
}
