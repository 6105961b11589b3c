import type { IconName } from './icons';
import type { Tone } from './theme';

/** A machine as it is drawn. */
export interface MachineScene {
  /** Its name. */
  readonly name: string;
  /** Its role. */
  readonly role: Badge;
  /**
   * Its outcome, such as that it is replaced.
   * @default - nothing is said
   */
  readonly outcome?: Badge;
  /** Facts about it, a line each. */
  readonly facts: readonly Fact[];
  /**
   * If only its place is shown, as it is not there; with facts, it is there and belongs to nobody.
   * @default false
   */
  readonly isGhost?: boolean;
}

/** Words on a coloured ground. */
export interface Badge {
  /** The words. */
  readonly words: string;
  /** The colour. */
  readonly tone: Tone;
}

/** One fact about something that is drawn. */
export interface Fact {
  /** Picture beside it. */
  readonly icon: IconName;
  /** Its words; cut where they do not fit. */
  readonly words: string;
  /**
   * Its difference between before and after.
   * @default - nothing
   */
  readonly mark?: Mark;
  /**
   * Bridge of the host that it is connected to; a line is drawn to it.
   * @default - none
   */
  readonly bridge?: string;
}

/** How a fact differs between before and after. */
export type Mark = 'new' | 'changed' | 'gone';

/** A host with its machines, or the place of machines without one. */
export interface HostScene {
  /** Its name. */
  readonly name: string;
  /** Picture beside its name. */
  readonly icon: IconName;
  /**
   * Second line beneath its name.
   * @default - nothing
   */
  readonly subtitle?: string;
  /** Its machines. */
  readonly machines: readonly MachineScene[];
}

/** A box with a title and facts. */
export interface BoxScene {
  /** Its title. */
  readonly title: string;
  /** Picture beside the title. */
  readonly icon: IconName;
  /** Facts, a line each. */
  readonly facts: readonly Fact[];
}
