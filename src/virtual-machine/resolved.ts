import type { Complete } from '../values/complete';
import type { DiskBus } from '../values/disk-bus';
import { type DatastoreVolume, volumeOf } from '../values/disk-volume';
import type { MachineType } from '../values/machine-type';
import { nothingLeft } from '../values/nothing-left';
import { isQ35, type ResolvedHardware, resolvedHardware } from './hardware';
import { type ResolvedNetworkDevice, resolvedNetworkDevices } from './network-devices';
import { DEFAULT_CPU_CORES, DEFAULT_MEMORY_MIB } from './limits';
import type { DataDiskOptions, DiskOptions, DiskVmOptions } from './disk-settings';
import type {
  PciDevice,
  StartupOptions,
  UsbDevice,
  VirtiofsShare,
  VirtualMachineOptions,
  VirtualMachineSettings,
} from './settings';

/** Bus of a disk. */
export type Bus = `${DiskBus}`;

/** Controller of the disks on the bus scsi. */
export type ScsiHardware = NonNullable<VirtualMachineOptions['scsiHardware']>;

/** Bus of a disk that names none. */
export const DEFAULT_BUS: Bus = 'scsi';

/** Controller of a machine that names none. */
export const DEFAULT_SCSI_HARDWARE: ScsiHardware = 'virtio-scsi-pci';

/** Beginning of the tag by which a stack knows its own machines. */
export const STACK_TAG_PREFIX = 'stack-';

/** A disk with every default filled in. */
export interface ResolvedDisk extends Complete<DiskOptions> {
  /** Bus that the disk is attached to. */
  readonly bus: Bus;
  /** Number of the disk on the machine. */
  readonly slot: number;
  /** Size of the disk. */
  readonly sizeGiB: number;
  /** Datastore of the disk. */
  readonly datastoreId: string;
  /** Cache of the host. */
  readonly cache: NonNullable<DiskOptions['cache']>;
  /** If freed blocks are given back to the datastore. */
  readonly discard: boolean;
  /** If the disk is presented as solid state. */
  readonly ssd: boolean;
  /** If the disk has a thread of its own. */
  readonly ioThread: boolean;
}

/** A virtual machine that keeps a disk, with every default filled in but its name. */
export interface ResolvedDiskVm extends DiskVmOptions {
  /** If Proxmox VE and every plan refuse to remove it. */
  readonly protection: boolean;
}

/** A data disk with every default filled in. */
export interface ResolvedDataDisk extends ResolvedDisk {
  /** Name of the disk. */
  readonly name: string;
  /** Serial number by which Talos finds the disk. */
  readonly serial: string;
  /**
   * Virtual machine that keeps the disk.
   * @default - the machine itself
   */
  readonly diskVm?: ResolvedDiskVm;
  /**
   * Volume that is there already.
   * @default - a new one
   */
  readonly existingVolume?: DatastoreVolume;
}

/** A device of the host with every default filled in. */
export interface ResolvedPciDevice extends Required<PciDevice> {
  /** Resource mapping of the device. */
  readonly mapping: string;
}

