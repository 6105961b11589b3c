import type { Draft } from './draft';
import type { Path } from './path';
import type { Rule } from './rule';

/** Settings as far as they are known: what has the wrong form is left out, and what only OpenTofu knows. */
export interface KnownSettings<T> {
  /** The settings that are known. */
  readonly settings: Draft<T>;
  /** If something may stand at a place, inside it or around it, that is not known. */
  readonly isUncertain: (...at: Path) => boolean;
}

/**
 * One thing that must hold for settings, wherever they come from: in a cluster file it is told with file and line, on a
 * construct with its path.
 */
export interface SettingRule<T> extends Rule<KnownSettings<T>> {
  /** Place of the setting that a person has to change. */
  readonly at: (known: KnownSettings<T>) => Path;
  /**
   * Weight of the sentence where the settings are accepted: a warning of what can cost something, or advice on a habit.
   * @default - a fault, and the settings are refused
   */
  readonly severity?: 'warning' | 'advice';
}
