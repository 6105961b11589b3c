import { RESOURCE_TYPES } from '../../resource-types';
import { isTakenAway, readPlan } from './plan-json';

/**
 * The image files that must be on their hosts before anything is removed. OpenTofu removes machines and old files while it
 * downloads; a version that Image Factory does not have would be noticed too late.
 *
 * @param planJson what `tofu show -json <plan file>` prints, parsed
 * @returns addresses to apply before the rest; none if the plan removes nothing
 */
export function newImages(planJson: unknown): readonly string[] {
  const { resources } = readPlan(planJson);
  const takesAway = resources.some((each) => TAKEN_AWAY.includes(each.type) && isTakenAway(each));
  if (!takesAway) return [];
  return resources
    .filter(({ type, action }) => type === RESOURCE_TYPES.downloadFile && (action === 'create' || action === 'replace'))
    .map(({ address }) => address);
}

/** Resource types that are not removed before a download has succeeded. */
const TAKEN_AWAY: readonly string[] = [RESOURCE_TYPES.virtualMachine, RESOURCE_TYPES.downloadFile];
