export type {
  DataDiskOptions,
  DiskOptions,
  PciDevice,
  StartupOptions,
  VirtualMachineIdentity,
  VirtualMachineOptions,
  VirtualMachineSettings,
} from './settings';
export type { ResolvedDataDisk, ResolvedDisk, ResolvedPciDevice, ResolvedVirtualMachine } from './resolved';
