import type { TypeFault } from './type-faults';

/** A file of a project in the form that Node loads. */
export interface CompiledModule {
  /** JavaScript, as a module of CommonJS. */
  readonly code: string;
  /** Full paths of other compiled files by how they are imported; what is not listed is found by Node. */
  readonly imports: Readonly<Record<string, string>>;
}

/** Cluster files of a project with all modules of the project that they import. */
export interface CompiledProject {
  /** By full path. */
  readonly modules: Readonly<Record<string, CompiledModule>>;
  /** Faults of all these files. */
  readonly faults: readonly TypeFault[];
}

/** A file with its imports, and theirs. */
export function importedBy(file: string, { modules }: CompiledProject): ReadonlySet<string> {
  const found = new Set<string>();
  const follow = (path: string): void => {
    if (found.has(path)) return;
    found.add(path);
    for (const next of Object.values(modules[path]?.imports ?? {})) follow(next);
  };
  follow(file);
  return found;
}
