export type {
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
