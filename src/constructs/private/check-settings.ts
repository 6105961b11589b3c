import { unknownKey } from '../../errors/spec';
import { keyKnownTooLate, knownTooLate, rulesBroken } from '../../errors/values';
import { formFaults, type FormWords } from '../../forms/form-faults';
import type { Form } from '../../forms/shape';
import { type Draft, Holes, withoutPlaces } from '../../values/draft';
import { formatPath, type Path } from '../../values/path';
import { brokenSettings, type SettingRules } from '../../values/setting-rule';
import { findLate, isLate } from './late-values';

/** All that is asked of the settings of one thing. */
export interface SettingsCheck<T> {
  /** Form of each setting. */
  readonly form: Form<T>;
  /** Conditions between them. */
  readonly rules: SettingRules<T>;
  /**
   * Places whose values must be known at synth, and with them all that is around them; `*` stands for any key.
   * @default - none: every value may be one that only OpenTofu knows
   */
  readonly knownAtSynth?: readonly Path[];
}

/** The compiler knows the keys of a construct, so nothing is said beyond their form. */
const WORDS: FormWords = {
  unknownKey: ({ key, known }) => ({ message: unknownKey(key, undefined, known) }),
  familiarWord: () => undefined,
};

/**
 * Checks the settings of a construct as those of a cluster file are checked. Of a value that only OpenTofu knows nothing
 * is asked, unless it must be known at synth.
 *
 * @param path of the construct
 * @throws one error with a line for each fault
 */
export function checkSettings<T>(path: string, check: SettingsCheck<T>, settings: T): void {
  const faults = settingFaults(check, settings);
  if (faults.length > 0) throw rulesBroken(path, faults);
}

/** A line for each fault of settings. */
export function settingFaults<T>({ form, rules, knownAtSynth = [] }: SettingsCheck<T>, settings: T): readonly string[] {
  const { values, keys } = findLate(settings);
  const tokens = [...values, ...keys];
  const later = new Holes(tokens);
  const known = withoutPlaces(settings, tokens);
  const wrong = formFaults(form, known, WORDS).filter((fault) => !later.touch(fault.path));
  const holes = new Holes([...tokens, ...wrong.flatMap((fault) => fault.holes)]);
  const broken = brokenSettings(rules.filter(mayRefuse), {
    settings: withoutPlaces(
      known,
      wrong.map((fault) => fault.path),
    ) as Draft<T>,
    isUncertain: (...at) => holes.touch(at),
  });
  return [
    ...neededFaults(values, knownAtSynth),
    ...keys.map((place) => sentence(place.slice(0, -1), keyKnownTooLate())),
    ...wrong.map(({ path, message }) => sentence(path, message)),
    ...broken.filter(({ severity }) => severity === undefined).map(({ path, message }) => sentence(path, message)),
  ];
}

/** A line for each value that only OpenTofu knows and that must be known at synth. */
export function lateFaults(knownAtSynth: readonly Path[], settings: unknown): readonly string[] {
  return neededFaults(findLate(settings).values, knownAtSynth);
}

function neededFaults(late: readonly Path[], knownAtSynth: readonly Path[]): readonly string[] {
  return late.filter((place) => isNeeded(place, knownAtSynth)).map((place) => sentence(place, knownTooLate()));
}

/** A line for each value that only OpenTofu knows in something of which all must be known at synth. */
export function allLateFaults(setting: string, value: unknown): readonly string[] {
  const { values, keys } = findLate(value, [setting]);
  return [...values, ...keys].map((place) =>
    sentence(
      place.filter((key) => !isLate(key)),
      knownTooLate(),
    ),
  );
}

function sentence(path: Path, message: string): string {
  return path.length === 0 ? message : `${formatPath(path)}: ${message}`;
}

/** If a place, or something inside it, must be known at synth. */
function isNeeded(place: Path, knownAtSynth: readonly Path[]): boolean {
  return knownAtSynth.some(
    (needed) =>
      place.length <= needed.length && place.every((key, index) => needed[index] === '*' || needed[index] === key),
  );
}

/** Warnings and advice are for cluster files: they are not even asked for here. */
function mayRefuse<T>(rule: SettingRules<T>[number]): boolean {
  return 'find' in rule || rule.severity === undefined;
}
