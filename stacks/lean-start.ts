import Module, { createRequire } from 'node:module';

import { disableCreationStacks } from './creation-stacks';

interface CompileCache {
  readonly enableCompileCache?: () => void;
}

/**
 * Makes the framework start and run in less time, by leaving out what an app that only synthesizes never uses. For the
 * main program of an app, before anything loads the framework.
 */
export function startLean(): void {
  (Module as CompileCache).enableCompileCache?.();
  disableCreationStacks();
  skipArchiver();
}

/**
 * A third of the time that cdktf 0.21 takes to load goes into a library for archives. It is used in a process of its own
 * only, so the process of the app can do without it.
 */
function skipArchiver(): void {
  const load = createRequire(createRequire(__filename).resolve('cdktf'));
  const path = tryResolve(load, 'archiver');
  if (path === undefined) return;
  const placeholder = new Module(path);
  placeholder.loaded = true;
  load.cache[path] = placeholder;
}

function tryResolve(load: NodeJS.Require, name: string): string | undefined {
  try {
    return load.resolve(name);
  } catch {
    return undefined; // CDK Terrain has no such library
  }
}
