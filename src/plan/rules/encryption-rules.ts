import { maySelect } from '../../values/disk-selector';
import { blocksOf, textOf } from '../read/attributes';
import { disksOf } from '../read/disk-changes';
import { type ConfiguredKey, type ConfiguredVolume, configuredVolumes, sharesKey } from '../read/encrypted-volumes';
import { configuredDocuments } from '../read/machine-configuration';
import { hasNoData, isLost, type PlannedMachine } from '../read/machines';
import type { PlannedResource, Values } from '../read/plan-json';
import { encryptionChanges, keysGoWithReplaced, keySourceChanges, keysReplaced } from './encryption-faults';
import type { GuardFacts, GuardRule } from './guard-rule';
import type { Refusal } from './refusal';

/** Rules about encrypted volumes that nobody could open any more. */
export const ENCRYPTION_RULES: readonly GuardRule[] = [keysStay, keySourcesStay, keptDisksOpen];

function keysStay({ changed }: GuardFacts): readonly Refusal[] {
  return changed
    .filter(({ machine }) => !isLost(machine))
    .flatMap(({ machine, before, after }) => {
      const planned = new Map(configuredVolumes(after).map((volume) => [volume.id, volume]));
      const messages = configuredVolumes(before).flatMap((volume) => {
        const then = planned.get(volume.id);
        return then === undefined ? [] : lockedOut(machine.name, volume, then);
      });
      return messages.map((message) => refusal(machine, message));
    });
}

function lockedOut(machine: string, now: ConfiguredVolume, then: ConfiguredVolume): readonly string[] {
  if (now.keys === undefined && then.keys === undefined) return [];
  if (now.keys === undefined || then.keys === undefined) {
    return [encryptionChanges(machine, now.name, then.keys !== undefined)];
  }
  return sharesKey(now, then) ? [] : [keysReplaced(machine, now.name)];
}

function keySourcesStay({ machines }: GuardFacts): readonly Refusal[] {
  return machines.flatMap((machine) => {
    const { name, virtualMachine, configuredBy } = machine;
    if (virtualMachine?.action !== 'update') return [];
    const { before, after } = virtualMachine;
    const volumes = volumesOf(configuredBy?.before);
    const sources = [
      { source: 'UUID', kind: 'nodeID', changes: !keepsSmbios(virtualMachine) && uuidOf(before) !== uuidOf(after) },
      { source: 'TPM', kind: 'tpm', changes: hasTpm(before) && !hasTpm(after) },
    ] as const;
    return sources.flatMap(({ source, kind, changes }) => {
      const lost = volumes.filter(({ keys = [] }) => keys.length > 0 && keys.every((key) => key.kind === kind));
      if (!changes || lost.length === 0) return [];
      return [refusal(machine, keySourceChanges(name, namesOf(lost), source))];
    });
  });
}

function keptDisksOpen({ machines }: GuardFacts): readonly Refusal[] {
  return machines.flatMap((machine) => {
    const { name, outcome, virtualMachine, configuredBy } = machine;
    if (outcome !== 'replaced' || hasNoData(machine)) return [];
    const { before, after } = virtualMachine ?? {};
    const serials = keptSerials(before);
    const uuidStays = uuidOf(before) !== undefined && uuidOf(before) === uuidOf(after);
    const goes = ({ kind, isLocked }: ConfiguredKey): boolean =>
      isLocked || kind === 'tpm' || (kind === 'nodeID' && !uuidStays);
    const lost = volumesOf(configuredBy?.before).filter(
      ({ keys, selector }) => keys?.every(goes) === true && maySelect(selector, serials),
    );
    const causes = lost.flatMap(({ keys = [] }) => keys).map(({ kind, isLocked }) => (isLocked ? 'lockToState' : kind));
    return lost.length === 0 ? [] : [refusal(machine, keysGoWithReplaced(name, namesOf(lost), [...new Set(causes)]))];
  });
}

function refusal({ name }: PlannedMachine, message: string): Refusal {
  return { kind: 'volume-locked', accept: [name], message };
}

function volumesOf(apply: Values | undefined): readonly ConfiguredVolume[] {
  const documents = configuredDocuments(apply);
  return documents === undefined ? [] : configuredVolumes(documents);
}

function namesOf(volumes: readonly ConfiguredVolume[]): readonly string[] {
  return volumes.map(({ name }) => name);
}

/** Nothing for one that Proxmox VE has made up. */
function uuidOf(values: Values | undefined): string | undefined {
  return textOf(blocksOf(values, 'smbios')[0], 'uuid')?.toLowerCase();
}

/** True if the provider keeps the value during the apply. */
function keepsSmbios({ unknown }: PlannedResource): boolean {
  return unknown.smbios === true || blocksOf(unknown, 'smbios').some(({ uuid }) => uuid === true);
}

function hasTpm(values: Values | undefined): boolean {
  return blocksOf(values, 'tpm_state').length > 0;
}

function keptSerials(values: Values | undefined): readonly string[] {
  const kept = disksOf(values)
    .filter(({ outlives }) => outlives === true)
    .map((disk) => disk.interface);
  return blocksOf(values, 'disk')
    .filter((disk) => kept.includes(textOf(disk, 'interface') ?? ''))
    .flatMap((disk) => textOf(disk, 'serial') ?? []);
}
