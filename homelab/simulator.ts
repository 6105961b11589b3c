import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { killGroup, waitFor } from './processes';

/** A call that a homelab served, as its journal has it. */
export interface Call {
  /** Counts from 1. */
  readonly number: number;
  readonly time: string;
  readonly service: 'proxmox' | 'ssh' | 'factory' | 'talos' | 'kubernetes' | 'git' | 'files' | 'state';
  readonly target: string;
  readonly method: string;
  readonly path: string;
  readonly arguments?: Readonly<Record<string, string>>;
  /** Empty while nothing is answered. */
  readonly status: string;
  readonly fault?: string;
}

/** Which calls meet which fault; what is left out matches every call. */
export interface FaultRule {
  readonly service?: Call['service'];
  readonly target?: string;
  readonly method?: string;
  /** Regular expression for the whole path. */
  readonly path?: string;
  /** First matching call that meets it, from 1. */
  readonly nth?: number;
  /** How many do; all unless given. */
  readonly times?: number;
  readonly action: 'status' | 'hang' | 'drop' | 'slow' | 'task' | 'hold';
  readonly status?: number;
  readonly message?: string;
  readonly delayMs?: number;
}

/** How a simulator is started. */
export interface SimulatorOptions {
  /** Program and first arguments; the path of the configuration comes after them. */
  readonly command: readonly string[];
  /** Of the homelab. */
  readonly config: object;
  /** Where the configuration is written; it holds secrets. */
  readonly configFile: string;
  /** How long it may take until everything answers. */
  readonly startTimeoutMs?: number;
  /** How long it may take to stop before it is killed. */
  readonly stopTimeoutMs?: number;
}

/** Lines of what a simulator says that are kept for the message of its end. */
const KEPT_LINES = 20;

/** First line of a program in Go that dies: why it does, before it says what each of its routines was doing. */
const DEATH = /^(panic|fatal error): /;

