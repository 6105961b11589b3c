import { type ApplyEvent, printedEvent, writtenEvent } from '../tofu/apply-event';
import { LineReader } from '../tofu/line-reader';
import { Progress } from '../tofu/progress';
import { ApplyProgress } from './apply-progress';
import { LiveBlock } from './live-block';
import type { ProgressSubject } from './machine-steps';
import { endedLine, progressLines } from './progress-lines';
import type { LiveTerminal } from './terminal';

/** A second that passes is seen. */
const REDRAW_MS = 1000;

/** Facts of an apply that is shown. */
export interface ShownApplyOptions {
  /** Machines and the cluster with their steps. */
  readonly subjects: readonly ProgressSubject[];
  /** How many resources change. */
  readonly changes: number;
  /** Prints a line where there is no terminal. */
  readonly tell: (line: string) => void;
  /**
   * Called with each event.
   * @default - nobody else needs them
   */
  readonly heard?: (event: ApplyEvent) => void;
  /** The terminal; nothing if there is none. */
  readonly terminal: LiveTerminal | undefined;
}

/** Shows an apply while it runs: a line for each machine that is drawn again on a terminal, a line for each step elsewhere. */
export class ShownApply {
  private readonly steps: ApplyProgress;
  private readonly total: Progress;
  private readonly block: LiveBlock | undefined;
  private readonly printed = new LineReader((line) => this.take(printedEvent(line)));
  private readonly written = new LineReader((line) => this.take(writtenEvent(line)));
  private readonly timer: NodeJS.Timeout | undefined;
  private hasEnded = false;

  constructor(private readonly options: ShownApplyOptions) {
    const { subjects, changes, tell, terminal } = options;
    this.steps = new ApplyProgress(subjects);
    // on a terminal the block has its line
    this.total = new Progress({ tell: terminal === undefined ? tell : () => undefined, changes });
    if (terminal === undefined) return;
    this.block = new LiveBlock(terminal.stream);
    this.timer = setInterval(this.draw, REDRAW_MS);
    terminal.stream.on('resize', this.draw);
    this.draw();
  }

  /** Takes a piece of what OpenTofu prints for people. */
  public hear(text: string): void {
    this.total.hear(text);
    this.printed.hear(text);
  }

  /** Takes a piece of what it writes as data: it says there what fails, too. */
  public hearData(text: string): void {
    this.written.hear(text);
  }

  /** Takes a step of a machine that was seen where OpenTofu does not tell it. */
  public observe(machine: string, step: string): void {
    const ended = this.steps.observe(machine, step);
    if (ended === undefined) return;
    if (this.block !== undefined) this.draw();
    else this.options.tell(endedLine(ended));
  }

  /** Shows text of OpenTofu itself, such as an error. */
  public show(text: string): void {
    if (this.block === undefined) process.stderr.write(text);
    else this.block.writeAbove(text.endsWith('\n') ? text : `${text}\n`);
  }

  /** Draws for the last time; a second call does nothing. The terminal is as it was before, below the lines. */
  public end(): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    clearInterval(this.timer);
    this.options.terminal?.stream.off('resize', this.draw);
    this.total.end();
    this.draw();
    this.block?.end();
  }

  private take(event: ApplyEvent | undefined): void {
    if (event === undefined) return;
    this.options.heard?.(event);
    const ended = this.steps.hear(event);
    if (this.block !== undefined) this.draw();
    else for (const step of ended) this.options.tell(endedLine(step));
  }

  private readonly draw = (): void => {
    const { block } = this;
    const { terminal } = this.options;
    if (block === undefined || terminal === undefined) return;
    const { columns, rows } = block.room;
    const room = { columns, rows: Math.max(1, rows - 1) };
    block.draw([
      ...progressLines(this.steps.subjects(), room, terminal.style),
      this.total.summary().trimStart().slice(0, columns),
    ]);
  };
}
