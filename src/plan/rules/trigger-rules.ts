import { importReplaced, triggerCreated } from './trigger-faults';
import { causeOf } from './disk-rules';
import { applyAlone, type GuardFacts, type GuardRule } from './guard-rule';
import { hasNoData, type PlannedMachine } from '../read/machines';
import type { Plan } from '../read/plan-json';
import { blockAddress, modulePath } from '../read/resource-address';
import type { Refusal } from './refusal';

/** Rules about replacements that nobody asked for: only their cause is reported, as their other consequences have no way out. */
export const TRIGGER_RULES: readonly GuardRule[] = [triggerIsOld, importedMachineStays];

/** Machines that another rule need not judge, as these rules refuse them as a whole. */
export function replacedUnasked({ plan, machines }: GuardFacts): readonly PlannedMachine[] {
  return machines.filter((machine) => isReplacedImport(machine) || createdTriggers(plan, machine).length > 0);
}

/**
 * Triggers of a replacement that are themselves created in this plan: OpenTofu takes the creation of a resource in
 * `replace_triggered_by` for a change of it.
 */
export function createdTriggers(plan: Plan, { virtualMachine }: PlannedMachine): readonly string[] {
  if (virtualMachine?.action !== 'replace' || virtualMachine.reason !== 'replace_by_triggers') return [];
  const { appliedAfter, address } = virtualMachine;
  const triggers = plan.resources.filter(
    ({ type, address: trigger }) =>
      type === 'terraform_data' &&
      // what is imported depended on nothing until now
      (virtualMachine.imported
        ? modulePath(trigger) === modulePath(address)
        : appliedAfter.includes(blockAddress(trigger))),
  );
  const changed = triggers.filter(({ action }) => action === 'update' || action === 'replace');
  return changed.length > 0
    ? []
    : triggers.filter(({ action }) => action === 'create').map(({ address: each }) => each);
}

function triggerIsOld({ plan, machines }: GuardFacts): readonly Refusal[] {
  const replaced = machines.filter(
    (machine) => !isReplacedImport(machine) && createdTriggers(plan, machine).length > 0,
  );
  if (replaced.length === 0) return [];
  const names = replaced.map(({ name }) => name);
  const triggers = [...new Set(replaced.flatMap((machine) => createdTriggers(plan, machine)))];
  return [
    {
      kind: 'trigger-created',
      accept: names,
      message: triggerCreated(names, triggers),
      ways: [{ kind: 'take-back' }],
    },
  ];
}

function importedMachineStays({ plan, machines, applyCommand }: GuardFacts): readonly Refusal[] {
  const replaced = machines.filter(isReplacedImport);
  if (replaced.length === 0) return [];
  const names = replaced.map(({ name }) => name);
  const targets = [...new Set(replaced.flatMap((machine) => createdTriggers(plan, machine)))];
  const cause =
    targets.length > 0 ? 'because the trigger that remembers its image is new' : causeOf(replaced[0]?.virtualMachine);
  return [
    {
      kind: 'import-replaced',
      accept: names,
      message: importReplaced(names, cause, targets.length > 0 ? applyAlone(targets, applyCommand) : undefined),
      ways: [targets.length > 0 ? { kind: 'apply-first', targets } : { kind: 'take-back' }],
    },
  ];
}

function isReplacedImport(machine: PlannedMachine): boolean {
  const { virtualMachine } = machine;
  return virtualMachine?.imported === true && virtualMachine.action === 'replace' && !hasNoData(machine);
}
