import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';

import { userCache } from '../user-cache';
import type { CompiledProject } from './compiled-project';
import type { CompilerRun } from './compile-project';

/** A compiled project, with the state at that time of each file that decided about it. */
interface Remembered {
  readonly project: CompiledProject;
  readonly inputs: readonly (readonly [path: string, state: string])[];
}

/**
 * Compiled cluster files, kept between runs in the cache of the user: one entry for each set of files and compiler, which
 * holds as long as every file is what it was. What has faults is not kept.
 */
export class CompileMemory {
  private readonly file: string;

  /** @param parts what tells one entry from another */
  constructor(parts: readonly string[]) {
    const key = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
    this.file = join(userCache(), 'clusters', `${key}.json`);
  }

  /** The project that was kept; nothing if a file has changed since, or none was kept. */
  public read(): CompiledProject | undefined {
    try {
      const { project, inputs } = JSON.parse(readFileSync(this.file, 'utf8')) as Remembered;
      return inputs.every(([path, state]) => stateOf(path) === state) ? project : undefined;
    } catch {
      return undefined;
    }
  }

  /** Keeps a run; where there is no cache it is done again. */
  public keep({ project, inputs }: CompilerRun): void {
    if (project.faults.length > 0) return;
    const draft = `${this.file}.${process.pid}`;
    try {
      const remembered: Remembered = { project, inputs: inputs.map((path) => [path, stateOf(path)]) };
      mkdirSync(dirname(this.file), { recursive: true });
      writeFileSync(draft, JSON.stringify(remembered), { mode: 0o600 });
      renameSync(draft, this.file);
    } catch {
      // a home that cannot be written to only takes time
    }
  }
}

/** The content of a file of a person; of packages, which are many and change as a whole, size and time. */
function stateOf(path: string): string {
  if (path.includes(`${sep}node_modules${sep}`)) {
    const { size, mtimeMs } = statSync(path);
    return `${size} ${mtimeMs}`;
  }
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}
