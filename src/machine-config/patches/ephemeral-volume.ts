import type { ConfigPatch } from '../settings/config-patch';
import { type Fields, isFields } from '../fields';
import { readPatch } from './patch-text';

/** Ways to say "not the system disk" in the condition of a disk selector. */
const NOT_SYSTEM_DISK = /!\s*system_disk\b|\bsystem_disk\s*==\s*false\b|\bsystem_disk\s*!=\s*true\b/g;

/**
 * If Talos makes the volume EPHEMERAL, where pods and images lie, on the system disk. It does so unless a patch
 * selects another disk.
 *
 * @param patches patches of the machine in the order in which they are applied
 * @see https://www.talos.dev/latest/reference/configuration/block/volumeconfig/
 */
export function isEphemeralOnSystemDisk(patches: readonly ConfigPatch[]): boolean {
  const selectors = patches
    .flatMap((patch) => readPatch(patch).documents)
    .flatMap(({ content }) => selectorOf(content));
  const match = selectors.at(-1);
  return match === undefined || /\bsystem_disk\b/.test(match.replace(NOT_SYSTEM_DISK, ''));
}

function selectorOf({ kind, name, provisioning }: Fields): readonly string[] {
  if (kind !== 'VolumeConfig' || name !== 'EPHEMERAL' || !isFields(provisioning)) return [];
  const { diskSelector } = provisioning;
  return isFields(diskSelector) && typeof diskSelector.match === 'string' ? [diskSelector.match] : [];
}
