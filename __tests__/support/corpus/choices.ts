import fc from 'fast-check';

/** A map of a cluster file. */
export type Fields = Readonly<Record<string, unknown>>;

/**
 * Makes arbitraries of maps and of alternatives. A complete one takes every key of a map, and of alternatives always the
 * same: so a few complete values have every key at least once.
 */
export interface Choices {
  /** A map of which some keys are always there. */
  readonly map: (
    values: Readonly<Record<string, fc.Arbitrary<unknown>>>,
    required?: readonly string[],
  ) => fc.Arbitrary<Fields>;
  /** One of several forms. */
  readonly oneOf: <T>(...forms: readonly fc.Arbitrary<T>[]) => fc.Arbitrary<T>;
  /** Mostly the first form; the second one in its turn where every key is taken, and rarely elsewhere. */
  readonly rarely: <T>(usual: fc.Arbitrary<T>, other: fc.Arbitrary<T>) => fc.Arbitrary<T>;
  /** One of several values. */
  readonly of: (...values: readonly unknown[]) => fc.Arbitrary<unknown>;
}

/** Any keys, any of the alternatives. */
export const ANY: Choices = {
  map: (values, required = []) => fc.record(values, { requiredKeys: [...required] }),
  oneOf: (...forms) => fc.oneof(...forms),
  rarely: (usual, other) => fc.oneof({ arbitrary: usual, weight: 15 }, { arbitrary: other, weight: 1 }),
  of: (...values) => fc.constantFrom(...values),
};

/**
 * Every key.
 *
 * @param turn which of the alternatives is taken, counted over all of them and again from the first
 */
export function complete(turn: number): Choices {
  const pick = <T>(list: readonly T[]): T => list[turn % list.length] as T;
  return {
    map: (values) => fc.record(values),
    oneOf: (...forms) => pick(forms),
    rarely: (...forms) => pick(forms),
    of: (...values) => fc.constant(pick(values)),
  };
}
