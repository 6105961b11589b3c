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

/** Weight of a sentence about settings that are accepted: something that can cost something, or a habit. */
export type Severity = 'warning' | 'advice';

/**
 * A condition on settings, wherever they come from: in a cluster file it is reported with file and line, on a
 * construct with its path.
 */
export interface SettingRule<T> extends Rule<KnownSettings<T>> {
  /** Place of the setting that a person has to change. */
  readonly at: (known: KnownSettings<T>) => Path;
  /**
   * Weight of the sentence where the settings are accepted: a warning of what can cost something, or advice on a habit.
   * @default - a fault, and the settings are refused
   */
  readonly severity?: Severity;
}

/** One thing that must hold for each part of something, such as each disk of a machine. */
export interface PartRule<Part> extends Rule<Part> {
  /** Place of the setting that a person has to change, seen from the whole. */
  readonly at: (part: Part) => Path;
  /**
   * Which part of the entry is meant.
   * @default - its value
   */
  readonly part?: 'key';
  /**
   * As `SettingRule.severity`.
   * @default - a fault, and the settings are refused
   */
  readonly severity?: Severity;
}

/** Rules of the parts of something. */
export interface PartRules<T> {
  /** All that is wrong with any of the parts. */
  readonly find: (known: KnownSettings<T>) => readonly SettingFinding[];
}

/** Rules of one kind of thing, as rows. */
export type SettingRules<T> = readonly (SettingRule<T> | PartRules<T>)[];

/** A rule that does not hold. */
export interface SettingFinding {
  /** Place of the setting that a person has to change. */
  readonly path: Path;
  /** The sentence. */
  readonly message: string;
  /**
   * As `PartRule.part`.
   * @default - the value
   */
  readonly part?: 'key';
  /**
   * As `SettingRule.severity`.
   * @default - a fault
   */
  readonly severity?: Severity;
}

/** Asks every rule of every part. */
export function rulesOfParts<T, Part>(
  partsOf: (known: KnownSettings<T>) => readonly Part[],
  rules: readonly PartRule<Part>[],
): PartRules<T> {
  return {
    find: (known) =>
      partsOf(known).flatMap((part) =>
        rules
          .filter((rule) => !rule.condition(part))
          .map(({ at, part: which, message, severity }) => ({
            path: at(part),
            message: message(part),
            ...(which && { part: which }),
            severity,
          })),
      ),
  };
}

/** All rules that do not hold, in the order of the rows. */
export function brokenSettings<T>(rules: SettingRules<T>, known: KnownSettings<T>): readonly SettingFinding[] {
  return rules.flatMap((rule) => {
    if ('find' in rule) return rule.find(known);
    return rule.condition(known)
      ? []
      : [{ path: rule.at(known), message: rule.message(known), severity: rule.severity }];
  });
}
