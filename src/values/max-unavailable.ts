import { maxUnavailableInvalid } from './faults';

/** How many of several may be away at the same time: a number, or a share such as `25%`. */
export type MaxUnavailable = number | string;

/** Default number of workers that may be away: one, as nothing in an apply waits for it before the next. */
export const MAX_UNAVAILABLE: MaxUnavailable = 1;

/** Form of a share. */
export const SHARE_FORM = /^(?:[1-9]\d?|100)%$/;

/**
 * How many of a number of machines may be away. A share is rounded down, and one may always be away: nothing could be
 * changed otherwise.
 *
 * @throws if it is neither a whole number of at least 1 nor a share of 1 to 100 percent
 */
export function countUnavailable(max: MaxUnavailable, total: number): number {
  if (typeof max === 'number') {
    if (!Number.isInteger(max) || max < 1) throw maxUnavailableInvalid(String(max));
    return max;
  }
  if (!SHARE_FORM.test(max)) throw maxUnavailableInvalid(`"${max}"`);
  return Math.max(1, Math.floor((total * Number.parseInt(max, 10)) / 100));
}
