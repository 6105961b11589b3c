import { DiskBus } from '../values/disk-bus';
import { MachineType } from '../values/machine-type';

/**
 * Processor cores of a virtual machine at most, as the provider validates it.
 * @see https://registry.terraform.io/providers/bpg/proxmox/latest/docs/resources/virtual_environment_vm
 */
export const MAX_CPU_CORES = 2304;

/** Processor sockets of a virtual machine at most, as the provider validates it. */
export const MAX_CPU_SOCKETS = 16;

/** Processors whose time a machine can be limited to. */
export const MAX_CPU_LIMIT = 128;

/** Highest weight of processor time; Proxmox VE takes larger numbers for this one. */
export const MAX_CPU_UNITS = 10_000;

/**
 * Flags that Proxmox VE lets single machines have, without those for Windows. `nested-virt` came with 9.1.
 * @see https://pve.proxmox.com/pve-docs/qm.conf.5.html
 */
export const CPU_FLAGS: readonly string[] = [
  'aes',
  'amd-no-ssb',
  'amd-ssbd',
  'ibpb',
  'md-clear',
  'nested-virt',
  'pcid',
  'pdpe1gb',
  'spec-ctrl',
  'ssbd',
  'virt-ssbd',
];

/** Longest time that the watchdog device i6300esb can wait. */
export const MAX_WATCHDOG_SECONDS = 2046;

/** Highest number of the drives of each bus that cloud-init data can be on. */
export const LAST_DRIVE: Readonly<Record<string, number>> = { ide: 3, sata: 5, scsi: 30 };

/** Drive of the CD-ROM of a machine that boots an ISO first. */
export const CDROM_DRIVE = 'ide3';

/** Processor cores of a machine that says nothing of them. */
export const DEFAULT_CPU_CORES = 2;

/** Memory in MiB of a machine that says nothing of it. */
export const DEFAULT_MEMORY_MIB = 4096;

/** PCI devices of a virtual machine at most: `hostpci0` to `hostpci15`. */
export const MAX_PCI_DEVICES = 16;

/** Directories that a virtual machine shares at most: Proxmox VE has `virtiofs0` to `virtiofs9`, the provider takes 8. */
export const MAX_VIRTIOFS_SHARES = 8;

/** USB devices of a virtual machine at most: `usb0` to `usb13`. */
export const MAX_USB_DEVICES = 14;

/** Lowest id of a virtual machine. */
export const FIRST_VM_ID = 100;

/** Highest id of a virtual machine. */
export const LAST_VM_ID = 999_999_999;

/** Queues of a disk on a SCSI controller at most, as QEMU has them. */
export const MAX_DISK_QUEUES = 1022;

/** Network cards of a virtual machine at most: `net0` to `net31`. */
export const MAX_NETWORK_DEVICES = 32;

/** Pairs of queues of a network card at most. */
export const MAX_NETWORK_QUEUES = 64;

/** Largest packet of a network card that says nothing of it, in bytes. */
export const DEFAULT_MTU = 1500;

/** Highest slot of each bus. */
export const LAST_SLOT: Readonly<Record<`${DiskBus}`, number>> = {
  [DiskBus.SCSI]: 30,
  [DiskBus.VIRTIO]: 15,
  [DiskBus.SATA]: 5,
};

/** Memory that Talos starts with, and memory that it asks for. */
export interface MemoryNeed {
  /** The machine type in words. */
  readonly role: string;
  /** Below this Talos refuses to run: its own limit, 150 MiB under the documented one. */
  readonly floorMiB: number;
  /** Documented minimum. */
  readonly advisedMiB: number;
}

/**
 * Memory that machines of each type need.
 * @see https://www.talos.dev/latest/introduction/system-requirements/
 */
export const MEMORY: Readonly<Record<`${MachineType}`, MemoryNeed>> = {
  [MachineType.CONTROL_PLANE]: { role: 'a control plane', floorMiB: 1698, advisedMiB: 2048 },
  [MachineType.WORKER]: { role: 'a worker', floorMiB: 874, advisedMiB: 1024 },
};

/** System disk that Talos fits on with its volume EPHEMERAL, in GiB. */
export const SYSTEM_DISK_FLOOR_GIB = 6;

/** System disk that Talos asks for, in GiB. */
export const SYSTEM_DISK_ADVISED_GIB = 10;

/** Memory from which on a number was more likely meant in another unit: 1 TiB. */
export const LARGE_MEMORY_MIB = 1024 ** 2;

/** System disk of 10 TiB; as many MiB are 10 GiB. */
export const LARGE_SYSTEM_DISK_GIB = 10 * 1024;

/** Data disk of 100 TiB. */
export const LARGE_DATA_DISK_GIB = 100 * 1024;
