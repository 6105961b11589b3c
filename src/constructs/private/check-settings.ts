import { Token } from 'cdktf';
import { rulesBroken } from '../../errors/values';
import { formFaults, type FormWords } from '../../forms/form-faults';
import type { Form } from '../../forms/shape';
import { unknownKey } from '../../errors/spec';
import { type Draft, Holes, withoutPlaces } from '../../values/draft';
import { formatPath, type Path } from '../../values/path';
import type { SettingRule } from '../../values/setting-rule';

/** All that is asked of the settings of one thing. */
export interface SettingsCheck<T> {
  /** Form of each setting. */
  readonly form: Form<T>;
  /** Conditions between them. */
  readonly rules: readonly SettingRule<T>[];
}

/** The compiler knows the keys of a construct, so nothing is said beyond their form. */
const WORDS: FormWords = {
  unknownKey: ({ key, known }) => ({ message: unknownKey(key, undefined, known) }),
  familiarWord: () => undefined,
};

/**
 * Checks the settings of a construct as those of a cluster file are checked. Of a value that only OpenTofu knows nothing
 * is asked.
 *
 * @param path of the construct
 * @throws one error with a line for each fault
 */
export function checkSettings<T>(path: string, { form, rules }: SettingsCheck<T>, settings: T): void {
  const tokens = tokenPlaces(settings, []);
  const later = new Holes(tokens);
  const known = withoutPlaces(settings, tokens);
  const wrong = formFaults(form, known, WORDS).filter((fault) => !later.touch(fault.path));
  const holes = new Holes([...tokens, ...wrong.flatMap((fault) => fault.holes)]);
  const facts = {
    settings: withoutPlaces(
      known,
      wrong.map((fault) => fault.path),
    ) as Draft<T>,
    isUncertain: (...at: Path) => holes.touch(at),
  };
  const broken = rules
    .filter((rule) => rule.severity === undefined && !rule.condition(facts))
    .map((rule) => ({ path: rule.at(facts), message: rule.message(facts) }));
  const faults = [...wrong, ...broken];
  if (faults.length === 0) return;
  throw rulesBroken(
    path,
    faults.map((fault) => sentence(fault.path, fault.message)),
  );
}

function sentence(path: Path, message: string): string {
  return path.length === 0 ? message : `${formatPath(path)}: ${message}`;
}

/** Places of values that only OpenTofu knows. */
function tokenPlaces(value: unknown, path: Path): readonly Path[] {
  if (Token.isUnresolved(value)) return [path];
  if (Array.isArray(value)) return value.flatMap((item, index) => tokenPlaces(item, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, entry]) => tokenPlaces(entry, [...path, key]));
}
