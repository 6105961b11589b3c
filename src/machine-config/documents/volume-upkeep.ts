import type { Fields } from '../fields';
import type { VolumeUpkeep } from '../settings/storage';

/** The field of a file system about xfs; nothing where Talos decides. */
export function xfsOf(minAllocationGroupSize: string | undefined): Fields {
  return minAllocationGroupSize === undefined ? {} : { xfs: { minAllocationGroupSize } };
}

/** How often the file system of a volume is trimmed and scrubbed; nothing where the machine decides. */
export function upkeepOf({ trimHours, scrubHours }: VolumeUpkeep): Fields {
  return { ...timing('trim', trimHours), ...timing('scrub', scrubHours) };
}

function timing(field: string, hours: number | undefined): Fields {
  if (hours === undefined) return {};
  return { [field]: hours === 0 ? { enabled: false } : { enabled: true, interval: `${hours}h` } };
}
