import * as z from 'zod';
import {
  dnsNameOrAddress,
  hostName,
  mappingName,
  pciId,
  pciPath,
  proxmoxName,
  resourcePool,
  resourcePoolName,
  someText,
  textOf,
  url,
  wholeNumber,
} from '../forms/scalars';
import { formsOf, shapeOf } from '../forms/shape';
import {
  writeDirectory,
  writeSomeDevice,
  writeSomeDirectory,
  writeSomeUsbDevice,
  writeUsbId,
  writeUsbPath,
} from './faults';
import type {
  DirectoryMappingSettings,
  MappedDirectory,
  MappedPciDevice,
  MappedUsbDevice,
  NamedDirectoryMapping,
  NamedPciMapping,
  NamedResourcePool,
  NamedUsbMapping,
  PciMappingSettings,
  ProxmoxEndpointSettings,
  ProxmoxHostSettings,
  ProxmoxSshNodeSettings,
  ProxmoxSshSettings,
  ResourcePoolSettings,
  UsbMappingSettings,
} from './settings';

const sshNodeShape = shapeOf<ProxmoxSshNodeSettings>('ProxmoxSshNodeSettings')({
  address: dnsNameOrAddress,
  port: wholeNumber(1, 65_535).optional(),
});

const sshShape = shapeOf<ProxmoxSshSettings>('ProxmoxSshSettings')({
  username: someText.optional(),
  agent: z.boolean().optional(),
  nodes: z.record(proxmoxName, sshNodeShape).optional(),
});

/** Forms of `ProxmoxHostSettings`. */
export const proxmoxHostForms = formsOf<ProxmoxHostSettings>()({
  imageDatastoreId: proxmoxName.optional(),
  diskDatastoreId: proxmoxName,
  networkBridge: proxmoxName.optional(),
});

const hostShape = shapeOf<ProxmoxHostSettings>('ProxmoxHostSettings')(proxmoxHostForms);

const mappedDeviceShape = shapeOf<MappedPciDevice>('MappedPciDevice')({
  host: proxmoxName,
  path: pciPath,
  id: pciId,
  subsystemId: pciId.optional(),
  iommuGroup: wholeNumber(0).optional(),
});

const pciMappingForms = formsOf<PciMappingSettings>()({
  devices: z.array(mappedDeviceShape).min(1, { error: writeSomeDevice() }),
});

const pciMappingShape = shapeOf<PciMappingSettings>('PciMappingSettings')(pciMappingForms);

/** Form of `NamedPciMapping`. */
export const namedPciMappingShape = shapeOf<NamedPciMapping>('NamedPciMapping')({ mappingName, ...pciMappingForms });

const mappedUsbDeviceShape = shapeOf<MappedUsbDevice>('MappedUsbDevice')({
  host: proxmoxName,
  id: textOf(writeUsbId(), /^[0-9a-f]{4}:[0-9a-f]{4}$/),
  path: textOf(writeUsbPath(), /^\d+-\d+(?:\.\d+)*$/).optional(),
});

const usbMappingForms = formsOf<UsbMappingSettings>()({
  devices: z.array(mappedUsbDeviceShape).min(1, { error: writeSomeUsbDevice() }),
});

const usbMappingShape = shapeOf<UsbMappingSettings>('UsbMappingSettings')(usbMappingForms);

/** Form of `NamedUsbMapping`. */
export const namedUsbMappingShape = shapeOf<NamedUsbMapping>('NamedUsbMapping')({ mappingName, ...usbMappingForms });

const mappedDirectoryShape = shapeOf<MappedDirectory>('MappedDirectory')({
  host: proxmoxName,
  // as Proxmox VE takes them in a list of properties
  path: textOf(writeDirectory(), /^\/[^,;\s]*$/),
});

const directoryMappingForms = formsOf<DirectoryMappingSettings>()({
  directories: z.array(mappedDirectoryShape).min(1, { error: writeSomeDirectory() }),
});

const directoryMappingShape = shapeOf<DirectoryMappingSettings>('DirectoryMappingSettings')(directoryMappingForms);

/** Form of `NamedDirectoryMapping`. */
export const namedDirectoryMappingShape = shapeOf<NamedDirectoryMapping>('NamedDirectoryMapping')({
  mappingName,
  ...directoryMappingForms,
});

const resourcePoolForms = formsOf<ResourcePoolSettings>()({ comment: z.string().optional() });

const resourcePoolShape = shapeOf<ResourcePoolSettings>('ResourcePoolSettings')(resourcePoolForms);

/** Form of `NamedResourcePool`. */
export const namedResourcePoolShape = shapeOf<NamedResourcePool>('NamedResourcePool')({
  poolId: resourcePool,
  ...resourcePoolForms,
});

/** Forms of `ProxmoxEndpointSettings`. */
export const proxmoxEndpointForms = formsOf<ProxmoxEndpointSettings>()({
  url: url('https://pve1.example:8006', 'https'),
  insecure: z.boolean().optional(),
  ssh: sshShape.optional(),
  hosts: z.record(hostName, hostShape),
  imageHost: proxmoxName.optional(),
  resourcePools: z.record(resourcePoolName, resourcePoolShape).optional(),
  pciMappings: z.record(mappingName, pciMappingShape).optional(),
  usbMappings: z.record(mappingName, usbMappingShape).optional(),
  directoryMappings: z.record(mappingName, directoryMappingShape).optional(),
});

/** Form of `ProxmoxEndpointSettings`. */
export const proxmoxEndpointShape = shapeOf<ProxmoxEndpointSettings>('ProxmoxEndpointSettings')(proxmoxEndpointForms);
