import { stripVTControlCharacters } from 'node:util';
import { applyingSince, planningSince } from '../../errors/cli';

/** A person waits that long without a word, and then that long again and again. */
const FIRST_MS = 10_000;
const NEXT_MS = 30_000;

/** Addresses that are named where many are at work. */
const MOST_NAMED = 3;

const BEGINS = /^(\S.*?): (?:Creating|Modifying|Destroying|Importing|Forgetting)\.\.\./;
const ENDS = /^(\S.*?): (?:Creation|Modifications|Destruction|Import) complete\b/;
const READS = /^(\S.*?): (?:Refreshing state\.\.\.|Read complete\b)/;

/** Settings of the progress of a step. */
export interface ProgressOptions {
  /** Called with a line now and then. */
  readonly tell: (line: string) => void;
  /**
   * How many resources an apply changes.
   * @default - it is a plan, which only reads
   */
  readonly changes?: number;
}

/** Tells in a line now and then how far a step of OpenTofu is, from what it prints. */
export class Progress {
  private readonly start = Date.now();
  private readonly atWork = new Set<string>();
  private readonly done = new Set<string>();
  private readonly read = new Set<string>();
  private timer: NodeJS.Timeout;
  private rest = '';

  constructor(private readonly options: ProgressOptions) {
    this.timer = setTimeout(() => this.tick(), FIRST_MS);
  }

  /** Seconds since it began. */
  public get seconds(): number {
    return Math.round((Date.now() - this.start) / 1000);
  }

  /** How far it is, in a line. */
  public summary(): string {
    const { changes } = this.options;
    if (changes === undefined) return planningSince(this.seconds, this.read.size);
    const names = [...this.atWork];
    return applyingSince(this.seconds, {
      done: this.done.size,
      changes,
      named: names.slice(0, MOST_NAMED),
      others: Math.max(0, names.length - MOST_NAMED),
    });
  }

  /** Takes a piece of what OpenTofu prints, which may end within a line. */
  public hear(text: string): void {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) this.hearLine(stripVTControlCharacters(line));
  }

  /** Says nothing from now on. */
  public end(): void {
    clearTimeout(this.timer);
  }

  private hearLine(line: string): void {
    const [, begun] = BEGINS.exec(line) ?? [];
    const [, ended] = ENDS.exec(line) ?? [];
    const [, read] = READS.exec(line) ?? [];
    if (begun !== undefined) this.atWork.add(begun);
    if (read !== undefined) this.read.add(read);
    if (ended === undefined) return;
    this.atWork.delete(ended);
    this.done.add(ended);
  }

  private tick(): void {
    this.options.tell(this.summary());
    this.timer = setTimeout(() => this.tick(), NEXT_MS);
  }
}
