import * as z from 'zod';
import { diskName, mountPath, oneOf, proxmoxName, serialNumber, wholeNumber } from '../forms/scalars';
import { formsOf, shapeOf } from '../forms/shape';
import { DiskBus } from '../values/disk-bus';
import type { DataDiskOptions, DiskOptions, DiskSpeed } from './disk-settings';
import { LAST_SLOT, MAX_DISK_QUEUES } from './limits';

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

const dataDiskShape = shapeOf<DataDiskOptions>('DataDiskOptions')({
  slot: wholeNumber(1, LAST_SLOT.scsi),
  sizeGiB: wholeNumber(1),
  datastoreId: proxmoxName.optional(),
  mountPath: mountPath.optional(),
  serial: serialNumber.optional(),
  ...diskForms,
});

/** Form of the data disks of a machine. */
export const dataDisksForm = z.record(diskName, dataDiskShape);

/** Form of `DiskOptions`. */
export const diskShape = shapeOf<DiskOptions>('DiskOptions')(diskForms);
