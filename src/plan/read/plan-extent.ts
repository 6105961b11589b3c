import { planDocument } from './plan-document';
import { readPlan } from './plan-json';

/** How much a plan does, and what is there afterwards. */
export interface PlanExtent {
  /** How many resources change. */
  readonly changes: number;
  /** Names of the outputs that the state has once the plan is applied. */
  readonly outputs: readonly string[];
}

/**
 * How much a plan does.
 *
 * @param planJson what `tofu show -json <plan file>` prints, parsed
 */
export function planExtent(planJson: unknown): PlanExtent {
  const { resources } = readPlan(planJson);
  return {
    changes: resources.filter(({ action, imported }) => action !== 'none' || imported).length,
    outputs: Object.keys(planDocument(planJson).plannedOutputs),
  };
}
