import { isEphemeralOnSystemDisk } from '../machine-config/patches/ephemeral-volume';
import type { ConfigPatches } from './config-patches';
import type { MachineSettings } from '../machine-config/settings/machine';
import type { DataDisk, DiskOptions, PciDevice, StartupOptions } from '../virtual-machine/settings';
import type { ClusterSpec } from '../cluster-file/cluster-settings';
import type { NodeDefaultsSpec, NodeSpec } from '../cluster-file/node-settings';
import type { Complete } from '../values/complete';
import { DiskBus } from '../values/disk-bus';
import { MacAddress } from '../values/mac-address';
import { nothingLeft } from '../values/nothing-left';
import { QEMU_GUEST_AGENT } from '../values/schematic/schematic';
import type { VmModel } from './cluster-model';
import { memberOf } from './enum-member';
import type { HostFacts } from './hosts';
import { joinLists } from './node-options';
import type { NodeFacts } from './node-facts';

/** Tags of machines unless the spec has others. */
const TAGS = ['k8s'];

type OsDiskSpec = NonNullable<NodeDefaultsSpec['osDisk']>;
type DataDiskSpec = NonNullable<NodeDefaultsSpec['disks']>[string];
type StartupSpec = NonNullable<NodeDefaultsSpec['startup']>;
type PciDeviceSpec = NonNullable<NodeDefaultsSpec['pciDevices']>[number];

/** Options that say what Talos shall be, where the machine runs and what it boots; the schematic decides on the agent. */
type OtherOption = keyof MachineSettings | 'patches' | 'host' | 'schematic' | 'update' | 'guestAgent';

/** The virtual machine of a node. Hardware that the spec leaves open is left open, as `ProxmoxNode` knows its defaults. */
export function vmModel(
  facts: NodeFacts,
  { machineType }: NodeSpec,
  host: HostFacts,
  { proxmox, network }: ClusterSpec,
  patches: ConfigPatches,
): Complete<VmModel> {
  const {
    vmId,
    macAddress,
    cpuCores,
    cpuType,
    memoryMiB,
    diskGiB,
    diskDatastoreId,
    osDisk,
    disks = {},
    vlanId = network.vlanId,
    networkBridge,
    bios,
    scsiHardware,
    onBoot,
    startup,
    pciDevices = [],
    description,
    tags,
    poolId,
    onHostChange,
    protection,
    ...rest
  } = facts.options as Omit<NodeSpec, OtherOption>;
  nothingLeft(rest);
  return {
    hostKey: host.key,
    vmId,
    cpuCores,
    cpuType,
    memoryMiB,
    diskGiB,
    // of a type or of all machines too, which a construct does not know of
    holdsEphemeral: isEphemeralOnSystemDisk(patches.of(facts.name, machineType)) ? undefined : false,
    diskDatastoreId,
    osDisk: osDisk && diskOptions(osDisk),
    disks: dataDisks(disks),
    macAddress: macAddress && MacAddress.of(macAddress).toString(),
    vlanId,
    networkBridge,
    bios,
    scsiHardware,
    onBoot,
    startup: startup && startupOptions(startup),
    guestAgent: facts.schematic?.value.hasExtension(QEMU_GUEST_AGENT) ?? false,
    pciDevices: pciDevices.map(pciDevice),
    description: description?.trim(),
    tags: tagsOf(joinLists(proxmox?.tags ?? TAGS, tags)),
    roleTag: proxmox?.roleTags ?? true,
    poolId,
    onHostChange,
    protection,
  };
}

/** Path by which Talos finds a data disk whatever letter it gets. */
export function stableDevicePath(name: string, { bus = DiskBus.SCSI, serial = name }: DataDiskSpec): string {
  const prefixes = {
    [DiskBus.SCSI]: 'scsi-0QEMU_QEMU_HARDDISK_',
    [DiskBus.VIRTIO]: 'virtio-',
    [DiskBus.SATA]: 'ata-QEMU_HARDDISK_',
  };
  return `/dev/disk/by-id/${prefixes[bus]}${serial}`;
}

function dataDisks(disks: Readonly<Record<string, DataDiskSpec>>): readonly DataDisk[] {
  return Object.entries(disks)
    .map(([name, disk]) => dataDisk(name, disk))
    .sort((a, b) => a.slot - b.slot);
}

/** Where the disk is mounted is a setting of Talos. */
function dataDisk(name: string, disk: Omit<DataDiskSpec, 'mountPath'>): Complete<DataDisk> {
  const { slot, sizeGiB, datastoreId, serial = name, ...options } = disk;
  return { name, slot, sizeGiB, datastoreId, serial, ...diskOptions(options) };
}

function diskOptions(disk: OsDiskSpec): Complete<DiskOptions> {
  const { bus, cache, discard, ssd, ioThread, backup, replicate, aio, ...rest } = disk;
  nothingLeft(rest);
  return { bus: bus && memberOf(DiskBus, bus), cache, discard, ssd, ioThread, backup, replicate, aio };
}

function startupOptions({ order, upDelaySeconds, downDelaySeconds, ...rest }: StartupSpec): Complete<StartupOptions> {
  nothingLeft(rest);
  return { order, upDelaySeconds, downDelaySeconds };
}

function pciDevice({ mapping, pcie, rombar, xvga, ...rest }: PciDeviceSpec): Complete<PciDevice> {
  nothingLeft(rest);
  return { mapping, pcie, rombar, xvga };
}

function tagsOf(tags: readonly string[] | undefined): readonly string[] {
  return [...new Set((tags ?? []).map((tag) => tag.toLowerCase()))];
}
