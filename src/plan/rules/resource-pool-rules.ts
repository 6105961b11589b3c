import { RESOURCE_TYPES } from '../../resource-types';
import { blocksOf, numberOf, textOf } from '../read/attributes';
import { isTakenAway, type PlannedResource, type Values } from '../read/plan-json';
import type { GuardFacts } from './guard-rule';
import type { Refusal } from './refusal';
import { poolNotEmpty } from './resource-pool-faults';

/** Members that stay in a pool that goes; also where the whole cluster goes, as others may have put something into it. */
export function removedPoolIsEmpty({ plan }: GuardFacts): readonly Refusal[] {
  return plan.resources
    .filter((each) => each.type === RESOURCE_TYPES.resourcePool && isTakenAway(each))
    .flatMap((pool): readonly Refusal[] => {
      const name = textOf(pool.before, 'pool_id') ?? pool.name;
      const staying = blocksOf(pool.before, 'members').filter((member) => !leaves(member, name, plan.resources));
      if (staying.length === 0) return [];
      const message = poolNotEmpty(name, staying.map(memberWords));
      return [{ kind: 'pool-not-empty', accept: [`pool/${name}`], message }];
    });
}

/** True if the plan removes the machine, or moves it to another pool. */
function leaves(member: Values, pool: string, resources: readonly PlannedResource[]): boolean {
  const vmId = numberOf(member, 'vm_id');
  const machine = resources.find(
    ({ type, before }) =>
      type === RESOURCE_TYPES.virtualMachine && vmId !== undefined && numberOf(before, 'vm_id') === vmId,
  );
  if (machine === undefined) return false;
  return machine.after === undefined ? machine.action === 'destroy' : textOf(machine.after, 'pool_id') !== pool;
}

function memberWords(member: Values): string {
  const vmId = numberOf(member, 'vm_id');
  return vmId === undefined || vmId === 0 ? `storage ${textOf(member, 'datastore_id') ?? '?'}` : `VM ${vmId}`;
}
