import { execFileSync, spawn } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pack } from '../../scripts/lib/pack';
import { projectRoot } from './project';

/** How a command ended. */
export interface TriedResult {
  readonly exitCode: number | null;
  readonly output: string;
  readonly errors: string;
}

/** A project of somebody who has installed the package, with a folder of its own for temporary files. */
export class InstalledProject {
  public readonly directory: string;
  /** Where commands have their temporary files. */
  public readonly temporary: string;
  private readonly work: string;

  constructor() {
    this.work = mkdtempSync(join(tmpdir(), 'tried-'));
    this.directory = join(this.work, 'project');
    this.temporary = join(this.work, 'tmp');
    mkdirSync(this.temporary);
    mkdirSync(this.directory);
  }

  /** The program of the package. */
  public get program(): string {
    return join(this.directory, 'node_modules', 'cdktf-proxmox-talos', 'lib', 'src', 'cli', 'main.js');
  }

  /** Installs the package as it would be published; its dependencies are those of this project. */
  public install(): void {
    const modules = join(this.directory, 'node_modules');
    const own = join(modules, 'cdktf-proxmox-talos');
    mkdirSync(own, { recursive: true });
    execFileSync('tar', ['-xzf', pack(this.work), '--strip-components=1', '-C', own]);
    for (const name of readdirSync(join(projectRoot, 'node_modules'))) {
      if (name.startsWith('cdktf-proxmox-talos') || name.startsWith('.')) continue;
      symlinkSync(join(projectRoot, 'node_modules', name), join(modules, name));
    }
    const judge = join(projectRoot, 'judge');
    symlinkSync(judge, join(modules, 'cdktf-proxmox-talos-judge'));
  }

  public write(path: string, content: string): void {
    mkdirSync(dirname(join(this.directory, path)), { recursive: true });
    writeFileSync(join(this.directory, path), content);
  }

  public read(path: string): string {
    return readFileSync(join(this.directory, path), 'utf8');
  }

  /** Files of the project, with the time and the size of each; packages are left out. */
  public files(): Readonly<Record<string, string>> {
    const names = readdirSync(this.directory, { recursive: true, encoding: 'utf8' });
    const own = names.filter((name) => !name.startsWith('node_modules')).sort();
    return Object.fromEntries(
      own.map((name) => {
        const { mtimeMs, size } = statSync(join(this.directory, name));
        return [name, `${mtimeMs} ${size}`];
      }),
    );
  }

  /**
   * Runs the command of the package.
   *
   * @param when called once with the process when its output holds a text
   */
  public run(
    args: readonly string[],
    environment: Readonly<Record<string, string>> = {},
    when?: { readonly text: string; readonly then: (pid: number) => void },
  ): Promise<TriedResult> {
    return runProgram([this.program, ...args], { cwd: this.directory, temporary: this.temporary, environment, when });
  }

  public remove(): void {
    rmSync(this.work, { recursive: true, force: true });
  }
}

/** Where and how Node runs a program. */
interface RunOptions {
  readonly cwd: string;
  readonly temporary: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly when?: { readonly text: string; readonly then: (pid: number) => void };
}

/** Runs a program with Node, to its end. */
export function runProgram(
  args: readonly string[],
  { cwd, temporary, environment = {}, when }: RunOptions,
): Promise<TriedResult> {
  const child = spawn(process.execPath, [...args], {
    cwd,
    env: { ...process.env, TMPDIR: temporary, NO_COLOR: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { output: '', errors: '' };
  let isTold = false;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.output += text;
    if (when === undefined || isTold || !said.output.includes(when.text)) return;
    isTold = true;
    when.then(child.pid ?? 0);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.errors += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ ...said, exitCode }));
  });
}
