import { addressChanges, type AddressHolder, addressPasses, supersededInPlace } from './address-faults';
import { MachineType } from '../../values/machine-type';
import { type GuardFacts, type GuardRule, targetOf } from './guard-rule';
import type { PlannedMachine } from '../read/machines';
import { numberOf } from '../read/attributes';
import type { Refusal, Way } from './refusal';

/** An address belongs to one machine, before an apply, while it lasts and afterwards. */
export const ADDRESS_RULES: readonly GuardRule[] = [addressStays, configurationStays, supersededIsElsewhere];

/** One refusal for each address that a machine gets and another one has. */
function addressStays({ machines }: GuardFacts): readonly Refusal[] {
  return machines.flatMap((receiver) =>
    receiver.addressesAfter
      .filter((address) => !receiver.addressesBefore.includes(address) || isNew(receiver))
      .flatMap((address): readonly Refusal[] => {
        const holder = machines.find(
          (other) => other !== receiver && holds(other, address, machines.indexOf(receiver) > machines.indexOf(other)),
        );
        if (holder === undefined) return [];
        const isMember = [receiver, holder].every(({ machineType }) => machineType === MachineType.CONTROL_PLANE);
        const message = addressPasses(
          { name: receiver.name, isNew: isNew(receiver), isMember: isMember && receiver.cluster === holder.cluster },
          address,
          holderOf(holder, address),
        );
        const ways = waysOf(receiver, holder, address);
        return [{ kind: 'address-passes', accept: [receiver.name, holder.name], message, ways }];
      }),
  );
}

/** True if a machine has the address now; of two machines that get it in one apply, the second is reported. */
function holds(machine: PlannedMachine, address: string, isEarlier: boolean): boolean {
  const isGiven = isEarlier && machine.addressesAfter.includes(address);
  return machine.addressesBefore.includes(address) || isGiven;
}

function isNew({ outcome, hasVanished }: PlannedMachine): boolean {
  return outcome === 'created' && !hasVanished;
}

function holderOf({ name, outcome, addressesAfter, virtualMachine }: PlannedMachine, address: string): AddressHolder {
  const isVirtual = virtualMachine !== undefined;
  if (outcome === 'forgotten' || outcome === 'superseded') return { name, outcome: 'forgotten', isVirtual };
  if (outcome === 'destroyed' || outcome === 'wiped') return { name, outcome: 'goes', isVirtual };
  return { name, outcome: addressesAfter.includes(address) ? 'stays' : 'moves', isVirtual };
}

function waysOf(receiver: PlannedMachine, holder: PlannedMachine, address: string): readonly Way[] {
  const { outcome } = holderOf(holder, address);
  if (!isNew(receiver) || outcome === 'stays' || outcome === 'forgotten') return [{ kind: 'take-back' }];
  return [{ kind: 'apply-alone', machine: holder.name, target: targetOf(holder) }];
}

/** A configuration that is sent elsewhere reaches another machine, or nobody. */
function configurationStays({ machines }: GuardFacts): readonly Refusal[] {
  return machines.flatMap((machine): readonly Refusal[] => {
    if (!machine.isReaddressed) return [];
    const [from = '?'] = machine.addressesBefore;
    const [to = '?'] = machine.addressesAfter;
    // the rule above reports an address that another machine has
    if (machines.some((other) => other !== machine && other.addressesBefore.includes(to))) return [];
    return [
      {
        kind: 'address-changes',
        accept: [machine.name],
        message: addressChanges(machine.name, from, to),
        ways: [{ kind: 'take-back' }],
      },
    ];
  });
}

/** A machine that is only forgotten keeps its id and its address. */
function supersededIsElsewhere({ machines }: GuardFacts): readonly Refusal[] {
  return machines
    .filter(({ outcome }) => outcome === 'superseded')
    .flatMap(({ name, virtualMachine, addressesBefore, addressesAfter }): readonly Refusal[] => {
      const vmId = numberOf(virtualMachine?.after, 'vm_id');
      const kept = [
        ...(vmId !== undefined && numberOf(virtualMachine?.before, 'vm_id') === vmId ? [`VM id ${vmId}`] : []),
        ...addressesAfter.filter((address) => addressesBefore.includes(address)).map((address) => `address ${address}`),
      ];
      if (kept.length === 0) return [];
      return [
        {
          kind: 'machine-superseded',
          accept: [name],
          message: supersededInPlace(name, kept),
          ways: [{ kind: 'take-back' }],
        },
      ];
    });
}
