import { renderVerdict } from '../../plan/verdict/render-verdict';
import type { Verdict } from '../../plan/verdict/verdict';
import { printJson } from '../output';
import { VERDICT_PAINT } from '../verdict-paint';

/** Settings of what is told of verdicts. */
export interface ToldVerdictOptions {
  /** If the result of the command is one document for programs. */
  readonly json: boolean;
  /**
   * If a person is asked for consent, who has to read what for.
   * @default false
   */
  readonly isAsked?: boolean;
}

/**
 * The verdicts of a command, told where its result belongs: a person reads each as it is made, a program gets the last one, as
 * there is one document for each run.
 */
export class ToldVerdict {
  private last: Verdict | undefined;

  constructor(private readonly options: ToldVerdictOptions) {}

  /**
   * Tells a verdict.
   *
   * @param end what is printed below it
   */
  public tell(verdict: Verdict, end = ''): void {
    const { json, isAsked = false } = this.options;
    this.last = verdict;
    if (json && !isAsked) return;
    (json ? process.stderr : process.stdout).write(`\n${renderVerdict(verdict, VERDICT_PAINT)}${end}`);
  }

  /**
   * Does what may bring another verdict, and then gives a program the last one, also where it fails.
   *
   * @param facts further facts of the document
   */
  public async during<T>(work: () => Promise<T>, facts: object = {}): Promise<T> {
    try {
      return await work();
    } finally {
      if (this.options.json && this.last !== undefined) printJson({ ...this.last, ...facts });
    }
  }
}
