import { cardShifts } from '../read/network-cards';
import type { GuardFacts } from './guard-rule';
import { networkCardShifts } from './network-card-faults';
import type { Refusal } from './refusal';

/** Network cards that become others, as they are counted by position. */
export function cardsStay({ machines }: GuardFacts): readonly Refusal[] {
  return machines.flatMap(({ name, virtualMachine }): readonly Refusal[] => {
    if (virtualMachine?.action !== 'update') return [];
    const shifts = cardShifts(virtualMachine.before, virtualMachine.after);
    if (shifts.length === 0) return [];
    return [{ kind: 'network-card-shifts', accept: [name], message: networkCardShifts(name, shifts) }];
  });
}
