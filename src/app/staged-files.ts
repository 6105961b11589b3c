import { mkdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

import { writing } from '../process/file-writing';

interface StagedFile {
  readonly temporary: string;
  readonly target: string;
}

/** Files that are written beside their places, and moved in together when all of them are there. */
export class StagedFiles {
  private readonly files: StagedFile[] = [];
  private readonly directories: string[] = [];

  /** Writes a file beside its place. Directories are made where they are missing. */
  public add(target: string, content: string | Buffer): void {
    const directory = dirname(target);
    const first = writing(directory, () => mkdirSync(directory, { recursive: true }));
    if (first !== undefined) this.directories.push(...between(resolve(first), resolve(directory)));
    // in the same directory, as a rename does not reach over file systems, and a directory may be a link
    const temporary = join(directory, `.${basename(target)}.${process.pid}`);
    this.files.push({ temporary, target });
    writing(target, () => writeFileSync(temporary, content));
  }

  /** Puts every file into its place, each by one rename. */
  public moveIn(): void {
    for (const { temporary, target } of this.files) writing(target, () => renameSync(temporary, target));
  }

  /** Removes what is not in its place yet, and the directories that were made for it. */
  public discard(): void {
    for (const { temporary } of this.files) rmSync(temporary, { force: true });
    for (const directory of [...this.directories].reverse()) {
      try {
        rmdirSync(directory);
      } catch {
        return; // it holds something by now
      }
    }
  }
}

/** The directories from an outer one to one inside it, both included. */
function between(outer: string, inner: string): readonly string[] {
  return outer === inner ? [outer] : [...between(outer, dirname(inner)), inner];
}
