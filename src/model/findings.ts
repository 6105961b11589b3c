import type { LocatedFault, SpecFault } from '../cluster-file/cluster-spec-error';
import type { Path } from '../values/path';
import type { Rule } from '../values/rule';
import { brokenSettings, type KnownSettings, type SettingFinding, type SettingRules } from '../values/setting-rule';

/** A condition on a cluster file, its place, and the sentence for when it does not hold. */
export interface SpecRule<T> extends Rule<T> {
  /** Place that a person has to change. */
  readonly path: (facts: T) => Path;
  /**
   * Which part of the entry is meant.
   * @default value
   */
  readonly part?: 'key';
  /**
   * Severity where the file is accepted: a warning of something that can do damage, or advice on a habit.
   * @default - a fault, and the file is refused
   */
  readonly severity?: 'warning' | 'advice';
}

/** Collects what is wrong with a cluster file, and what should be known about it. */
export class Findings {
  /** Faults of the cluster file, for which it is refused. */
  public readonly faults: SpecFault[] = [];
  /** Faults of files that the cluster file names. */
  public readonly faultsElsewhere: LocatedFault[] = [];
  /** Warnings of things that are accepted but can do damage: to data, secrets, availability, or an apply that fails. */
  public readonly warnings: SpecFault[] = [];
  /** The same in files that the cluster file names. */
  public readonly warningsElsewhere: LocatedFault[] = [];
  /** Advice on things that are accepted and work, but could be done better. */
  public readonly advice: SpecFault[] = [];

  /** Adds a fault that was found while something was read. */
  public addFault(path: Path, message: string, part?: 'key'): void {
    this.faults.push({ path, message, ...(part && { part }) });
  }

  /** Evaluates every rule for everything that it is about. */
  public check<T>(rules: readonly SpecRule<T>[], items: readonly T[]): void {
    for (const facts of items) {
      for (const rule of rules) {
        if (rule.condition(facts)) continue;
        const fault = { path: rule.path(facts), message: rule.message(facts), ...(rule.part && { part: rule.part }) };
        this.listOf(rule.severity).push(fault);
      }
    }
  }

  /**
   * Evaluates every rule for the settings that stand at a place.
   *
   * @param known the settings, and what is not known of the whole file
   * @param base place of the settings in the file
   */
  public checkSettings<T>(rules: SettingRules<T>, { settings, isUncertain }: KnownSettings<T>, base: Path): void {
    const known: KnownSettings<T> = { settings, isUncertain: (...at) => isUncertain(...base, ...at) };
    this.checkPlacedSettings(rules, known, (at) => [...base, ...at]);
  }

  /**
   * Evaluates every rule for settings that stand at several places of the file.
   *
   * @param placeOf where a setting is written
   */
  public checkPlacedSettings<T>(rules: SettingRules<T>, known: KnownSettings<T>, placeOf: (at: Path) => Path): void {
    this.add(brokenSettings(rules, known).map((each) => ({ ...each, path: placeOf(each.path) })));
  }

  /** Adds what was found about settings, by places of the file. */
  public add(found: readonly SettingFinding[]): void {
    for (const { path, message, part, severity } of found) {
      this.listOf(severity).push({ path, message, ...(part && { part }) });
    }
  }

  private listOf(severity: 'warning' | 'advice' | undefined): SpecFault[] {
    if (severity === undefined) return this.faults;
    return severity === 'warning' ? this.warnings : this.advice;
  }
}
