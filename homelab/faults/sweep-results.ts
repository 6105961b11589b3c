import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { type Attempt, attemptText } from './fault-points';
import type { Outcome } from './fault-sweep';

/** An outcome in the file, one a line. */
export interface Line {
  readonly configuration: string;
  /** In words that are the same in every sweep of the cluster. */
  readonly attempt: string;
  readonly result: Outcome['result'];
  readonly recoveries: Outcome['recoveries'];
  readonly problem?: string;
}

/** The outcomes of a sweep in a file, to which each is added as it comes, so that a sweep that was ended can go on. */
export class SweepResults {
  private readonly path: string;
  private readonly lines: Map<string, Line>;

  /** @param path of the file; it need not exist */
  constructor(path: string) {
    this.path = path;
    this.lines = new Map();
    if (!existsSync(path)) return;
    const written = readFileSync(path, 'utf8');
    for (const text of written.split('\n')) this.read(text);
    if (written !== '' && !written.endsWith('\n')) appendFileSync(path, '\n');
  }

  /** The outcome of an attempt in an earlier run. */
  find(configuration: string, attempt: Attempt): Outcome | undefined {
    const line = this.lines.get(keyOf(configuration, attemptText(attempt)));
    if (line === undefined) return undefined;
    const { result, recoveries, problem } = line;
    return { attempt, result, recoveries, problem };
  }

  add(configuration: string, { attempt, result, recoveries, problem }: Outcome): void {
    const line = { configuration, attempt: attemptText(attempt), result, recoveries, problem };
    appendFileSync(this.path, `${JSON.stringify(line)}\n`);
  }

  /** A line that a kill has cut off is tried again. */
  private read(text: string): void {
    try {
      const line = JSON.parse(text) as Line;
      this.lines.set(keyOf(line.configuration, line.attempt), line);
    } catch {
      // as if it were not there
    }
  }
}

function keyOf(configuration: string, attempt: string): string {
  return `${configuration} ${attempt}`;
}
