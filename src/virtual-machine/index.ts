export type { DataDiskOptions, DiskOptions, DiskSpeed, DiskVmOptions } from './disk-settings';
export type { HardwareIdentity, HardwareOptions, VgaOptions, WatchdogOptions } from './hardware-settings';
export type { NetworkCardOptions, NetworkDeviceOptions, PrimaryNetworkDeviceOptions } from './network-device-settings';
export type { ResolvedNetworkDevice } from './network-devices';
export type { ResolvedHardware, ResolvedWatchdog } from './hardware';
export type {
  PciDevice,
  StartupOptions,
  UsbDevice,
  VirtiofsShare,
  VirtualMachineIdentity,
  VirtualMachineOptions,
  VirtualMachineSettings,
} from './settings';
export type {
  ResolvedDataDisk,
  ResolvedDisk,
  ResolvedDiskVm,
  ResolvedPciDevice,
  ResolvedVirtiofsShare,
  ResolvedVirtualMachine,
} from './resolved';
