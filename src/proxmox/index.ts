export type {
  DirectoryMappingSettings,
  MappedDirectory,
  MappedPciDevice,
  MappedUsbDevice,
  PciMappingSettings,
  ProxmoxApiSettings,
  ProxmoxEndpointSettings,
  ProxmoxHostOptions,
  ProxmoxHostSettings,
  ProxmoxSshNodeSettings,
  ProxmoxSshSettings,
  UsbMappingSettings,
} from './settings';
