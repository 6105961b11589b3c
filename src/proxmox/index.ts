export type {
  MappedPciDevice,
  MappedUsbDevice,
  PciMappingSettings,
  ProxmoxEndpointSettings,
  ProxmoxHostSettings,
  ProxmoxSshNodeSettings,
  ProxmoxSshSettings,
  UsbMappingSettings,
} from './settings';
