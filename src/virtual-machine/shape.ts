import * as z from 'zod';
import {
  cpuType,
  endpointName,
  ipAddress,
  ipNetwork,
  macAddress,
  mappingName,
  nodeName,
  oneOf,
  proxmoxName,
  resourcePool,
  someText,
  tag,
  wholeNumber,
} from '../forms/scalars';
import { volumeName } from '../forms/machine-scalars';
import { formsOf, shapeOf } from '../forms/shape';
import { Architecture } from '../values/architecture';
import { BootRoute } from '../values/boot-route';
import { MachineType } from '../values/machine-type';
import { Platform } from '../values/platform';
import { dataDisksForm, diskShape } from './disk-shape';
import { networkDevicesForm, primaryNetworkDeviceShape } from './network-device-shape';
import { writeFewerDevices, writeFewerShares } from './faults';
import { hardwareForms, hardwareIdentityForms } from './hardware-shape';
import {
  FIRST_VM_ID,
  LAST_VM_ID,
  MAX_CPU_CORES,
  MAX_PCI_DEVICES,
  MAX_USB_DEVICES,
  MAX_VIRTIOFS_SHARES,
} from './limits';
import type { CloudInitNetwork, HostTraits, ImageTraits, PlacedVirtualMachine } from './placed';
import type {
  PciDevice,
  StartupOptions,
  UsbDevice,
  VirtiofsShare,
  VirtualMachineIdentity,
  VirtualMachineOptions,
  VirtualMachineSettings,
} from './settings';

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

const usbDeviceShape = shapeOf<UsbDevice>('UsbDevice')({ mapping: proxmoxName });

const virtiofsShare = shapeOf<VirtiofsShare>('VirtiofsShare')({
  mapping: mappingName,
  cache: z.enum(['auto', 'always', 'metadata', 'never']).optional(),
  directIo: z.boolean().optional(),
  exposeAcl: z.boolean().optional(),
  exposeXattr: z.boolean().optional(),
  readOnly: z.boolean().optional(),
  secure: z.boolean().optional(),
  disableAccessTime: z.boolean().optional(),
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
  primaryNetworkDevice: primaryNetworkDeviceShape.optional(),
  networkDevices: networkDevicesForm.optional(),
  bios: z.enum(['ovmf', 'seabios']).optional(),
  scsiHardware: z.enum(['virtio-scsi-pci', 'virtio-scsi-single']).optional(),
  onBoot: z.boolean().optional(),
  startup: startupShape.optional(),
  guestAgent: z.boolean().optional(),
  pciDevices: z
    .array(pciDeviceShape)
    .max(MAX_PCI_DEVICES, { error: writeFewerDevices(MAX_PCI_DEVICES) })
    .optional(),
  usbDevices: z
    .array(usbDeviceShape)
    .max(MAX_USB_DEVICES, { error: writeFewerDevices(MAX_USB_DEVICES) })
    .optional(),
  virtiofs: z
    .record(volumeName, virtiofsShare)
    .refine((shares) => Object.keys(shares).length <= MAX_VIRTIOFS_SHARES, {
      error: writeFewerShares(MAX_VIRTIOFS_SHARES),
    })
    .optional(),
  description: z.string().optional(),
  tags: z.array(tag).optional(),
  poolId: resourcePool.optional(),
  onHostChange: z.enum(['migrate', 'ignore']).optional(),
  protection: z.boolean().optional(),
  ...hardwareForms,
});

/** Forms of `VirtualMachineIdentity`. */
export const virtualMachineIdentityForms = formsOf<VirtualMachineIdentity>()({
  vmId: wholeNumber(FIRST_VM_ID, LAST_VM_ID).optional(),
  macAddress: macAddress.optional(),
  ...hardwareIdentityForms,
});

/** Settings of a virtual machine that a person writes. */
export const VIRTUAL_MACHINE_KEYS = Object.keys({
  ...virtualMachineIdentityForms,
  ...virtualMachineForms,
  disks: dataDisksForm,
}) as readonly (keyof VirtualMachineOptions | keyof VirtualMachineIdentity | 'disks')[];

const settingsForms = formsOf<VirtualMachineSettings>()({
  ...virtualMachineIdentityForms,
  ...virtualMachineForms,
  holdsEphemeral: z.boolean().optional(),
  disks: dataDisksForm.optional(),
  roleTag: z.boolean().optional(),
});

/** Form of `PlacedVirtualMachine`. */
export const placedVirtualMachineShape = shapeOf<PlacedVirtualMachine>('PlacedVirtualMachine')({
  hostname: nodeName,
  machineType: oneOf(MachineType),
  address: ipAddress,
  dhcp: z.boolean().optional(),
  dnsServers: z.array(ipAddress).optional(),
  link: someText.optional(),
  network: shapeOf<CloudInitNetwork>('CloudInitNetwork')({ subnet: ipNetwork, gateway: ipAddress.optional() }),
  host: shapeOf<HostTraits>('HostTraits')({
    endpointName,
    nodeName: proxmoxName,
    diskDatastoreId: proxmoxName,
    networkBridge: proxmoxName,
  }),
  image: shapeOf<ImageTraits>('ImageTraits')({
    platform: oneOf(Platform),
    architecture: oneOf(Architecture),
    guestAgent: z.boolean(),
    extraKernelArgs: z.array(someText),
    bootRoute: oneOf(BootRoute).optional(),
    secureBoot: z.boolean().optional(),
  }),
  ...settingsForms,
});
