import { RESOURCE_TYPES } from '../../resource-types';
import { blocksOf, numberOf, textOf } from '../read/attributes';
import { cardShifts } from '../read/network-cards';
import type { PlannedResource, Values } from '../read/plan-json';
import type { GuardFacts, GuardRule } from './guard-rule';
import { machineIdentityChanges, machineIdentityWritten, networkCardShifts, poolNotEmpty } from './identity-faults';
import type { Refusal } from './refusal';

/** Rules about what a machine is known by: its UUID and its network cards. */
export const IDENTITY_RULES: readonly GuardRule[] = [identityStays, cardsStay];

function identityStays({ machines }: GuardFacts): readonly Refusal[] {
  return machines.flatMap(({ name, virtualMachine }): readonly Refusal[] => {
    if (virtualMachine?.action !== 'update') return [];
    const [before, after] = [uuidOf(virtualMachine.before), uuidOf(virtualMachine.after)];
    if (before === after || isUnknown(virtualMachine)) return [];
    const message =
      before === undefined ? machineIdentityWritten(name, after ?? '') : machineIdentityChanges(name, before, after);
    return [{ kind: 'machine-identity-changes', accept: [name], message }];
  });
}

function uuidOf(values: Values | undefined): string | undefined {
  return textOf(blocksOf(values, 'smbios')[0], 'uuid')?.toLowerCase();
}

/** True if the provider keeps or chooses the value during the apply. */
function isUnknown({ unknown }: PlannedResource): boolean {
  return unknown.smbios === true || blocksOf(unknown, 'smbios').some(({ uuid }) => uuid === true);
}

function cardsStay({ machines }: GuardFacts): readonly Refusal[] {
  return machines.flatMap(({ name, virtualMachine }): readonly Refusal[] => {
    if (virtualMachine?.action !== 'update') return [];
    const shifts = cardShifts(virtualMachine.before, virtualMachine.after);
    if (shifts.length === 0) return [];
    return [{ kind: 'network-card-shifts', accept: [name], message: networkCardShifts(name, shifts) }];
  });
}

/** Members that stay in a pool that goes; also where the whole cluster goes, as others may have put something into it. */
export function removedPoolIsEmpty({ plan }: GuardFacts): readonly Refusal[] {
  return plan.resources
    .filter(
      ({ type, action }) => type === RESOURCE_TYPES.resourcePool && (action === 'destroy' || action === 'replace'),
    )
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
