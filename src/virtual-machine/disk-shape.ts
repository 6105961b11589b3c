import * as z from 'zod';
import { diskName, dnsName, mountPath, oneOf, proxmoxName, serialNumber, textOf, wholeNumber } from '../forms/scalars';
import { formsOf, shapeOf } from '../forms/shape';
import { DiskBus } from '../values/disk-bus';
import { writeVolume } from './disk-faults';
import type { DataDiskOptions, DiskOptions, DiskSpeed, DiskVmOptions } from './disk-settings';
import { LAST_SLOT, LAST_VM_ID, FIRST_VM_ID, MAX_DISK_QUEUES } from './limits';

const speedShape = shapeOf<DiskSpeed>('DiskSpeed')({
  readMiBPerSecond: wholeNumber(1).optional(),
  readBurstMiBPerSecond: wholeNumber(1).optional(),
  writeMiBPerSecond: wholeNumber(1).optional(),
  writeBurstMiBPerSecond: wholeNumber(1).optional(),
  readIops: wholeNumber(1).optional(),
  readBurstIops: wholeNumber(1).optional(),
  writeIops: wholeNumber(1).optional(),
  writeBurstIops: wholeNumber(1).optional(),
});

const diskForms = formsOf<DiskOptions>()({
  bus: oneOf(DiskBus).optional(),
  cache: z.enum(['none', 'directsync', 'writethrough', 'writeback', 'unsafe']).optional(),
  discard: z.boolean().optional(),
  ssd: z.boolean().optional(),
  ioThread: z.boolean().optional(),
  backup: z.boolean().optional(),
  replicate: z.boolean().optional(),
  aio: z.enum(['io_uring', 'native', 'threads']).optional(),
  queues: wholeNumber(2, MAX_DISK_QUEUES).optional(),
  speed: speedShape.optional(),
});

const diskVmShape = shapeOf<DiskVmOptions>('DiskVmOptions')({
  vmId: wholeNumber(FIRST_VM_ID, LAST_VM_ID).optional(),
  vmName: dnsName.optional(),
  protection: z.boolean().optional(),
});

/** A volume as Proxmox VE names it. */
const volume = textOf(writeVolume(), /^[A-Za-z][A-Za-z0-9._-]*[A-Za-z0-9]:(?:\d+\/)?[A-Za-z0-9][A-Za-z0-9._-]*$/);

const dataDiskShape = shapeOf<DataDiskOptions>('DataDiskOptions')({
  slot: wholeNumber(1, LAST_SLOT.scsi),
  sizeGiB: wholeNumber(1),
  datastoreId: proxmoxName.optional(),
  mountPath: mountPath.optional(),
  serial: serialNumber.optional(),
  diskVm: diskVmShape.optional(),
  existingVolume: volume.optional(),
  ...diskForms,
});

/** Form of the data disks of a machine. */
export const dataDisksForm = z.record(diskName, dataDiskShape);

/** Form of `DiskOptions`. */
export const diskShape = shapeOf<DiskOptions>('DiskOptions')(diskForms);
