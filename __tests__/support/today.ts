import { turnsOfDay } from '../../scripts/lib/turns-of-day';

/**
 * Those of several cases of a test whose turn it is today, where only a sample is run: in CI, and with
 * `npm run test:e2e -- --sample`. All of them everywhere else.
 *
 * The others are no tests then, skipped ones least of all. So what shows a statement of docs/features.md, and what is the first
 * that breaks if a feature does, is none of these cases.
 *
 * @param perDay how many a day has
 */
export function casesOfToday<T>(cases: readonly T[], perDay: number): readonly T[] {
  return process.env.CDKTF_PROXMOX_TALOS_E2E === 'sample' ? turnsOfDay(cases, new Date(), perDay) : cases;
}
