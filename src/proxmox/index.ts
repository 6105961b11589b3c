export type {
  MappedPciDevice,
  PciMappingSettings,
  ProxmoxEndpointSettings,
  ProxmoxHostSettings,
  ProxmoxSshNodeSettings,
  ProxmoxSshSettings,
} from './settings';
