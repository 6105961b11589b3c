import { type ChildProcess, spawn } from 'node:child_process';
import type { Diagnostic } from '../../plan/read/diagnostic';
import { jsonDiagnostics } from '../../plan/read/json-diagnostics';
import { printedDiagnostics } from '../../plan/read/printed-diagnostics';
import { PrivateFile } from '../../process/private-file';
import { FollowedFile } from './followed-file';
import type { Environment } from './variables';

/** Everything that a run of OpenTofu needs. */
export interface TofuCommand {
  /** OpenTofu: its path, or its name on the PATH. */
  readonly program: string;
  /** Directory of the stack. */
  readonly directory: string;
  /** Its whole environment. */
  readonly environment: Environment;
  /** Command and options. */
  readonly args: readonly string[];
  /**
   * If its errors and warnings are asked for as data, beside what it prints: `-json-into`, from OpenTofu 1.12 on.
   * @default - they are read from what it prints
   */
  readonly asData?: boolean;
  /**
   * If it runs in a process group of its own, with its providers, and without an input.
   * @default - in the group of this process, whose input it has: Ctrl-C on the terminal reaches it too
   */
  readonly isDetached?: boolean;
  /**
   * Called with each piece of its standard output.
   * @default - the output is only kept
   */
  readonly onOutput?: (text: string) => void;
  /**
   * Called with each piece of its data, soon after it is written.
   * @default - the data is read at the end
   */
  readonly onData?: (text: string) => void;
  /**
   * Called with each piece of its standard error.
   * @default - the errors are only kept
   */
  readonly onErrors?: (text: string) => void;
}

/** The end of a run. */
export interface TofuResult {
  /** Its exit code; 1 also for one that a signal ended. */
  readonly exitCode: number;
  /** The signal that ended it; null if none did. */
  readonly signal: NodeJS.Signals | null;
  /** Its standard output. */
  readonly output: string;
  /** Its standard error. */
  readonly errors: string;
  /** Its errors and warnings, in its order. Warnings are complete only if they were asked for as data. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A run of OpenTofu. */
export interface TofuProcess {
  /** The process. */
  readonly child: ChildProcess;
  /** Rejects with the error of the system if the program cannot be started. */
  readonly ended: Promise<TofuResult>;
}

/**
 * Starts OpenTofu: the one place that does, for the command line, the simulated homelab and the checks of stacks.
 *
 * @throws an error that names the path and the reason, if there is no room for a temporary file
 */
export function startTofu(command: TofuCommand): TofuProcess {
  const { program, directory, environment, args, asData = false, isDetached = false, onData } = command;
  const { onOutput, onErrors } = command;
  const data = asData ? new PrivateFile('tofu-', 'diagnostics.json') : undefined;
  const followed = data === undefined || onData === undefined ? undefined : new FollowedFile(data.path, onData);
  const [step = '', ...options] = args;
  const child = spawn(program, [step, ...(data === undefined ? [] : [`-json-into=${data.path}`]), ...options], {
    cwd: directory,
    env: { ...environment },
    detached: isDetached,
    // a reader of ours that goes away, such as head, would end OpenTofu in the middle of an apply
    stdio: [isDetached ? 'ignore' : 'inherit', 'pipe', 'pipe'],
  });
  const output = kept(child.stdout, onOutput);
  const errors = kept(child.stderr, onErrors);
  const ended = new Promise<TofuResult>((resolve, reject) => {
    child.on('error', (error) => {
      followed?.end();
      reject(error);
    });
    child.on('close', (code, signal) => {
      followed?.end();
      const printed = errors();
      const diagnostics = diagnosticsOf(data?.read() ?? '', printed);
      resolve({ exitCode: code ?? 1, signal, output: output(), errors: printed, diagnostics });
    });
  });
  const remove = (): void => data?.remove();
  ended.then(remove, remove);
  return { child, ended };
}

/** OpenTofu prints what is wrong with its command line, or its own settings, before it writes any data. */
function diagnosticsOf(written: string, printed: string): readonly Diagnostic[] {
  const diagnostics = jsonDiagnostics(written);
  return diagnostics.length > 0 ? diagnostics : printedDiagnostics(printed);
}

/** @returns what gives all that has come out of a stream */
function kept(stream: NodeJS.ReadableStream | null, onText?: (text: string) => void): () => string {
  const parts: string[] = [];
  stream?.setEncoding('utf8').on('data', (text: string) => {
    parts.push(text);
    onText?.(text);
  });
  return () => parts.join('');
}
