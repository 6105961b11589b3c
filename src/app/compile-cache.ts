import Module from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** From Node 22 on. */
interface CompileCache {
  readonly enableCompileCache?: (directory?: string) => unknown;
}

/** Where each system keeps what can be made again, below the home directory. */
const CACHES: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: 'Library/Caches',
  win32: 'AppData/Local',
};

/**
 * Lets Node keep what it compiles for the next start, where it can, in the cache of the user: Node's own choice is a
 * directory that all users of the machine can write to. `NODE_COMPILE_CACHE` names another one, and
 * `NODE_DISABLE_COMPILE_CACHE` switches it off. Without a place to write to nothing is kept.
 */
export function enableCompileCache(): void {
  const { enableCompileCache: enable } = Module as CompileCache;
  if (enable === undefined || process.env.NODE_COMPILE_CACHE !== undefined) return;
  const directory = userCache();
  if (directory !== undefined) enable(join(directory, 'cdktf-proxmox-talos', 'compiled'));
}

function userCache(): string | undefined {
  const { XDG_CACHE_HOME: written } = process.env;
  if (written !== undefined && written !== '') return written;
  try {
    return join(homedir(), CACHES[process.platform] ?? '.cache');
  } catch {
    return undefined; // a user without a home directory
  }
}
