import { resolve } from 'node:path';
import { environmentReferenceUnreplaced } from '../cluster-file/environment-faults';
import type { LocatedFault } from '../cluster-file/cluster-spec-error';
import { findReferences } from '../cluster-file/environment';
import { readTextFile, type TextFile } from '../cluster-file/text-file';
import type { Findings } from './findings';
import type { Path } from '../values/path';

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
    const tried = this.tried.get(file) ?? this.load(file);
    if ('text' in tried) return tried.text;
    this.findings.addFault(path, tried.fault);
    return undefined;
  }

  private load(file: string): TextFile {
    const tried = readTextFile(resolve(this.directory, file), file);
    this.tried.set(file, tried);
    if ('text' in tried) this.findings.warningsElsewhere.push(...unreplacedReferences(tried.text, file));
    return tried;
  }
}

/** References to the environment in a file, where none is replaced. */
function unreplacedReferences(text: string, file: string): readonly LocatedFault[] {
  return findReferences(text).map(({ reference, offset }) => {
    const before = text.slice(0, offset).split('\n');
    const column = (before.at(-1) ?? '').length + 1;
    return { path: [], message: environmentReferenceUnreplaced(reference), file, line: before.length, column };
  });
}
