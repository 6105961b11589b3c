import { RESOURCE_TYPES } from '../../resource-types';
import { blocksOf } from './attributes';
import { linkMachines } from './machine-links';
import { readPlan } from './plan-json';

/** A plan, and what it need not do. */
export interface WithoutResets {
  /** The plan as `tofu show -json` has it, without those resets. */
  readonly planJson: unknown;
  /** Addresses of the configurations whose destruction would reset a machine that is destroyed with its disks anyway. */
  readonly addresses: readonly string[];
}

/**
 * Finds resets that a plan makes of virtual machines that it destroys. Each needs a machine that answers, and a majority of
 * etcd if it is graceful, for nothing: where all goes, nobody counts the members. Physical machines keep theirs, as nothing
 * else wipes them.
 *
 * @param planJson what `tofu show -json <plan file>` prints, parsed
 */
export function withoutNeedlessResets(planJson: unknown): WithoutResets {
  const plan = readPlan(planJson);
  const secrets = plan.resources.filter(({ type }) => type === RESOURCE_TYPES.machineSecrets);
  // who stays counts members, and must be told of those that leave
  if (secrets.some(({ action }) => action !== 'destroy')) return { planJson, addresses: [] };
  const addresses = linkMachines(plan).flatMap(({ virtualMachine, configuredBy }) =>
    virtualMachine?.action === 'destroy' &&
    configuredBy?.action === 'destroy' &&
    blocksOf(configuredBy.before, 'on_destroy').some(({ reset }) => reset === true)
      ? [configuredBy.address]
      : [],
  );
  return { planJson: addresses.length === 0 ? planJson : withoutResets(planJson, new Set(addresses)), addresses };
}

/** A copy in which these resources are applied without an order for their end. */
function withoutResets(value: unknown, addresses: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((each) => withoutResets(each, addresses));
  if (typeof value !== 'object' || value === null) return value;
  const { address } = value as { readonly address?: unknown };
  const isOne = typeof address === 'string' && addresses.has(address);
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, isOne ? withoutOrder(each) : withoutResets(each, addresses)]),
  );
}

function withoutOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutOrder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, key === 'on_destroy' ? [] : withoutOrder(each)]),
  );
}