/** A virtual machine with every default filled in, in the spelling in which Proxmox VE keeps it. */
export interface ResolvedVirtualMachine extends ResolvedHardware {
  /**
   * Id of the virtual machine.
   * @default - chosen by Proxmox VE
   */
  readonly vmId?: number;
  /** Number of processor cores. */
  readonly cpuCores: number;
  /** Type of processor. */
  readonly cpuType: string;
  /** Memory of the machine. */
  readonly memoryMiB: number;
  /** If Talos makes the volume EPHEMERAL on the system disk. */
  readonly holdsEphemeral: boolean;
  /** Datastore of the system disk and of the cloud-init data. */
  readonly diskDatastoreId: string;
  /** System disk, slot 0 of its bus. */
  readonly osDisk: ResolvedDisk;
  /** Data disks in the order of their slots. */
  readonly dataDisks: readonly ResolvedDataDisk[];
  /** Network cards in the order of their slots; the first carries the address of the machine. */
  readonly networkDevices: readonly [ResolvedNetworkDevice, ...ResolvedNetworkDevice[]];
  /** Firmware. */
  readonly bios: NonNullable<VirtualMachineOptions['bios']>;
  /** Controller of the disks on the bus scsi. */
  readonly scsiHardware: ScsiHardware;
  /** If the machine starts with its host. */
  readonly onBoot: boolean;
  /**
   * Order and delays when the host starts and stops.
   * @default - no order
   */
  readonly startup?: StartupOptions;
  /** If Proxmox VE talks to the guest agent. */
  readonly guestAgent: boolean;
  /** Devices of the host, in the order of their numbers on the machine. */
  readonly pciDevices: readonly ResolvedPciDevice[];
  /** USB devices of the host, in the order of their numbers on the machine. */
  readonly usbDevices: readonly UsbDevice[];
  /** Directories of the host, in the order in which they are written. */
  readonly virtiofs: readonly ResolvedVirtiofsShare[];
  /** Description in Proxmox VE. */
  readonly description: string;
  /** Tags in Proxmox VE, sorted, with the stack's own. */
  readonly tags: readonly string[];
  /** The tag by which the stack knows its own machines. */
  readonly stackTag: string;
  /**
   * Resource pool that the machine belongs to.
   * @default - none
   */
  readonly poolId?: string;
  /** Reaction to a machine on another host. */
  readonly onHostChange: NonNullable<VirtualMachineOptions['onHostChange']>;
  /** If Proxmox VE and every plan refuse to remove the machine. */
  readonly protection: boolean;
}

/** A directory of the host, as Proxmox VE hands it to a machine. */
export type ResolvedVirtiofsShare = Required<
  Pick<VirtiofsShare, 'mapping' | 'cache' | 'directIo' | 'exposeAcl' | 'exposeXattr'>
>;

/** Origin of the defaults of a virtual machine that are not the same for all. */
export interface VirtualMachineSurroundings {
  /** Name of the stack that makes the machine. */
  readonly stackName: string;
  /** Name of the machine. */
  readonly hostname: string;
  /**
   * If the address of the machine comes from a DHCP server.
   * @default false
   */
  readonly dhcp?: boolean;
  /** Role of the machine in the cluster. */
  readonly machineType: `${MachineType}`;
  /** Datastore of disks on the host. */
  readonly diskDatastoreId: string;
  /** Bridge of the host. */
  readonly networkBridge: string;
  /** If the image holds the extension `siderolabs/qemu-guest-agent`. */
  readonly guestAgent: boolean;
  /**
   * VLAN of the machine's network.
   * @default - untagged
   */
  readonly vlanId?: number;
}

/** Fills in what the settings of a virtual machine leave open. */
export function resolvedVirtualMachine(
  settings: VirtualMachineSettings,
  surroundings: VirtualMachineSurroundings,
): Complete<ResolvedVirtualMachine> {
  const isControlPlane = surroundings.machineType === 'controlplane';
  const {
    vmId,
    cpuCores = DEFAULT_CPU_CORES,
    cpuType = 'host',
    memoryMiB = DEFAULT_MEMORY_MIB,
    diskGiB = isControlPlane ? 10 : 50,
    holdsEphemeral = true,
    diskDatastoreId = surroundings.diskDatastoreId,
    osDisk = {},
    disks = {},
    macAddress,
    vlanId = surroundings.vlanId,
    networkBridge = surroundings.networkBridge,
    primaryNetworkDevice,
    networkDevices = {},
    bios = 'ovmf',
    scsiHardware = DEFAULT_SCSI_HARDWARE,
    onBoot = true,
    startup,
    guestAgent = surroundings.guestAgent,
    pciDevices = [],
    usbDevices = [],
    virtiofs = {},
    description = isControlPlane ? 'Talos Control Plane' : 'Talos Worker',
    tags = [],
    roleTag = false,
    poolId,
    onHostChange = 'migrate',
    protection = false,
    ...others
  } = settings;
  const hardware = resolvedHardware(others, diskDatastoreId);
  const stackTag = `${STACK_TAG_PREFIX}${surroundings.stackName.toLowerCase()}`;
  const roleTags = roleTag ? [isControlPlane ? 'control-plane' : 'worker'] : [];
  const controller = { scsiHardware, datastoreId: diskDatastoreId };
  return {
    vmId,
    cpuCores,
    cpuType,
    memoryMiB,
    holdsEphemeral,
    diskDatastoreId,
    osDisk: resolvedDisk({ ...osDisk, slot: 0, sizeGiB: diskGiB }, controller),
    dataDisks: Object.entries(disks)
      .map(([name, disk]) => resolvedDataDisk(name, disk, controller))
      .sort((a, b) => a.slot - b.slot),
    networkDevices: resolvedNetworkDevices(
      { networkBridge, vlanId, macAddress, dhcp: surroundings.dhcp, primaryNetworkDevice },
      networkDevices,
      { cluster: surroundings.stackName, hostname: surroundings.hostname },
    ),
    bios,
    scsiHardware,
    onBoot,
    startup,
    guestAgent,
    pciDevices: pciDevices.map((device) => resolvedPciDevice(device, isQ35(hardware.qemuMachine))),
    usbDevices: usbDevices.map(({ mapping, ...rest }) => {
      nothingLeft(rest);
      return { mapping };
    }),
    virtiofs: Object.values(virtiofs).map(resolvedShare),
    description: description.trim(),
    tags: [...new Set([...tags, ...roleTags, stackTag].map((tag) => tag.toLowerCase()))].sort(),
    stackTag,
    poolId,
    onHostChange,
    protection,
    // last, as Node 20 copies it many times faster than it adds as many properties to a copy
    ...hardware,
  };
}

