import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileMissing, fileUnreadable } from '../errors/spec';
import type { Findings, Path } from './findings';

/** Files that a cluster file names: schematics, patches, manifests, values. Each is read once. */
export class ProjectFiles {
  private readonly texts = new Map<string, string | Error>();

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
    const text = this.texts.get(file) ?? this.load(file);
    this.texts.set(file, text);
    if (typeof text === 'string') return text;
    const isMissing = (text as NodeJS.ErrnoException).code === 'ENOENT';
    this.findings.addFault(path, isMissing ? fileMissing(file) : fileUnreadable(file, text.message));
    return undefined;
  }

  private load(file: string): string | Error {
    try {
      return readFileSync(resolve(this.directory, file), 'utf8');
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }
}
