import type { Draft } from './draft';
import type { Entry } from './entry';
import type { InputFiles } from './input-files';
import type { InputValue } from './input-value';

/** Input of a source: the files of the other tool, and the cluster file that it fills. */
export interface SourceInput {
  /** Files of the other tool. */
  readonly files: InputFiles;
  /** The cluster file that is being written. */
  readonly draft: Draft;
  /**
   * Accounts for a document too that a value refers to, such as a patch file.
   *
   * @returns its entry
   */
  readonly addFile: (document: InputValue) => Entry;
  /** Tells what the input does not say, and was taken from elsewhere. */
  readonly assume: (sentence: string) => void;
}

/** Files of a source, as they were recognised. */
export interface RecognisedFiles {
  /** Each with its documents, in the order in which they are told. */
  readonly roots: readonly Entry[];
}

/** A tool or a system whose files can become a cluster file. */
export interface Source {
  /** Its name. */
  readonly name: string;
  /** Files and keys that it is recognised by, for people. */
  readonly recognisedBy: string;
  /**
   * Finds its files.
   *
   * @returns nothing if the files are not its own
   * @throws if a file cannot be read
   */
  readonly recognise: (files: InputFiles) => RecognisedFiles | undefined;
  /** Puts what the files say into the cluster file, and says of the rest why not. */
  readonly carry: (recognised: RecognisedFiles, input: SourceInput) => void;
}