/** A running `simulator homelab`. It ends with this process, however that ends: its standard input is a pipe of ours. */
export class Simulator {
  /**
   * Starts a simulator and waits until everything in it answers.
   *
   * @throws with what it said last when it ends instead
   */
  static async start({
    command,
    config,
    configFile,
    startTimeoutMs = 120_000,
    stopTimeoutMs = 15_000,
  }: SimulatorOptions): Promise<Simulator> {
    writeFileSync(configFile, JSON.stringify(config, null, 2), { mode: 0o600 });
    const [program = '', ...args] = command;
    // a group of its own: what the simulator has started goes with it, and an interrupt from the keyboard is ours
    const child = spawn(program, [...args, configFile], { detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
    const simulator = new Simulator(child, stopTimeoutMs);
    try {
      await simulator.waitUntilReady(startTimeoutMs);
      return simulator;
    } catch (error) {
      await simulator.stop();
      throw error;
    }
  }

  private readonly stopTimeoutMs: number;
  private readonly child: ChildProcessWithoutNullStreams;
  private said: string[];
  private isStopping = false;
  /** URL of the control API. */
  public control = '';
  /** Resolves when it has ended: with the reason, or with nothing when it was stopped. */
  public readonly gone: Promise<Error | undefined>;

  private constructor(child: ChildProcessWithoutNullStreams, stopTimeoutMs: number) {
    this.stopTimeoutMs = stopTimeoutMs;
    this.child = child;
    this.said = [];
    child.stdin.on('error', () => undefined);
    createInterface(child.stderr).on('line', (line) => {
      if (DEATH.test(line)) this.said = [line];
      else if (!DEATH.test(this.said[0] ?? '')) this.said = [...this.said, line].slice(-KEPT_LINES);
      else if (this.said.length < KEPT_LINES) this.said.push(line);
    });
    this.gone = new Promise((resolve) => {
      child.once('error', (error) => resolve(new Error(`the simulator cannot be started: ${error.message}`)));
      // what it has started may hold its pipes open, and must not outlive it
      child.once('exit', () => {
        if (child.pid !== undefined) killGroup(child.pid, 'SIGKILL');
      });
      child.once('close', (code, signal) => {
        resolve(this.isStopping ? undefined : this.endedBy(code, signal));
      });
    });
  }

  /** Number of its process. */
  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Calls with a number above the given one, also those without an answer so far. */
  async journal(after = 0): Promise<Call[]> {
    return (await this.ask('GET', `/journal?after=${after}`)) as Call[];
  }

  /** Puts rules after those that are there; with a faulty one among them nothing is added. */
  async addFaults(rules: readonly FaultRule[]): Promise<void> {
    await this.ask('POST', '/faults', rules);
  }

  /** Removes all rules, and lets go what they hold or have made hang. */
  async clearFaults(): Promise<void> {
    await this.ask('DELETE', '/faults');
  }

  /**
   * A call that was performed and whose answer is held: the moment to end the caller.
   *
   * @returns nothing when there was none in time
   */
  async held(waitSeconds = 30): Promise<Call | undefined> {
    return (await this.ask('GET', `/held?waitSeconds=${waitSeconds}`)) as Call | undefined;
  }

  /** Everything there is in the homelab. */
  async inventory(): Promise<any> {
    return this.ask('GET', '/inventory');
  }

  /**
   * Plays `talosctl upgrade-k8s --to` on the machines of a cluster that are on, and waits until all of them run it.
   *
   * @param version without `v`
   */
  async upgradeKubernetes(cluster: string, version: string): Promise<void> {
    await this.ask('POST', `/clusters/${encodeURIComponent(cluster)}/upgrade-k8s?to=${version}`);
  }

  /** The bytes that lie at a path of the state stores, as the inventory has it. */
  async storedState(path: string): Promise<Buffer> {
    return this.receive('GET', `/state?path=${encodeURIComponent(path)}`);
  }

  /** Switches a physical machine on. */
  async powerOn(name: string): Promise<void> {
    await this.ask('POST', `/machines/${encodeURIComponent(name)}/power-on`);
  }

  /**
   * Has a virtual machine refuse changes, as while Proxmox VE makes a backup of it.
   *
   * @param reason such as `backup`; without one the machine takes changes again
   */
  async lockGuest(endpoint: string, vmId: number, reason = ''): Promise<void> {
    const guest = `/proxmox/${encodeURIComponent(endpoint)}/guests/${vmId}`;
    await this.ask('PUT', `${guest}/lock?reason=${encodeURIComponent(reason)}`);
  }

  /**
   * Runs a command as root on a host of Proxmox VE, as a person types it there.
   *
   * @param line such as `pvesm set local --content iso,import`
   * @returns its output
   * @throws with what it said when it fails
   */
  async runOnHost(endpoint: string, host: string, line: string): Promise<string> {
    const path = `/proxmox/${encodeURIComponent(endpoint)}/hosts/${encodeURIComponent(host)}/run`;
    const answer = await fetch(`${this.control}${path}`, { method: 'POST', body: line });
    const said = await answer.text();
    if (!answer.ok) throw new Error(`"${line}" failed on ${host}: ${said.trim()}`);
    return said;
  }

  /** Stops it, and whatever it has started; by force when it takes too long. */
  async stop(): Promise<void> {
    const { pid } = this.child;
    this.isStopping = true;
    if (pid === undefined) return;
    this.child.kill('SIGTERM');
    this.child.stdin.end();
    if (!(await waitFor(this.gone, this.stopTimeoutMs))) killGroup(pid, 'SIGKILL');
    await this.gone;
  }

  private async waitUntilReady(timeoutMs: number): Promise<void> {
    const lines = createInterface(this.child.stdout);
    const line = new Promise((resolve: (line: string) => void) => lines.once('line', resolve));
    const first = await Promise.race([
      line,
      this.gone,
      new Promise((resolve: (value: undefined) => void) => {
        setTimeout(resolve, timeoutMs, undefined).unref();
      }),
    ]);
    if (first instanceof Error) throw first;
    if (first === undefined) {
      throw new Error(`the simulator was not ready after ${timeoutMs / 1000} s; it said last:\n${this.lastWords()}`);
    }
    this.control = readReady(first);
  }

  private async ask(method: string, path: string, body?: unknown): Promise<unknown> {
    const text = (await this.receive(method, path, body)).toString('utf8');
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  }

  private async receive(method: string, path: string, body?: unknown): Promise<Buffer> {
    const asked = fetch(`${this.control}${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    // a dead simulator says more than a connection that was refused
    const answer = await asked.catch(async (error: unknown) => {
      throw (await waitFor(this.gone, 1000)) ? ((await this.gone) ?? new Error('the simulator was stopped')) : error;
    });
    const content = Buffer.from(await answer.arrayBuffer());
    if (!answer.ok) throw new Error(`the simulator refuses ${method} ${path}: ${content.toString('utf8').trim()}`);
    return content;
  }

  private endedBy(code: number | null, signal: NodeJS.Signals | null): Error {
    const how = signal === null ? `with code ${code}` : `by ${signal}`;
    return new Error(`the simulator has ended ${how}; it said last:\n${this.lastWords()}`);
  }

  private lastWords(): string {
    return this.said.length === 0 ? '  nothing' : this.said.map((line) => `  ${line}`).join('\n');
  }
}

/** @returns URL of the control API */
function readReady(line: string): string {
  try {
    const { ready, control } = JSON.parse(line) as { ready?: unknown; control?: unknown };
    if (ready === true && typeof control === 'string') return control;
  } catch {
    // said below
  }
  throw new Error(`the simulator said ${JSON.stringify(line)} in place of its addresses`);
}
