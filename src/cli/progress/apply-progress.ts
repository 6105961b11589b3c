import type { ApplyEvent } from '../tofu/apply-event';
import type { ProgressStep, ProgressSubject } from './machine-steps';

/** How far a step is. */
export type StepState = 'waiting' | 'at work' | 'done' | 'failed';

/** A step and how far it is. */
export interface StepProgress {
  /** Its name. */
  readonly name: string;
  /** How far it is. */
  readonly state: StepState;
  /** Seconds that it has taken, or takes so far; 0 while it waits. */
  readonly seconds: number;
}

/** A machine, or the cluster, and how far its steps are. */
export interface SubjectProgress {
  /** Its name. */
  readonly name: string;
  /** Its steps. */
  readonly steps: readonly StepProgress[];
}

/** A step that has just ended. */
export interface EndedStep extends StepProgress {
  /** The machine, or the cluster. */
  readonly subject: string;
}

interface Tracked extends ProgressStep {
  readonly subject: string;
  readonly left: Set<string>;
  begun?: number;
  ended?: number;
  failed: boolean;
}

/** Keeps how far each step of an apply is, from what happens to resources. */
export class ApplyProgress {
  private readonly tracked: readonly Tracked[];

  /**
   * @param subjects with at least one step each
   * @param now clock, in milliseconds
   */
  constructor(
    subjects: readonly ProgressSubject[],
    private readonly now: () => number = Date.now,
  ) {
    this.tracked = subjects.flatMap(({ name: subject, steps }) =>
      steps.map((step) => ({ ...step, subject, left: new Set(step.addresses), failed: false })),
    );
  }

  /** Takes what happens to a resource; the steps that end with it. The same may be told twice. */
  public hear({ address, action, state }: ApplyEvent): readonly EndedStep[] {
    const concerned = this.tracked.filter(
      (step) => step.action === action && step.addresses.includes(address) && step.ended === undefined,
    );
    const ended: EndedStep[] = [];
    for (const step of concerned) {
      step.begun ??= this.now();
      if (state === 'begins') continue;
      step.left.delete(address);
      if (state === 'failed') step.failed = true;
      if (!step.failed && step.left.size > 0) continue;
      ended.push(this.end(step));
    }
    return ended;
  }

  /**
   * Takes a step that was seen where no resource tells it.
   *
   * @returns nothing if there is no such step, or if it has ended before
   */
  public observe(subject: string, name: string): EndedStep | undefined {
    const step = this.tracked.find((each) => each.subject === subject && each.name === name);
    if (step?.action !== 'observe' || step.ended !== undefined) return undefined;
    step.begun ??= this.now();
    return this.end(step);
  }

  /** How far everything is. */
  public subjects(): readonly SubjectProgress[] {
    const names = [...new Set(this.tracked.map(({ subject }) => subject))];
    return names.map((name) => ({
      name,
      steps: this.tracked.filter(({ subject }) => subject === name).map((step) => this.progressOf(step)),
    }));
  }

  /** Ends a step; what is only seen and comes after it begins. */
  private end(step: Tracked): EndedStep {
    step.ended = this.now();
    const next = this.tracked[this.tracked.indexOf(step) + 1];
    if (!step.failed && next?.subject === step.subject && next.action === 'observe') next.begun ??= this.now();
    return { subject: step.subject, ...this.progressOf(step) };
  }

  private progressOf({ name, begun, ended, failed }: Tracked): StepProgress {
    if (begun === undefined) return { name, state: 'waiting', seconds: 0 };
    const seconds = Math.round(((ended ?? this.now()) - begun) / 1000);
    return { name, state: failed ? 'failed' : ended === undefined ? 'at work' : 'done', seconds };
  }
}
