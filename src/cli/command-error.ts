/** Exit codes of the command line. */
export const EXIT = {
  /** Done: the plan is allowed, or applied. */
  ok: 0,
  /** The guard refuses the plan. */
  refused: 1,
  /** Anything else: misuse, a failure of OpenTofu, no consent. */
  failed: 2,
} as const;

/** Ends a command with a sentence for the person who gave it. */
export class CommandError extends Error {
  constructor(
    message: string,
    /** How the process ends. */
    public readonly exitCode: number = EXIT.failed,
  ) {
    super(message);
    this.name = 'CommandError';
  }
}