/** How Talos mounts a directory is said in its own configuration. */
function resolvedShare(share: VirtiofsShare): ResolvedVirtiofsShare {
  const { mapping, cache = 'auto', directIo = false, exposeAcl = false, exposeXattr = exposeAcl, ...mount } = share;
  const { readOnly: _r, secure: _s, disableAccessTime: _d, ...rest } = mount;
  nothingLeft(rest);
  return { mapping, cache, directIo, exposeAcl, exposeXattr };
}

interface DiskController {
  readonly scsiHardware: string;
  readonly datastoreId: string;
}

/** Where Talos mounts a disk is no setting of the virtual machine. */
function resolvedDataDisk(
  name: string,
  { mountPath: _ofTalos, serial = name, diskVm, existingVolume, ...disk }: DataDiskOptions,
  controller: DiskController,
): Complete<ResolvedDataDisk> {
  const volume = existingVolume === undefined ? undefined : volumeOf(existingVolume);
  return {
    name,
    serial,
    diskVm: diskVm && resolvedDiskVm(diskVm),
    existingVolume: volume,
    ...resolvedDisk(volume === undefined ? disk : { ...disk, datastoreId: volume.datastoreId }, controller),
  };
}

function resolvedDiskVm({ vmId, vmName, protection = false, ...rest }: DiskVmOptions): Complete<ResolvedDiskVm> {
  nothingLeft(rest);
  return { vmId, vmName, protection };
}

function resolvedDisk(
  disk: Omit<DataDiskOptions, 'mountPath' | 'serial' | 'diskVm' | 'existingVolume'>,
  controller: DiskController,
): Complete<ResolvedDisk> {
  const {
    slot,
    sizeGiB,
    bus = DEFAULT_BUS,
    datastoreId = controller.datastoreId,
    cache = 'none',
    discard = true,
    ssd = bus !== 'virtio',
    ioThread = mayHaveIoThread(bus, controller.scsiHardware),
    backup,
    replicate,
    aio,
    queues,
    speed,
    ...rest
  } = disk;
  nothingLeft(rest);
  return { slot, sizeGiB, bus, datastoreId, cache, discard, ssd, ioThread, backup, replicate, aio, queues, speed };
}

function resolvedPciDevice(
  { mapping, pcie, rombar = true, xvga = false, ...rest }: PciDevice,
  hasPcie: boolean,
): Required<PciDevice> {
  nothingLeft(rest);
  return { mapping, pcie: pcie ?? hasPcie, rombar, xvga };
}

/** If Proxmox VE gives a disk on the bus a thread of its own when asked to. */
export function mayHaveIoThread(bus: Bus, scsiHardware: string): boolean {
  return bus === 'virtio' || (bus === 'scsi' && scsiHardware === 'virtio-scsi-single');
}

/** A path of a directory, without the slash that may stand at its end. */
export function withoutSlash(path: string): string {
  return path.replace(/\/$/, '');
}
