import { selectsSystemDisk } from '../../values/disk-selector';
import type { Draft } from '../../values/draft';
import type { ConfigPatch } from '../settings/config-patch';
import type { NodeTalosOptions } from '../settings/node-options';
import { type Fields, isFields } from '../fields';
import { readPatch } from './patch-text';

/**
 * If Talos makes the volume EPHEMERAL, where pods and images lie, on the system disk. It does so unless the settings or a
 * patch select another disk.
 *
 * @param selector of the disk in the settings
 * @param patches patches of the machine in the order in which they are applied
 * @see https://www.talos.dev/latest/reference/configuration/block/volumeconfig/
 */
export function isEphemeralOnSystemDisk(selector: string | undefined, patches: readonly ConfigPatch[]): boolean {
  const selectors = patches
    .flatMap((patch) => readPatch(patch).documents)
    .flatMap(({ content }) => selectorOf(content));
  const match = selectors.at(-1) ?? selector;
  return match === undefined || selectsSystemDisk(match);
}

/**
 * The selector of EPHEMERAL in settings.
 *
 * @param places settings of the machine, and after them those that hold unless it has its own
 */
export function ephemeralSelector(
  ...places: readonly (Draft<Pick<NodeTalosOptions<unknown, unknown>, 'storage'>> | undefined)[]
): string | undefined {
  return places.flatMap((place) => place?.storage?.systemVolumes?.EPHEMERAL ?? []).at(0)?.diskSelector;
}

function selectorOf({ kind, name, provisioning }: Fields): readonly string[] {
  if (kind !== 'VolumeConfig' || name !== 'EPHEMERAL' || !isFields(provisioning)) return [];
  const { diskSelector } = provisioning;
  return isFields(diskSelector) && typeof diskSelector.match === 'string' ? [diskSelector.match] : [];
}
