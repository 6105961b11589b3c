import Module from 'node:module';
import { join } from 'node:path';

import { userCache } from './user-cache';

/** From Node 22 on. */
interface CompileCache {
  readonly enableCompileCache?: (directory?: string) => unknown;
}

/**
 * Lets Node keep what it compiles for the next start, where it can, in the cache of the user: Node's own choice is a
 * directory that all users of the machine can write to. `NODE_COMPILE_CACHE` names another one, and
 * `NODE_DISABLE_COMPILE_CACHE` switches it off. Without a place to write to nothing is kept.
 */
export function enableCompileCache(): void {
  const { enableCompileCache: enable } = Module as CompileCache;
  if (enable === undefined || process.env.NODE_COMPILE_CACHE !== undefined) return;
  try {
    enable(join(userCache(), 'compiled'));
  } catch {
    // a user without a home directory: every start takes the time of the first
  }
}
