import { bootDiskRemoved, dataDisksLost, diskShrinks, diskSlotShifts, settingNotRemovable } from './disk-faults';
import { dataDisksOf, diskChanges, disksOf, slotShifts } from '../read/disk-changes';
import type { GuardFacts, GuardRule } from './guard-rule';
import { shellWord } from '../../values/shell-word';
import { hasNoData, isReplacedAsTainted } from '../read/machines';
import type { PlannedResource } from '../read/plan-json';
import { blocksOf } from '../read/attributes';
import type { Refusal, RefusalKind } from './refusal';

/** Rules about the disks of a machine. */
export const DISK_RULES: readonly GuardRule[] = [
  forUpdated('disk-slot-shifts', shiftsOf),
  forUpdated('disk-shrinks', shrinksOf),
  forUpdated('boot-disk-removed', bootDiskOf),
  forUpdated('setting-not-removable', removedSettingsOf),
  dataDisksStay,
];

function shiftsOf(name: string, { before, after }: PlannedResource): readonly string[] {
  return slotShifts(before, after).map(({ added, volumeOf }) => diskSlotShifts(name, added, volumeOf));
}

function shrinksOf(name: string, { before, after }: PlannedResource): readonly string[] {
  return diskChanges(before, after)
    .filter(({ kind }) => kind === 'shrunk')
    .filter(({ interface: disk }) => !isOfAnother(before, disk))
    .map(({ interface: disk, fromGiB = 0, sizeGiB = 0 }) => diskShrinks(name, disk, fromGiB, sizeGiB));
}

/** True if another virtual machine has the volume, which other rules look at. */
function isOfAnother(before: PlannedResource['before'], name: string): boolean {
  return disksOf(before).some(({ interface: each, outlives }) => each === name && outlives === true);
}

function bootDiskOf(name: string, resource: PlannedResource, facts: GuardFacts): readonly string[] {
  const { before, after } = resource;
  const [boot] = disksOf(before);
  const isThere = disksOf(after).some((disk) => disk.interface === boot?.interface);
  return boot === undefined || isThere ? [] : [bootDiskRemoved(name, boot.interface, replacing(resource, facts))];
}

/** The command that replaces a machine. */
export function replacing({ address }: PlannedResource, { applyCommand }: GuardFacts): string {
  return applyCommand([shellWord(`-replace=${address}`)]);
}

function removedSettingsOf(name: string, resource: PlannedResource, facts: GuardFacts): readonly string[] {
  const { before, after } = resource;
  return ['initialization', 'efi_disk']
    .filter((block) => blocksOf(before, block).length > 0 && blocksOf(after, block).length === 0)
    .map((block) => settingNotRemovable(name, block, replacing(resource, facts)));
}

function dataDisksStay({ machines }: GuardFacts): readonly Refusal[] {
  return machines.flatMap((machine): readonly Refusal[] => {
    const { name, outcome, virtualMachine } = machine;
    const disks = dataDisksOf(virtualMachine?.before);
    if (outcome !== 'replaced' && outcome !== 'destroyed') return [];
    // another rule reports a machine that is replaced because it is tainted
    if (disks.length === 0 || hasNoData(machine) || isReplacedAsTainted(machine)) return [];
    const message = dataDisksLost(name, outcome, causeOf(virtualMachine), disks);
    return [{ kind: 'data-disks-lost', accept: [name], message }];
  });
}

/** Why a machine is replaced or goes, in words. */
export function causeOf(virtualMachine: PlannedResource | undefined): string {
  const { reason, replacePaths = [] } = virtualMachine ?? {};
  if (replacePaths.length > 0) return `because of ${replacePaths.join(', ')}`;
  switch (reason) {
    case 'replace_by_triggers':
      return 'because its Talos version or schematic changes';
    case 'replace_by_request':
      return 'because -replace asks for it';
    case 'delete_because_no_resource_config':
    case 'forgot_because_lifecycle_destroy_in_state':
    case 'forgot_because_lifecycle_destroy_in_config':
      return 'because it was removed from the cluster file';
    case 'delete_because_count_index':
    case 'delete_because_each_key':
      return 'because it was removed from its count or for_each';
    case 'delete_because_enabled_false':
      return 'because it is not enabled';
    case 'delete_because_no_module':
      return 'because its module was removed';
    case 'delete_because_wrong_repetition':
    case 'delete_because_no_move_target':
      return 'because it is written in another way, and nothing says that it has moved';
    default:
      return 'by this plan';
  }
}

type Find = (name: string, resource: PlannedResource, facts: GuardFacts) => readonly string[];

/** A rule for virtual machines that are changed in place. */
function forUpdated(kind: RefusalKind, find: Find): GuardRule {
  return (facts) =>
    facts.machines.flatMap(({ name, virtualMachine }): readonly Refusal[] => {
      if (virtualMachine?.action !== 'update') return [];
      return find(name, virtualMachine, facts).map((message) => ({ kind, accept: [name], message }));
    });
}
