import { diskShrinks } from './disk-faults';
import { causeOf, replacing } from './disk-rules';
import { diskVmRecreated, keptDiskLost, volumeNotMoved, volumeNotResized, volumesStayBehind } from './disk-vm-faults';
import { machineForeign } from './foreign-faults';
import type { GuardFacts, GuardRule } from './guard-rule';
import { machineProtected } from './machine-faults';
import { blocksOf, isSame, numberOf, textOf, textsOf } from '../read/attributes';
import { belongsToAnother, isDiskVm } from '../read/disk-vms';
import { diskChanges, disksOf } from '../read/disk-changes';
import type { Plan, PlannedResource, Values } from '../read/plan-json';
import type { Refusal } from './refusal';

/** Rules about virtual machines that keep disks, and about the machines that use those. */
export const DISK_VM_RULES: readonly GuardRule[] = [
  keptDisksStay,
  diskVmIsNotRecreated,
  protectedDiskVmStays,
  foreignDiskVmStays,
  keptDiskDoesNotShrink,
  volumesFollow,
  volumesAreNotResized,
  diskIsWhereItIsWritten,
];

/** Fate of a virtual machine by each action that makes it go; actions by which it stays are left out. */
const GOES = { replace: 'replaced', destroy: 'destroyed', forget: 'forgotten', supersede: 'forgotten' } as const;

function keptDisksStay({ plan }: GuardFacts): readonly Refusal[] {
  return plan.resources.filter(isDiskVm).flatMap((keeper): readonly Refusal[] => {
    const outcome = GOES[keeper.action as keyof typeof GOES] as (typeof GOES)[keyof typeof GOES] | undefined;
    if (outcome === undefined) return [];
    const [disk] = disksOf(keeper.before);
    const message = keptDiskLost(nameOf(keeper), outcome, causeOf(keeper), disk?.sizeGiB);
    return [{ kind: 'data-disks-lost', accept: [nameOf(keeper)], message }];
  });
}

function diskVmIsNotRecreated({ plan }: GuardFacts): readonly Refusal[] {
  return plan.resources
    .filter((keeper) => isDiskVm(keeper) && keeper.action === 'create' && hasVanished(plan, keeper))
    .map((keeper) => ({
      kind: 'disk-vm-recreated',
      accept: [nameOf(keeper)],
      message: diskVmRecreated(nameOf(keeper)),
    }));
}

/** Also where the whole cluster goes. */
export function protectedDiskVmStays({ plan }: GuardFacts): readonly Refusal[] {
  return plan.resources
    .filter((keeper) => isDiskVm(keeper) && isGoing(keeper) && keeper.before?.protection === true)
    .map((keeper) => ({
      kind: 'machine-protected',
      accept: [nameOf(keeper)],
      message: machineProtected(nameOf(keeper)),
    }));
}

/** Proxmox VE gave the id to two, and the provider took the machine of somebody else. */
function foreignDiskVmStays({ plan, tofuCommand }: GuardFacts): readonly Refusal[] {
  return plan.resources
    .filter((each) => isDiskVm(each) && each.action === 'update' && textsOf(each.before, 'tags').every(isNoStackTag))
    .map((keeper) => ({
      kind: 'machine-foreign',
      accept: [nameOf(keeper)],
      message: machineForeign(nameOf(keeper), {
        address: keeper.address,
        vmId: numberOf(keeper.before, 'vm_id'),
        foundName: textOf(keeper.before, 'name'),
        foundHost: textOf(keeper.before, 'node_name'),
        isOverwritten: true,
        tofuCommand,
      }),
    }));
}

