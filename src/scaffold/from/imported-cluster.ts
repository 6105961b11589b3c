import { formatPath } from '../../values/path';
import { Draft } from './draft';
import { Entry } from './entry';
import { nothingRecognised } from './faults';
import { InputFiles } from './input-files';
import { type InputValue, leavesOf } from './input-value';
import { Ledger, type LeftOver, type LeftSecret } from './ledger';
import { refusedHere } from './left-over-texts';
import type { RecognisedFiles, Source } from './source';
import { SOURCES } from './sources';

/** A fault of the cluster file that was made. */
export interface MadeFault {
  /** Place in the cluster file. */
  readonly path: readonly (string | number)[];
  /** The problem. */
  readonly message: string;
}

/** A cluster file that was made out of files of another tool, as far as they say what is needed. */
export class ImportedCluster {
  /**
   * Reads the files of another tool.
   *
   * @param path of a file, or of the directory with all of them
   * @throws if nothing is known there, or a file cannot be read
   */
  public static read(path: string): ImportedCluster {
    const files = new InputFiles(path);
    for (const source of SOURCES) {
      const recognised = source.recognise(files);
      if (recognised !== undefined) return new ImportedCluster(source, files, recognised, new Map());
    }
    throw new Error(
      nothingRecognised(
        path,
        SOURCES.map(({ name, recognisedBy }) => `${name}: ${recognisedBy}`),
      ),
    );
  }

  /** Name of the tool. */
  public readonly sourceName: string;
  /** The cluster file, as data; parts that a cluster needs may be missing. */
  public readonly data: unknown;
  /** Values of the input that are not in it, each with its reason. */
  public readonly leftOvers: readonly LeftOver[];
  /** Secrets, which are not in it. */
  public readonly secrets: readonly LeftSecret[];
  /** Values that the input does not give and that were taken from elsewhere, each in a sentence. */
  public readonly assumptions: readonly string[];
  /** Every value that was read, with its outcome. */
  public readonly ledger = new Ledger();

  private readonly draft: Draft;

  private constructor(
    private readonly source: Source,
    private readonly files: InputFiles,
    private readonly recognised: RecognisedFiles,
    private readonly refused: ReadonlyMap<InputValue, string>,
  ) {
    const assumptions: string[] = [];
    this.sourceName = source.name;
    this.draft = new Draft(this.ledger, refused);
    for (const { value, path } of recognised.roots) this.ledger.addRoot(value, path);
    source.carry(recognised, {
      files,
      draft: this.draft,
      addFile: (document) => {
        this.ledger.addRoot(document, []);
        return new Entry(document, []);
      },
      assume: (sentence) => {
        if (!assumptions.includes(sentence)) assumptions.push(sentence);
      },
    });
    this.data = this.draft.data;
    this.leftOvers = this.ledger.leftOvers();
    this.secrets = this.ledger.secrets();
    this.assumptions = assumptions;
  }

  /** Names of the files that were read, from the directory that was named. */
  public get fileNames(): readonly string[] {
    return this.ledger.fileNames();
  }

  /**
   * The same without values that the rules of cluster files refuse: they are left over, each with its fault.
   *
   * @returns nothing if no value of the input is to blame for any of the faults
   */
  public without(faults: readonly MadeFault[]): ImportedCluster | undefined {
    const refused = new Map(this.refused);
    for (const { path, message } of faults) {
      for (const { value } of this.draft.originsOf(path)) {
        for (const leaf of leavesOf(value)) refused.set(leaf.value, refusedHere(message));
      }
    }
    if (refused.size === this.refused.size) return undefined;
    return new ImportedCluster(this.source, this.files, this.recognised, refused);
  }

  /** Values that the rules refuse, with their places, for people. */
  public refusals(): readonly string[] {
    return this.leftOvers.filter(({ reason }) => [...this.refused.values()].includes(reason)).map(leftOverLine);
  }

  /** Where a place of the cluster file comes from, for people; nothing if the input does not say it. */
  public originOf(path: MadeFault['path']): string | undefined {
    const [origin] = this.draft.originsOf(path);
    if (origin === undefined) return undefined;
    const { file, line } = origin.value.place;
    return `${file}:${line} ${formatPath(origin.path)}`;
  }
}

/** A value that was left, on one line. */
export function leftOverLine({ place, key, value, reason }: LeftOver): string {
  return `${place.file}:${place.line} ${key} = ${value}: ${reason}`;
}
