import {
  machineProtected,
  machinesRecreated,
  machinesReplacedTogether,
  machineTainted,
  machineWiped,
  vmIdInUse,
  vmTakenOver,
} from './machine-faults';
import { RESOURCE_TYPES } from '../../resource-types';
import { dataDisksOf } from '../read/disk-changes';
import { byCluster, etcdMembers } from './etcd-members';
import { applyAlone, type GuardFacts, type GuardRule, inOrder, targetOf } from './guard-rule';
import { hasNoData, isReplacedAsTainted, type PlannedMachine } from '../read/machines';
import { existingMachines } from '../read/existing-machines';
import type { Plan, PlannedAction, PlannedResource } from '../read/plan-json';
import { numberOf, textOf } from '../read/attributes';
import type { Refusal, Way } from './refusal';

/** Rules about machines as a whole. */
export const MACHINE_RULES: readonly GuardRule[] = [
  protectedMachineStays,
  taintedMachineStays,
  machineIsNotWiped,
  oneReplacementAtATime,
  existingMachineIsNotRecreated,
  vmIdIsFree,
];

/** A protected machine is stopped, and then not removed; also where the whole cluster goes. */
export function protectedMachineStays({ machines }: GuardFacts): readonly Refusal[] {
  return machines
    .filter(isProtected)
    .map(({ name }) => ({ kind: 'machine-protected', accept: [name], message: machineProtected(name) }));
}

function taintedMachineStays({ machines, tofuCommand }: GuardFacts): readonly Refusal[] {
  return machines
    .filter((machine) => isReplacedAsTainted(machine) && !hasNoData(machine))
    .map(({ name, virtualMachine }) => ({
      kind: 'machine-tainted',
      accept: [name],
      message: machineTainted(name, virtualMachine?.address ?? '', dataDisksOf(virtualMachine?.before), tofuCommand),
      ways: [{ kind: 'untaint', address: virtualMachine?.address ?? '' }],
    }));
}

function machineIsNotWiped({ machines, tofuCommand, applyCommand }: GuardFacts): readonly Refusal[] {
  const withoutReset = applyCommand(['-var reset_on_destroy=false']);
  return machines
    .filter(({ outcome, configures }) => outcome === 'wiped' && configures !== undefined)
    .map(({ name, configuredBy: configuration }) => {
      const tainted = configuration?.reason === 'replace_because_tainted' ? configuration.address : undefined;
      return {
        kind: 'machine-wiped',
        accept: [name],
        message: machineWiped(name, configuration?.replacePaths ?? [], tainted, { tofuCommand, withoutReset }),
        ways: [tainted === undefined ? { kind: 'take-back' } : { kind: 'untaint', address: tainted }],
      };
    });
}

function oneReplacementAtATime({ machines, applyCommand }: GuardFacts): readonly Refusal[] {
  return byCluster(machines).flatMap((cluster): readonly Refusal[] => {
    const replaced = inOrder(cluster.filter((machine) => isReplaced(machine) && !hasNoData(machine)));
    const [first, second] = replaced;
    if (first === undefined || second === undefined) return [];
    const names = replaced.map(({ name }) => name);
    const isForImage = replaced.every(({ virtualMachine }) => virtualMachine?.reason === 'replace_by_triggers');
    const message = machinesReplacedTogether(names, applyAlone([targetOf(first)], applyCommand), isForImage);
    const ways: readonly Way[] = [{ kind: 'apply-alone', machine: first.name, target: targetOf(first) }];
    return [{ kind: 'machines-replaced-together', accept: names, message, ways }];
  });
}

function isReplaced({ outcome }: PlannedMachine): boolean {
  return outcome === 'replaced' || outcome === 'superseded';
}

/** One refusal for each endpoint, as a token belongs to one. */
function existingMachineIsNotRecreated({ plan, machines }: GuardFacts): readonly Refusal[] {
  const unseen = machines.filter(({ virtualMachine }) => virtualMachine && isRecreated(plan, virtualMachine));
  return [...new Set(unseen.map(endpointOf))].map((endpoint) => {
    const names = unseen.filter((machine) => endpointOf(machine) === endpoint).map(({ name }) => name);
    const seesOthers = machines.some(
      (machine) => endpointOf(machine) === endpoint && machine.virtualMachine?.before !== undefined,
    );
    const isLastOf = (member: PlannedMachine): boolean =>
      etcdMembers(machines).every((other) => unseen.includes(other) || other.cluster !== member.cluster);
    const counted = etcdMembers(unseen.filter((machine) => endpointOf(machine) === endpoint));
    const members = counted.filter((member) => !isLastOf(member)).map(({ name }) => name);
    const message = machinesRecreated(names, endpoint, seesOthers, members);
    return { kind: 'machines-recreated', accept: names, message };
  });
}

function vmIdIsFree({ plan, machines }: GuardFacts): readonly Refusal[] {
  return machines.flatMap((machine): readonly Refusal[] => {
    const message = vmIdFault(plan, machine, machines);
    return message === undefined ? [] : [{ kind: 'vm-id-in-use', accept: [machine.name], message }];
  });
}

/** True if the plan would fail after it has stopped the machine. */
function isProtected({ outcome, virtualMachine }: PlannedMachine): boolean {
  return (outcome === 'replaced' || outcome === 'destroyed') && virtualMachine?.before?.protection === true;
}

/** True if the machine is in the state, the provider does not find it, and the plan creates it. */
function isRecreated({ vanished }: Plan, { action, address }: PlannedResource): boolean {
  return action === 'create' && vanished.some((gone) => gone.address === address);
}

/** Name of the Proxmox VE endpoint: the alias of its provider block. */
function endpointOf({ virtualMachine }: PlannedMachine): string | undefined {
  return virtualMachine?.providerKey?.split('.')[1];
}

/** Actions that make a machine. */
const MADE: readonly PlannedAction[] = ['create', 'replace', 'supersede'];

/** Refusal of the id that a new machine gets. */
function vmIdFault(
  { data }: Plan,
  { name, virtualMachine }: PlannedMachine,
  machines: readonly PlannedMachine[],
): string | undefined {
  const vmId = numberOf(virtualMachine?.after, 'vm_id');
  if (virtualMachine === undefined || vmId === undefined) return undefined;
  if (!MADE.includes(virtualMachine.action)) return undefined;
  const holder = machines.find(
    (other) =>
      other.virtualMachine !== undefined &&
      other.virtualMachine.address !== virtualMachine.address &&
      numberOf(other.virtualMachine.before, 'vm_id') === vmId &&
      mayBeOneEndpoint(virtualMachine, other.virtualMachine),
  );
  if (holder !== undefined) return vmIdInUse(name, vmId, holder.name, holder.outcome === 'destroyed');
  if (virtualMachine.action === 'replace') return undefined;
  const found = existingMachines(data, virtualMachine.providerKey).find((existing) => existing.vmId === vmId);
  if (found === undefined) return undefined;
  const isOurs = found.name === name && found.hostName === textOf(virtualMachine.after, 'node_name');
  return isOurs ? undefined : vmTakenOver(name, vmId, found.name ?? '', found.hostName ?? '');
}

/** True if both may be on one endpoint: a machine that is no longer written anywhere does not name its own. */
function mayBeOneEndpoint(a: PlannedResource, b: PlannedResource): boolean {
  if (a.type !== RESOURCE_TYPES.virtualMachine || b.type !== a.type) return false;
  return a.providerKey === undefined || b.providerKey === undefined || a.providerKey === b.providerKey;
}
