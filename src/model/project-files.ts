import { resolve } from 'node:path';
import { readTextFile, type TextFile } from '../spec/text-file';
import type { Findings, Path } from './findings';

/** Files that a cluster file names: schematics, patches, manifests, values. Each is read once. */
export class ProjectFiles {
  private readonly tried = new Map<string, TextFile>();

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
    const tried = this.tried.get(file) ?? readTextFile(resolve(this.directory, file), file);
    this.tried.set(file, tried);
    if ('text' in tried) return tried.text;
    this.findings.addFault(path, tried.fault);
    return undefined;
  }
}
