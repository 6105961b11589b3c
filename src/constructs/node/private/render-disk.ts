import type { VirtualEnvironmentVmDisk } from '../../../../.gen/providers/proxmox/virtual-environment-vm';
import { nothingLeft } from '../../../values/nothing-left';
import type { DiskSpeed } from '../../../virtual-machine/disk-settings';
import { formatOf } from '../../../values/disk-volume';
import type { ResolvedDataDisk, ResolvedDisk } from '../../../virtual-machine/resolved';

/** Interface of a disk, such as `scsi1`. */
export function diskInterface({ bus, slot }: Pick<ResolvedDisk, 'bus' | 'slot'>): string {
  return `${bus}${slot}`;
}

/**
 * The name is for people, and the serial number for the machine.
 *
 * @param keptVolume volume in the virtual machine that keeps the disk, if one does
 */
export function renderDataDisk(
  { name: _forPeople, serial, diskVm: _ofItsOwn, existingVolume, ...disk }: ResolvedDataDisk,
  keptVolume: string | undefined,
): VirtualEnvironmentVmDisk {
  const path = existingVolume?.path ?? keptVolume;
  return { ...renderDisk(disk), fileFormat: formatOf(existingVolume?.path ?? ''), pathInDatastore: path, serial };
}

/** A disk at its interface. */
export function renderDisk(disk: ResolvedDisk): VirtualEnvironmentVmDisk {
  const { bus, slot, datastoreId, sizeGiB, cache, discard, ssd, ioThread, backup, replicate, aio, ...others } = disk;
  const { queues, speed, ...rest } = others;
  nothingLeft(rest);
  return {
    interface: diskInterface({ bus, slot }),
    datastoreId,
    size: sizeGiB,
    // the one format that all kinds of datastores take
    fileFormat: 'raw',
    cache,
    discard: discard ? 'on' : 'ignore',
    ssd,
    iothread: ioThread,
    backup,
    replicate,
    aio,
    queues,
    speed: speed && renderSpeed(speed),
  };
}

/** A block without a limit would differ from what the provider reads. */
function renderSpeed(speed: DiskSpeed): VirtualEnvironmentVmDisk['speed'] {
  const { readMiBPerSecond, readBurstMiBPerSecond, writeMiBPerSecond, writeBurstMiBPerSecond, ...others } = speed;
  const { readIops, readBurstIops, writeIops, writeBurstIops, ...rest } = others;
  nothingLeft(rest);
  if (Object.values(speed).every((limit) => limit === undefined)) return undefined;
  return {
    read: readMiBPerSecond,
    readBurstable: readBurstMiBPerSecond,
    write: writeMiBPerSecond,
    writeBurstable: writeBurstMiBPerSecond,
    iopsRead: readIops,
    iopsReadBurstable: readBurstIops,
    iopsWrite: writeIops,
    iopsWriteBurstable: writeBurstIops,
  };
}
