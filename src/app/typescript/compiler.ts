import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type ts from 'typescript';

/** The compiler as it is loaded. */
export type Compiler = typeof ts;

/** TypeScript as it is installed. It is loaded only when it is needed: that takes a fifth of a second. */
export interface InstalledCompiler {
  /** Full path of its main file. */
  readonly path: string;
  /** Its version, such as `5.9.3`. */
  readonly version: string;
  /** Loads it. */
  readonly load: () => Compiler;
}

/**
 * TypeScript of a project, or that beside this package.
 *
 * @param projectDirectory full path
 * @returns nothing if neither has it
 */
export function findCompiler(projectDirectory: string): InstalledCompiler | undefined {
  return compilerFrom(join(projectDirectory, 'package.json')) ?? compilerFrom(__filename);
}

function compilerFrom(file: string): InstalledCompiler | undefined {
  const load = createRequire(file);
  try {
    const path = load.resolve('typescript');
    return { path, version: versionOf(path), load: () => load(path) as Compiler };
  } catch {
    return undefined;
  }
}

function versionOf(path: string): string {
  const directory = dirname(path);
  const file = join(directory, 'package.json');
  if (!existsSync(file)) return versionOf(directory);
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly version?: string }).version ?? '';
}
