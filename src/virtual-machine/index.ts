export type {
  DataDisk,
  DataDiskOptions,
  DiskOptions,
  PciDevice,
  StartupOptions,
  VirtualMachineIdentity,
  VirtualMachineOptions,
  VirtualMachineSettings,
} from './settings';
