import { DiskBus } from '../values/disk-bus';
import { type Bus, DEFAULT_BUS, withoutSlash } from './resolved';
import type { DataDiskOptions } from './disk-settings';

/** A data disk that Talos formats and mounts. */
export interface MountedDisk {
  /** Name of the disk. */
  readonly name: string;
  /** Where workloads find it. */
  readonly mountPath: string;
  /** Stable path of the disk. */
  readonly devicePath: string;
  /** Serial number of the disk. */
  readonly serial: string;
}

/** Beginning of the stable path of a disk on each bus, as the udev of Talos names it. */
const DEVICE_PREFIXES: Readonly<Record<Bus, string>> = {
  [DiskBus.SCSI]: 'scsi-0QEMU_QEMU_HARDDISK_',
  [DiskBus.VIRTIO]: 'virtio-',
  [DiskBus.SATA]: 'ata-QEMU_HARDDISK_',
};

/** Serial number of a system disk that Talos is installed on. */
export const SYSTEM_DISK_SERIAL = 'system';

/** Stable path of a system disk that Talos is installed on. */
export function systemDiskPath(bus: Bus = DEFAULT_BUS): string {
  return `/dev/disk/by-id/${DEVICE_PREFIXES[bus]}${SYSTEM_DISK_SERIAL}`;
}

/** The data disks that Talos mounts, in the order of their slots. */
export function mountedDisks(disks: Readonly<Record<string, DataDiskOptions>> = {}): readonly MountedDisk[] {
  return Object.entries(disks)
    .sort(([, a], [, b]) => a.slot - b.slot)
    .flatMap(([name, disk]) => {
      const { mountPath, serial = name, bus = DEFAULT_BUS } = disk;
      if (mountPath === undefined) return [];
      const devicePath = `/dev/disk/by-id/${DEVICE_PREFIXES[bus]}${serial}`;
      return [{ name, mountPath: withoutSlash(mountPath), serial, devicePath }];
    });
}
