import type { Command } from 'commander';
import type { ProgramHost } from './program-host';

/** A command: one file in `commands`, and one line in the list of the program. */
export interface CommandDefinition {
  /** The word for it, such as `plan`. */
  readonly name: string;
  /** Its line in the help. */
  readonly description: string;
  /** Adds its arguments and options. */
  readonly options: (command: Command, host: ProgramHost) => Command;
  /**
   * Runs it.
   *
   * @param command with the arguments and options that were given
   * @returns exit code
   * @throws {CommandError} a sentence for the person who gave the command
   */
  readonly run: (command: Command, host: ProgramHost) => Promise<number>;
}
