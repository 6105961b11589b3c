import { isEphemeralOnSystemDisk } from '../machine-config/ephemeral-volume';
import type { ConfigPatches } from './config-patches';
import type { DataDisk, DiskOptions } from '../machine-config/virtual-machine-settings';
import type { ClusterSpec } from '../cluster-file/cluster-spec';
import type { NodeDefaultsSpec, NodeSpec } from '../cluster-file/node-spec';
import { DiskBus } from '../values/disk-bus';
import { MacAddress } from '../values/mac-address';
import { QEMU_GUEST_AGENT } from '../values/schematic';
import type { VmModel } from './cluster-model';
import { memberOf } from './enum-member';
import type { HostFacts } from './hosts';
import { joinLists } from './node-options';
import type { NodeFacts } from './node-facts';

/** Tags of machines unless the spec has others. */
const TAGS = ['k8s'];

type OsDiskSpec = NonNullable<NodeDefaultsSpec['osDisk']>;
type DataDiskSpec = NonNullable<NodeDefaultsSpec['disks']>[string];

/** The virtual machine of a node. Hardware that the spec leaves open is left open, as `ProxmoxNode` knows its defaults. */
export function vmModel(
  facts: NodeFacts,
  node: NodeSpec,
  host: HostFacts,
  { proxmox, network }: ClusterSpec,
  patches: ConfigPatches,
): VmModel {
  const options = facts.options as NodeDefaultsSpec;
  return {
    hostKey: host.key,
    vmId: node.vmId,
    cpuCores: options.cpuCores,
    cpuType: options.cpuType,
    memoryMiB: options.memoryMiB,
    diskGiB: options.diskGiB,
    // of a type or of all machines too, which a construct does not know of
    ...(!isEphemeralOnSystemDisk(patches.of(facts.name, node.machineType)) && { holdsEphemeral: false }),
    diskDatastoreId: options.diskDatastoreId,
    osDisk: options.osDisk && diskOptions(options.osDisk),
    disks: dataDisks(options),
    macAddress: node.macAddress && MacAddress.of(node.macAddress).toString(),
    vlanId: options.vlanId ?? network.vlanId,
    networkBridge: options.networkBridge,
    bios: options.bios,
    scsiHardware: options.scsiHardware,
    onBoot: options.onBoot,
    startup: options.startup,
    guestAgent: facts.schematic?.value.hasExtension(QEMU_GUEST_AGENT) ?? false,
    pciDevices: options.pciDevices ?? [],
    description: options.description?.trim(),
    tags: tagsOf(joinLists(proxmox?.tags ?? TAGS, options.tags)),
    roleTag: proxmox?.roleTags ?? true,
    poolId: options.poolId,
    onHostChange: options.onHostChange,
    protection: options.protection,
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

function dataDisks({ disks = {} }: NodeDefaultsSpec): readonly DataDisk[] {
  return Object.entries(disks)
    .map(([name, disk]) => ({
      name,
      slot: disk.slot,
      sizeGiB: disk.sizeGiB,
      datastoreId: disk.datastoreId,
      serial: disk.serial ?? name,
      ...diskOptions(disk),
    }))
    .sort((a, b) => a.slot - b.slot);
}

function diskOptions({ bus, cache, discard, ssd, ioThread, backup, replicate, aio }: OsDiskSpec): DiskOptions {
  return { bus: bus && memberOf(DiskBus, bus), cache, discard, ssd, ioThread, backup, replicate, aio };
}

function tagsOf(tags: readonly string[] | undefined): readonly string[] {
  return [...new Set((tags ?? []).map((tag) => tag.toLowerCase()))];
}
