import { writeInUnit, writeUnquoted, writeWholeNumberNear } from './form-texts';

/** Units at the end of a key, and the share of that unit for each suffix of a value. */
const UNITS: readonly (readonly [unit: string, suffixes: Readonly<Record<string, number>>])[] = [
  ['MiB', { K: 1 / 1024, M: 1, G: 1024, T: 1024 ** 2 }],
  ['GiB', { M: 1 / 1024, G: 1, T: 1024 }],
  ['Seconds', { S: 1, M: 60, H: 3600 }],
];

/**
 * Advice for a value that is no whole number but means one: a number in quotes, with a fraction, or with
 * its unit.
 *
 * @param key key that the number stands under
 * @returns nothing if it means none
 */
export function numberAdvice(
  input: unknown,
  key: PropertyKey | undefined,
  isInRange: (number: number) => boolean,
): string | undefined {
  if (typeof input === 'number') {
    const isNear = Number.isFinite(input) && !Number.isInteger(input) && isInRange(Math.floor(input));
    return isNear ? writeWholeNumberNear(input) : undefined;
  }
  if (typeof input !== 'string') return undefined;
  if (/^\d+$/.test(input)) return isInRange(Number(input)) ? writeUnquoted(input.replace(/^0+(?=\d)/, '')) : undefined;
  return unitAdvice(input, String(key), isInRange);
}

function unitAdvice(text: string, key: string, isInRange: (number: number) => boolean): string | undefined {
  const [, number, suffix = ''] = /^(\d+(?:\.\d+)?)\s*([a-z])[a-z]*$/i.exec(text.trim()) ?? [];
  const [unit, suffixes] = UNITS.find(([each]) => key.endsWith(each)) ?? [];
  const factor = suffixes?.[suffix.toUpperCase()];
  if (unit === undefined || factor === undefined) return undefined;
  const value = Number(number) * factor;
  return Number.isInteger(value) && isInRange(value) ? writeInUnit(value, unitName(unit)) : undefined;
}

function unitName(unit: string): string {
  return unit === 'Seconds' ? 'seconds' : unit;
}
