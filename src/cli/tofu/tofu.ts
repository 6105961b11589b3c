import type { ChildProcess } from 'node:child_process';
import { resolve, sep } from 'node:path';
import { interrupted, tofuNotFound, tofuNotStarted } from '../../errors/cli';
import { onSignals, signalExitCode } from '../../process/signals';
import { CommandError } from '../command-error';
import { startTofu, type TofuCommand, type TofuProcess, type TofuResult } from './process';

/** Where and how OpenTofu is started. */
export type TofuSettings = Pick<TofuCommand, 'program' | 'directory' | 'environment'>;

/** One step of OpenTofu. */
export type TofuStep = Pick<TofuCommand, 'args' | 'asData' | 'onOutput' | 'onData' | 'onErrors'>;

/** Runs OpenTofu in the directory of a stack, one step after the other. */
export class Tofu {
  private child?: ChildProcess;
  private signal?: NodeJS.Signals;

  constructor(private readonly settings: TofuSettings) {}

  /** The program: its path, or its name on the PATH. */
  public get program(): string {
    return this.settings.program;
  }

  /** If a step is running. */
  public get isBusy(): boolean {
    return this.child !== undefined;
  }

  /**
   * Runs one step. A signal is left to OpenTofu, which writes the state before it ends.
   *
   * @throws if the program cannot be started, or a signal came meanwhile
   */
  public async run(step: TofuStep): Promise<TofuResult> {
    const start = (): TofuProcess => startTofu({ ...this.settings, ...step });
    // providers may go into a cache that is shared; states and plans are for nobody else
    const { child, ended } = step.args[0] === 'init' ? start() : withoutOthers(start);
    this.child = child;
    const ignore = onSignals((signal) => this.pass(signal));
    try {
      const result = await ended.catch((error: unknown) => {
        throw this.notStarted(error as NodeJS.ErrnoException);
      });
      if (this.signal !== undefined) throw new CommandError(interrupted(this.signal), signalExitCode(this.signal));
      return result;
    } finally {
      ignore();
      this.child = undefined;
    }
  }

  /** A terminal sends Ctrl-C to OpenTofu by itself, and a second one would make it stop without writing anything. */
  private pass(signal: NodeJS.Signals): void {
    this.signal = signal;
    if (signal !== 'SIGINT' || !process.stdin.isTTY) this.child?.kill(signal);
  }

  private notStarted({ code, message }: NodeJS.ErrnoException): CommandError {
    const { program } = this.settings;
    return new CommandError(code === 'ENOENT' ? tofuNotFound(program) : tofuNotStarted(program, message));
  }
}

/** Starts a process whose new files only their owner can read. */
function withoutOthers<T>(start: () => T): T {
  const before = process.umask(0o077);
  try {
    return start();
  } finally {
    process.umask(before);
  }
}

/** A path is one from where the command was given, and OpenTofu is started elsewhere. */
export function programPath(program: string): string {
  return program.includes('/') || program.includes(sep) ? resolve(program) : program;
}
