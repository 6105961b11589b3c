import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileMissing, fileUnreadable } from '../errors/spec';
import type { Findings, Path } from './findings';

/** A file that was tried to read. */
type TriedFile = { readonly text: string } | { readonly error: NodeJS.ErrnoException };

/** Files that a cluster file names: schematics, patches, manifests, values. Each is read once. */
export class ProjectFiles {
  private readonly tried = new Map<string, TriedFile>();

  /** @param directory what paths are relative to */
  constructor(
    private readonly directory: string,
    private readonly findings: Findings,
  ) {}

  /**
   * The text of a file.
   *
   * @param path where the file is named; a file that can't be read is a fault there
   * @returns nothing if the file can't be read
   */
  public read(file: string, path: Path): string | undefined {
    const tried = this.tried.get(file) ?? this.load(file);
    this.tried.set(file, tried);
    if ('text' in tried) return tried.text;
    const { code, message } = tried.error;
    this.findings.addFault(path, code === 'ENOENT' ? fileMissing(file) : fileUnreadable(file, message));
    return undefined;
  }

  private load(file: string): TriedFile {
    try {
      return { text: readFileSync(resolve(this.directory, file), 'utf8') };
    } catch (error) {
      return { error: error as NodeJS.ErrnoException };
    }
  }
}
