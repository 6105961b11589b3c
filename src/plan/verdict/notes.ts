import { apiAway, resetsWaitForEachOther } from './note-texts';
import {
  acceptedForNothing,
  acceptedUnknown,
  allWorkersAway,
  bootFirst,
  diskDetached,
  machineForgotten,
  machineHasNoData,
  machineImported,
  resourceImported,
  settingsWaitForRestart,
} from './note-texts';
import { MachineType } from '../../values/machine-type';
import { notesOfMigration } from './migration-notes';
import { isEnd } from '../rules/cluster-rules';
import { isForeign } from '../rules/foreign-rules';
import { plannedBootMedia } from '../read/boot-media';
import { existingMachines } from '../read/existing-machines';
import { byCluster, etcdMembers } from '../rules/etcd-members';
import { type GuardFacts, isAway } from '../rules/guard-rule';
import { hasNoData, isLost, type PlannedMachine } from '../read/machines';
import type { Plan } from '../read/plan-json';
import { notesOfTaints } from './taint-notes';
import { numberOf, textOf } from '../read/attributes';
import type { Refusal } from '../rules/refusal';
import { keptBy } from './words';

/** Notes on things that are allowed but worth knowing before they happen. */
export function notesOf({ plan, machines, changed }: GuardFacts): readonly string[] {
  return [
    ...machines.flatMap((machine) => [
      ...(isLost(machine) && hasNoData(machine) && !isForeign(machine, machines)
        ? [machineHasNoData(machine.name, machine.outcome === 'replaced')]
        : []),
      ...notesOfMachine(machine),
      ...takenUp(plan, machine),
      ...firstBoot(plan, machine),
      ...changed.filter((each) => each.machine === machine).flatMap(notesOfTaints),
    ]),
    ...byCluster(machines).flatMap((cluster) => [...notesOfMembers(plan, cluster), ...notesOfWorkers(cluster)]),
    ...plan.resources.filter(({ imported }) => imported).map(({ address }) => resourceImported(address)),
  ];
}

/** Notes on the names that a person accepts. */
export function notesOfAcceptance(
  accept: readonly string[],
  found: readonly Refusal[],
  { machines, clusterName }: GuardFacts,
): readonly string[] {
  const needed = new Set(found.flatMap((refusal) => refusal.accept));
  const known = [clusterName, ...machines.map(({ name }) => name)];
  return [...new Set(accept)]
    .filter((name) => !needed.has(name))
    .map((name) => (known.includes(name) ? acceptedForNothing(name) : acceptedUnknown(name, known)));
}

function notesOfMachine(machine: PlannedMachine): readonly string[] {
  const { name, outcome, virtualMachine, settings, disks } = machine;
  const waiting = settings.filter(({ restarts }) => restarts);
  const staysUp = virtualMachine?.after?.reboot_after_update === false && virtualMachine.before?.started !== false;
  return [
    ...(outcome === 'forgotten' ? [machineForgotten(name, keptBy(machine))] : []),
    ...notesOfMigration(machine),
    ...(staysUp && waiting.length > 0
      ? [
          settingsWaitForRestart(
            name,
            waiting.map(({ words }) => words),
          ),
        ]
      : []),
    ...disks.filter(({ kind }) => kind === 'detached').map((disk) => diskDetached(name, disk.interface)),
  ];
}

/** A machine that Proxmox VE has and the state does not: what an interrupted create leaves behind. */
function takenUp({ data }: Plan, { name, virtualMachine }: PlannedMachine): readonly string[] {
  const vmId = numberOf(virtualMachine?.after, 'vm_id');
  if (virtualMachine?.action !== 'create' || vmId === undefined) return [];
  const found = existingMachines(data, virtualMachine.providerKey).some(
    (existing) =>
      existing.vmId === vmId &&
      existing.name === name &&
      existing.hostName === textOf(virtualMachine.after, 'node_name'),
  );
  return found ? [machineImported(name, vmId)] : [];
}

/** A physical machine that gets its first configuration must have been booted before. */
function firstBoot(plan: Plan, { name, outcome, virtualMachine, addressesAfter }: PlannedMachine): readonly string[] {
  const media = plannedBootMedia(plan).get(name);
  if (outcome !== 'created' || virtualMachine !== undefined || media === undefined) return [];
  return [bootFirst(name, addressesAfter, media)];
}

function notesOfMembers(plan: Plan, machines: readonly PlannedMachine[]): readonly string[] {
  const members = etcdMembers(machines);
  const leaving = members.filter(({ leavesEtcd }) => leavesEtcd);
  if (isEnd(plan)) return leaving.length > 1 ? [resetsWaitForEachOther(leaving.map(({ name }) => name))] : [];
  const away = members.filter(isAway);
  const [single] = away;
  return single !== undefined && members.length < 3 ? [apiAway(away.map(({ name }) => name))] : [];
}

function notesOfWorkers(machines: readonly PlannedMachine[]): readonly string[] {
  const workers = machines.filter((machine) => machine.machineType === MachineType.WORKER && machine.isConfigured);
  const staying = workers.filter((machine) => !isLost(machine) && !isAway(machine));
  const away = workers.filter(isAway);
  return away.length > 1 && staying.length === 0 ? [allWorkersAway(away.map(({ name }) => name))] : [];
}
