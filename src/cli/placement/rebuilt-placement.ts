/** A placement that was rebuilt. */
export interface RebuiltPlacement {
  /** The file, below the project. */
  readonly file: string;
  /** Where the state is kept. */
  readonly where: string;
  /** If the file said less, and was written. */
  readonly written: boolean;
  /** Machines whose host the state has, and the file did not. */
  readonly found: readonly string[];
  /** Machines that neither had, which were placed now. */
  readonly placed: readonly string[];
}
