import { machineForeign } from './foreign-faults';
import type { GuardFacts, GuardRule } from './guard-rule';
import type { PlannedMachine } from '../read/machines';
import type { PlannedAction } from '../read/plan-json';
import { numberOf, textOf, textsOf } from '../read/attributes';
import type { Refusal } from './refusal';

/** Rules about machines that somebody else created. */
export const FOREIGN_RULES: readonly GuardRule[] = [foreignMachineStays];

/** Actions that change or remove what Proxmox VE has. */
const TOUCHED: readonly PlannedAction[] = ['update', 'replace', 'destroy'];

/**
 * Proxmox VE hands out the next free id without reserving it, and the provider takes a machine that has its id by then
 * for its own. Such a machine is in the state, but it has neither the name nor the tag of this stack.
 */
export function foreignMachineStays({ machines, tofuCommand }: GuardFacts): readonly Refusal[] {
  return machines
    .filter((machine) => isForeign(machine, machines))
    .map(({ name, virtualMachine }) => ({
      kind: 'machine-foreign',
      accept: [name],
      message: machineForeign(name, {
        address: virtualMachine?.address ?? '',
        vmId: numberOf(virtualMachine?.before, 'vm_id'),
        foundName: textOf(virtualMachine?.before, 'name'),
        foundHost: textOf(virtualMachine?.before, 'node_name'),
        isOverwritten: virtualMachine?.action === 'update',
        tofuCommand,
      }),
    }));
}

/** True if the state contains a machine that this stack did not create. */
export function isForeign({ virtualMachine }: PlannedMachine, machines: readonly PlannedMachine[]): boolean {
  if (virtualMachine?.before === undefined || virtualMachine.imported) return false;
  const { action, before, after, tainted } = virtualMachine;
  if (!TOUCHED.includes(action) || stackTags(before).length > 0) return false;
  if (after === undefined) return tainted || machines.some((other) => hasStackTag(other));
  return stackTags(after).length > 0 && textOf(before, 'name') !== textOf(after, 'name');
}

function hasStackTag({ virtualMachine }: PlannedMachine): boolean {
  return stackTags(virtualMachine?.before).length > 0;
}

function stackTags(values: Parameters<typeof textsOf>[0]): readonly string[] {
  return textsOf(values, 'tags').filter((tag) => tag.startsWith('stack-'));
}
