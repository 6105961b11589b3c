import { type ChildProcess, spawn } from 'node:child_process';
import { resolve, sep } from 'node:path';
import { interrupted, tofuNotFound, tofuNotStarted } from '../errors/cli';
import { CommandError } from './command-error';
import { onSignals, signalExitCode } from '../process/signals';
import type { Environment } from './variables';

/** How OpenTofu is started. */
export interface TofuSettings {
  /** Its path, or its name on the PATH. */
  readonly program: string;
  /** Directory of the stack. */
  readonly directory: string;
  /** Its whole environment. */
  readonly environment: Environment;
}

/** One step of OpenTofu. */
export interface TofuStep {
  /** Command and options. */
  readonly args: readonly string[];
  /**
   * Told its standard output piece by piece.
   * @default - the output is only kept
   */
  readonly onOutput?: (text: string) => void;
  /**
   * Told its standard error piece by piece.
   * @default - the errors are only kept
   */
  readonly onErrors?: (text: string) => void;
}

/** How a step ended. */
export interface TofuResult {
  /** Its exit code. */
  readonly exitCode: number;
  /** Its standard output. */
  readonly output: string;
  /** Its standard error. */
  readonly errors: string;
}

/** Runs OpenTofu in the directory of a stack, one step after the other. */
export class Tofu {
  private child?: ChildProcess;
  private signal?: NodeJS.Signals;

  constructor(private readonly settings: TofuSettings) {}

  /** Whether a step is at work. */
  public get isBusy(): boolean {
    return this.child !== undefined;
  }

  /**
   * Runs one step. A signal is left to OpenTofu, which writes the state before it ends.
   *
   * @throws if the program cannot be started, or a signal came meanwhile
   */
  public async run({ args, onOutput, onErrors }: TofuStep): Promise<TofuResult> {
    const { program, directory, environment } = this.settings;
    const start = (): ChildProcess =>
      spawn(program, [...args], {
        cwd: directory,
        env: { ...environment },
        // a reader of ours that goes away, such as head, would end OpenTofu in the middle of an apply
        stdio: ['inherit', 'pipe', 'pipe'],
      });
    // providers may go into a cache that is shared; states and plans are for nobody else
    const child = args[0] === 'init' ? start() : withoutOthers(start);
    this.child = child;
    const ignore = onSignals((signal) => this.pass(signal));
    try {
      const result = await this.ended(child, { onOutput, onErrors });
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

  private ended(child: ChildProcess, { onOutput, onErrors }: Omit<TofuStep, 'args'>): Promise<TofuResult> {
    const kept = { output: '', errors: '' };
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      kept.output += text;
      onOutput?.(text);
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      kept.errors += text;
      onErrors?.(text);
    });
    return new Promise((resolve, reject) => {
      child.on('error', (error: NodeJS.ErrnoException) => {
        const { program } = this.settings;
        const message = error.code === 'ENOENT' ? tofuNotFound(program) : tofuNotStarted(program, error.message);
        reject(new CommandError(message));
      });
      child.on('close', (code) => resolve({ ...kept, exitCode: code ?? 1 }));
    });
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