function volumesFollow({ machines }: GuardFacts): readonly Refusal[] {
  return machines.flatMap(({ name, virtualMachine }): readonly Refusal[] => {
    if (virtualMachine?.action !== 'update') return [];
    const { before, after } = virtualMachine;
    const used = blocksOf(before, 'disk').filter((disk) => belongsToAnother(disk, before));
    const moved = used.filter(
      (disk) => !isSame(disk.datastore_id, sameDisk(after, disk)?.datastore_id ?? disk.datastore_id),
    );
    const left = isSame(before?.node_name, after?.node_name) ? [] : used;
    const refusal = (disks: readonly Values[], what: 'host' | 'datastore'): readonly Refusal[] =>
      disks.length === 0
        ? []
        : [
            {
              kind: 'disk-volume-stays',
              accept: [name],
              message: volumesStayBehind(name, disks.map(interfaceOf), what),
            },
          ];
    return [...refusal(left, 'host'), ...refusal(moved, 'datastore')];
  });
}

function keptDiskDoesNotShrink({ plan }: GuardFacts): readonly Refusal[] {
  return plan.resources
    .filter((each) => isDiskVm(each) && each.action === 'update')
    .flatMap((keeper): readonly Refusal[] => {
      const shrunk = diskChanges(keeper.before, keeper.after).filter(({ kind }) => kind === 'shrunk');
      return shrunk.map(({ interface: disk, fromGiB = 0, sizeGiB = 0 }) => ({
        kind: 'disk-shrinks',
        accept: [nameOf(keeper)],
        message: diskShrinks(nameOf(keeper), disk, fromGiB, sizeGiB),
      }));
    });
}

function volumesAreNotResized(facts: GuardFacts): readonly Refusal[] {
  return facts.machines.flatMap(({ name, virtualMachine }): readonly Refusal[] => {
    if (virtualMachine?.action !== 'update') return [];
    const { before, after } = virtualMachine;
    const used = disksOf(before).filter(({ outlives }) => outlives === true);
    const resized = diskChanges(before, after).filter(
      ({ kind, interface: disk }) =>
        (kind === 'grown' || kind === 'shrunk') && used.some((each) => each.interface === disk),
    );
    return resized.map(({ interface: disk, fromGiB, sizeGiB }) => ({
      kind: 'disk-volume-stays',
      accept: [name],
      message: volumeNotResized(name, disk, fromGiB, sizeGiB, replacing(virtualMachine, facts)),
    }));
  });
}

/** A machine gets a keeper for each new disk that shall have one; more are made for disks that it has. */
function diskIsWhereItIsWritten({ plan, machines }: GuardFacts): readonly Refusal[] {
  return machines.flatMap(({ name, virtualMachine }): readonly Refusal[] => {
    if (virtualMachine === undefined || !['update', 'none'].includes(virtualMachine.action)) return [];
    const written = plan.graph.dependenciesOf(virtualMachine.address).map(({ address }) => address);
    const made = plan.resources.filter(
      (each) =>
        isDiskVm(each) && each.action === 'create' && written.includes(each.address) && !hasVanished(plan, each),
    );
    const had = new Set(disksOf(virtualMachine.before).map((disk) => disk.interface));
    const added = disksOf(virtualMachine.after).filter((disk) => !had.has(disk.interface));
    if (made.length <= added.length) return [];
    return [{ kind: 'disk-volume-stays', accept: [name], message: volumeNotMoved(name, made.map(nameOf)) }];
  });
}

function isGoing({ action }: PlannedResource): boolean {
  return action === 'replace' || action === 'destroy';
}

function hasVanished({ vanished }: Plan, { address }: PlannedResource): boolean {
  return vanished.some((gone) => gone.address === address);
}

function nameOf({ before, after, address }: PlannedResource): string {
  return textOf(before, 'name') ?? textOf(after, 'name') ?? address;
}

function isNoStackTag(tag: string): boolean {
  return !tag.startsWith('stack-');
}

function interfaceOf(disk: Values): string {
  return textOf(disk, 'interface') ?? '?';
}

function sameDisk(values: Values | undefined, disk: Values): Values | undefined {
  return blocksOf(values, 'disk').find((each) => each.interface === disk.interface);
}
