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

/** Packages with the compiler: the second one stands beside a `typescript` that has no programming interface. */
const PACKAGES = ['typescript', '@typescript/typescript6'];

/** Major versions whose interface is the one that is used here; 7 is a program without it. */
const MAJORS = ['5', '6'];

/** TypeScript as it was looked for. */
export interface FoundCompiler {
  /**
   * The first that can be used.
   * @default - there is none
   */
  readonly compiler?: InstalledCompiler;
  /**
   * Version of one that cannot be used.
   * @default - there is none
   */
  readonly unusable?: string;
}

/**
 * TypeScript of a project, or that beside this package.
 *
 * @param projectDirectory full path
 */
export function findCompiler(projectDirectory: string): FoundCompiler {
  const found = [join(projectDirectory, 'package.json'), __filename].flatMap((from) =>
    PACKAGES.flatMap((name) => installedFrom(name, from) ?? []),
  );
  const isUsable = ({ version }: InstalledCompiler): boolean => MAJORS.includes(version.split('.', 1)[0] ?? '');
  const [compiler, unusable] = [found.find(isUsable), found.find((each) => !isUsable(each))];
  return { ...(compiler && { compiler }), ...(unusable && { unusable: unusable.version }) };
}

function installedFrom(name: string, from: string): InstalledCompiler | undefined {
  const load = createRequire(from);
  try {
    const path = load.resolve(name);
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
