export type { DataDiskOptions, DiskOptions, DiskSpeed } from './disk-settings';
export type { HardwareIdentity, HardwareOptions, VgaOptions, WatchdogOptions } from './hardware-settings';
export type { ResolvedHardware, ResolvedWatchdog } from './hardware';
export type {
  PciDevice,
  StartupOptions,
  UsbDevice,
  VirtualMachineIdentity,
  VirtualMachineOptions,
  VirtualMachineSettings,
} from './settings';
export type { ResolvedDataDisk, ResolvedDisk, ResolvedPciDevice, ResolvedVirtualMachine } from './resolved';
