import { z } from 'zod';
import { cpuType, macAddress, oneOf, proxmoxName, serialNumber, someText, tag, wholeNumber } from '../forms/scalars';
import { formsOf, shapeOf } from '../forms/shape';
import { DiskBus } from '../values/disk-bus';
import { writeFewerDevices } from './faults';
import { MAX_CPU_CORES, MAX_PCI_DEVICES } from './limits';
import type {
  DataDiskOptions,
  DiskOptions,
  PciDevice,
  StartupOptions,
  VirtualMachineIdentity,
  VirtualMachineOptions,
} from './settings';

const diskForms = formsOf<DiskOptions>()({
  bus: oneOf(DiskBus).optional(),
  cache: z.enum(['none', 'directsync', 'writethrough', 'writeback', 'unsafe']).optional(),
  discard: z.boolean().optional(),
  ssd: z.boolean().optional(),
  ioThread: z.boolean().optional(),
  backup: z.boolean().optional(),
  replicate: z.boolean().optional(),
  aio: z.enum(['io_uring', 'native', 'threads']).optional(),
});

/** Forms of `DataDiskOptions`. */
export const dataDiskForms = formsOf<DataDiskOptions>()({
  slot: wholeNumber(1, 30),
  sizeGiB: wholeNumber(1),
  datastoreId: proxmoxName.optional(),
  serial: serialNumber.optional(),
  ...diskForms,
});

const diskShape = shapeOf<DiskOptions>('DiskOptions')(diskForms);

const startupShape = shapeOf<StartupOptions>('StartupOptions')({
  order: wholeNumber(0).optional(),
  upDelaySeconds: wholeNumber(0).optional(),
  downDelaySeconds: wholeNumber(0).optional(),
});

const pciDeviceShape = shapeOf<PciDevice>('PciDevice')({
  mapping: proxmoxName,
  pcie: z.boolean().optional(),
  rombar: z.boolean().optional(),
  xvga: z.boolean().optional(),
});

/** Forms of `VirtualMachineOptions`. */
export const virtualMachineForms = formsOf<VirtualMachineOptions>()({
  cpuCores: wholeNumber(1, MAX_CPU_CORES).optional(),
  cpuType: cpuType.optional(),
  memoryMiB: wholeNumber(1).optional(),
  diskGiB: wholeNumber(1).optional(),
  diskDatastoreId: proxmoxName.optional(),
  osDisk: diskShape.optional(),
  networkBridge: proxmoxName.optional(),
  vlanId: wholeNumber(1, 4094).optional(),
  bios: z.enum(['ovmf', 'seabios']).optional(),
  scsiHardware: z.enum(['virtio-scsi-pci', 'virtio-scsi-single']).optional(),
  onBoot: z.boolean().optional(),
  startup: startupShape.optional(),
  guestAgent: z.boolean().optional(),
  pciDevices: z
    .array(pciDeviceShape)
    .max(MAX_PCI_DEVICES, { error: writeFewerDevices(MAX_PCI_DEVICES) })
    .optional(),
  description: someText.optional(),
  tags: z.array(tag).optional(),
  poolId: proxmoxName.optional(),
  onHostChange: z.enum(['migrate', 'ignore']).optional(),
  protection: z.boolean().optional(),
});

/** Forms of `VirtualMachineIdentity`. */
export const virtualMachineIdentityForms = formsOf<VirtualMachineIdentity>()({
  vmId: wholeNumber(100, 999_999_999).optional(),
  macAddress: macAddress.optional(),
});
