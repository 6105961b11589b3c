import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Verdict } from '../../src/plan/verdict/verdict';
import type { Homelab } from '../homelab';
import { killGroup, waitFor } from '../processes';
import { projectRoot } from '../project-root';
import { withoutSecrets } from '../tofu/environment';

/** The published command line, as it is compiled. */
const COMMAND_LINE = join(projectRoot, 'lib', 'src', 'cli', 'main.js');

/** How long a command may take to put the state in order before it is killed. */
const GRACE_MS = 30_000;

/** How a command ended. */
interface Ended {
  readonly exitCode: number | null;
  readonly output: string;
  readonly errors: string;
}

/** There is no plan, so there is no verdict; the message holds what the command said. */
export class NotPlanned extends Error {
  constructor(said: string) {
    super(`the cluster cannot be planned:\n${said}`);
    this.name = 'NotPlanned';
  }
}

/** The commands `plan`, `apply` and `destroy` on the cluster of a homelab, as its user gives them. */
export class GuardedCommands {
  private readonly homelab: Homelab;
  private readonly running: Set<ChildProcess>;
  private isClosed = false;

  constructor(homelab: Homelab) {
    this.homelab = homelab;
    this.running = new Set();
  }

  /**
   * Plans, and has the guard judge the plan.
   *
   * @throws {NotPlanned}
   */
  async plan(): Promise<Verdict> {
    const { exitCode, output, errors } = await this.run(['plan', this.cluster, '--json']);
    if (exitCode === 0 || (exitCode === 1 && output !== '')) return JSON.parse(output) as Verdict;
    throw new NotPlanned(errors.trimEnd());
  }

  /**
   * Applies what the guard allows.
   *
   * @param onLine called with each line about the progress
   * @throws with what the command said when it fails
   */
  async apply(onLine: (line: string) => void): Promise<void> {
    const { exitCode, output, errors } = await this.run(['apply', this.cluster, '--yes'], onLine);
    if (exitCode !== 0) throw new Error(`the cluster cannot be applied:\n${errors.trimEnd() || output.trimEnd()}`);
  }

  /**
   * Destroys everything.
   *
   * @returns what goes and what stays, in words
   * @throws with what the command said when it fails
   */
  async destroy(): Promise<string> {
    const { exitCode, output, errors } = await this.run(['destroy', this.cluster, '--yes']);
    if (exitCode !== 0) throw new Error(`the cluster cannot be destroyed:\n${errors.trimEnd() || output.trimEnd()}`);
    return output.trim();
  }

  /** Ends what still runs; OpenTofu writes its state before. */
  async close(): Promise<void> {
    this.isClosed = true;
    await Promise.all([...this.running].map(ended));
  }

  private get cluster(): string {
    return this.homelab.cluster.model.name;
  }

  private async run(args: readonly string[], onLine: (line: string) => void = () => undefined): Promise<Ended> {
    if (this.isClosed) throw new Error('the homelab is taken down');
    const { workspace, simulator, cluster } = this.homelab;
    const { program, env } = workspace.shell();
    const child = spawn(process.execPath, [COMMAND_LINE, ...args], {
      cwd: join(workspace.directory, '..', '..', '..'),
      // an interrupt from the keyboard is ours, and is passed on
      detached: true,
      env: { ...env, TERRAFORM_BINARY_NAME: program },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.running.add(child);
    void simulator.gone.then((reason) => {
      if (reason !== undefined && child.pid !== undefined) killGroup(child.pid, 'SIGKILL');
    });
    const cleaned = (text: string) => withoutSecrets(text, Object.values(cluster.variables));
    const errors: string[] = [];
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    createInterface(child.stderr).on('line', (line) => {
      errors.push(cleaned(line));
      onLine(cleaned(line));
    });
    try {
      const exitCode = await new Promise<number | null>((resolve, reject) => {
        child.once('error', reject);
        child.once('close', resolve);
      });
      // a command that was killed has nothing to say: the homelab has died
      if (exitCode === null) throw (await simulator.gone) ?? new Error(`${args[0]} was stopped`);
      return { exitCode, output: cleaned(output), errors: errors.join('\n') };
    } finally {
      this.running.delete(child);
    }
  }
}

async function ended(child: ChildProcess): Promise<void> {
  const closed = new Promise((resolve) => child.once('close', resolve));
  if (child.exitCode !== null) return;
  child.kill('SIGINT');
  if (!(await waitFor(closed, GRACE_MS)) && child.pid !== undefined) killGroup(child.pid, 'SIGKILL');
}
