import { isEphemeralOnSystemDisk } from '../../../machine-config/patches/ephemeral-volume';
import { Token } from 'cdktf';
import type { DataDisk, PciDevice } from '../../../virtual-machine/settings';
import type { Complete } from '../../../values/complete';
import type { DiskBus } from '../../../values/disk-bus';
import { MacAddress } from '../../../values/mac-address';
import { MachineType } from '../../../values/machine-type';
import { nothingLeft } from '../../../values/nothing-left';
import type { ProxmoxNodeProps } from '../proxmox-node-props';

type DefaultedOfDisk = 'bus' | 'datastoreId' | 'cache' | 'discard' | 'ssd' | 'ioThread';

/** A disk with every default filled in. */
export interface DiskFacts extends Omit<DataDisk, DefaultedOfDisk>, Required<Pick<DataDisk, DefaultedOfDisk>> {}

type Defaulted =
  | 'cpuCores'
  | 'cpuType'
  | 'memoryMiB'
  | 'diskGiB'
  | 'holdsEphemeral'
  | 'diskDatastoreId'
  | 'networkBridge'
  | 'bios'
  | 'scsiHardware'
  | 'onBoot'
  | 'guestAgent'
  | 'description'
  | 'tags'
  | 'onHostChange'
  | 'protection'
  | 'replaceOnImageChange';

/** A virtual machine with every default filled in, in the spelling in which Proxmox VE keeps it. */
export interface VirtualMachineFacts
  extends
    Omit<ProxmoxNodeProps, Defaulted | 'osDisk' | 'disks' | 'pciDevices' | 'roleTag'>,
    Required<Pick<ProxmoxNodeProps, Defaulted>> {
  /** System disk first, then by slot. */
  readonly allDisks: readonly [DiskFacts, ...DiskFacts[]];
  /** In the order of their numbers on the machine. */
  readonly pciDevices: readonly Required<PciDevice>[];
  /** The tag by which the stack knows its own machines. */
  readonly stackTag: string;
}

/** Fills in what the props leave open. */
export function virtualMachineFacts(stackName: string, props: ProxmoxNodeProps): Complete<VirtualMachineFacts> {
  const { host, image, machine } = props;
  const isControlPlane = machine.machineType === MachineType.CONTROL_PLANE;
  const scsiHardware = props.scsiHardware ?? 'virtio-scsi-pci';
  const diskDatastoreId = props.diskDatastoreId ?? host.diskDatastoreId;
  const diskGiB = props.diskGiB ?? (isControlPlane ? 10 : 50);
  const systemDisk = diskFacts(scsiHardware, diskDatastoreId, {
    ...props.osDisk,
    name: 'osDisk',
    slot: 0,
    sizeGiB: diskGiB,
  });
  const dataDisks = (props.disks ?? []).map((disk) =>
    diskFacts(scsiHardware, diskDatastoreId, { ...disk, serial: disk.serial ?? disk.name }),
  );
  const stackTag = `stack-${stackName.toLowerCase()}`;
  const roleTags = props.roleTag ? [isControlPlane ? 'control-plane' : 'worker'] : [];
  return {
    host,
    image,
    machine,
    vmId: props.vmId,
    cpuCores: props.cpuCores ?? 2,
    cpuType: props.cpuType ?? 'host',
    memoryMiB: props.memoryMiB ?? 4096,
    diskGiB,
    holdsEphemeral: props.holdsEphemeral ?? isEphemeralOnSystemDisk(machine.configPatches ?? []),
    diskDatastoreId,
    allDisks: [systemDisk, ...dataDisks.sort((a, b) => a.slot - b.slot)],
    macAddress: props.macAddress === undefined ? undefined : normalMacAddress(props.macAddress),
    vlanId: props.vlanId,
    networkBridge: props.networkBridge ?? host.networkBridge,
    bios: props.bios ?? 'ovmf',
    scsiHardware,
    onBoot: props.onBoot ?? true,
    startup: props.startup,
    guestAgent: props.guestAgent ?? image.guestAgent,
    pciDevices: (props.pciDevices ?? []).map(pciDeviceFacts),
    description: (props.description ?? (isControlPlane ? 'Talos Control Plane' : 'Talos Worker')).trim(),
    tags: normalTags([...(props.tags ?? []), ...roleTags, stackTag]),
    stackTag,
    poolId: props.poolId,
    onHostChange: props.onHostChange ?? 'migrate',
    protection: props.protection ?? false,
    replaceOnImageChange: props.replaceOnImageChange ?? false,
  };
}

function diskFacts(scsiHardware: string, datastoreId: string, disk: DataDisk): Complete<DiskFacts> {
  const { name, slot, sizeGiB, bus = 'scsi', serial, backup, replicate, aio } = disk;
  return {
    name,
    slot,
    sizeGiB,
    bus,
    datastoreId: disk.datastoreId ?? datastoreId,
    cache: disk.cache ?? 'none',
    discard: disk.discard ?? true,
    ssd: disk.ssd ?? bus !== 'virtio',
    ioThread: disk.ioThread ?? mayHaveIoThread(bus, scsiHardware),
    serial,
    backup,
    replicate,
    aio,
  };
}

function pciDeviceFacts({
  mapping,
  pcie = true,
  rombar = true,
  xvga = false,
  ...rest
}: PciDevice): Required<PciDevice> {
  nothingLeft(rest);
  return { mapping, pcie, rombar, xvga };
}

/** Whether Proxmox VE gives a disk on the bus a thread of its own when asked to. */
export function mayHaveIoThread(bus: `${DiskBus}`, scsiHardware: string): boolean {
  return bus === 'virtio' || (bus === 'scsi' && scsiHardware === 'virtio-scsi-single');
}

function normalMacAddress(text: string): string {
  // one that is none stays as it is written, for the message
  return Token.isUnresolved(text) || !MacAddress.isValid(text) ? text : MacAddress.of(text).toString();
}

function normalTags(tags: readonly string[]): string[] {
  return [...new Set(tags.map((tag) => tag.toLowerCase()))].sort();
}
