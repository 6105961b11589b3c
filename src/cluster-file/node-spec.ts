import { z } from 'zod';
import { DiskBus } from '../values/disk-bus';
import { MachineType } from '../values/machine-type';
import { patchChoice } from './patch-spec';
import {
  absolutePath,
  argumentName,
  cpuType,
  diskName,
  dnsNameOrAddress,
  hostReference,
  ipAddress,
  labelKey,
  labelValue,
  macAddress,
  mountPath,
  oneOf,
  proxmoxName,
  serialNumber,
  setting,
  someText,
  tag,
  taint,
  wholeNumber,
} from '../forms/scalars';
import { schematicChoice } from './schematic-spec';
import { type DeepReadonly, type NamedSchema, strictObject } from '../forms/strict-object';

const diskOptions = strictObject({
  /**
   * Bus that the disk is attached to.
   * @default scsi
   */
  bus: oneOf(DiskBus).optional(),
  /**
   * Cache of the host.
   * @default none
   */
  cache: z.enum(['none', 'directsync', 'writethrough', 'writeback', 'unsafe']).optional(),
  /**
   * Give freed blocks back to the datastore.
   * @default true
   */
  discard: z.boolean().optional(),
  /**
   * Present the disk as solid state; not on the bus `virtio`.
   * @default - true, but for the bus virtio
   */
  ssd: z.boolean().optional(),
  /**
   * A thread of its own for the disk: on the bus `virtio`, or on `scsi` with `scsiHardware: virtio-scsi-single`.
   * @default - true where the controller allows it
   */
  ioThread: z.boolean().optional(),
  /**
   * Take the disk into backups of the machine.
   * @default true
   */
  backup: z.boolean().optional(),
  /**
   * Take the disk into storage replication.
   * @default true
   */
  replicate: z.boolean().optional(),
  /**
   * How the host reads and writes.
   * @default io_uring
   */
  aio: z.enum(['io_uring', 'native', 'threads']).optional(),
});

const dataDisk = strictObject({
  /**
   * Number of the disk on the machine, once over all buses; 0 is the disk of the system. With the bus it names the
   * interface, such as `scsi1`. Give a new disk the highest number.
   */
  slot: wholeNumber(1, 30),
  /** Size of the disk. It can grow later, never shrink. */
  sizeGiB: wholeNumber(1),
  /**
   * Datastore of the disk.
   * @default - that of the system disk
   */
  datastoreId: proxmoxName.optional(),
  /**
   * Where Talos mounts the disk for workloads: below `/var`, but not in a directory of its own.
   * @default - not mounted
   */
  mountPath: mountPath.optional(),
  /**
   * Serial number by which Talos finds the disk, once on the machine.
   * @default - the name of the disk
   */
  serial: serialNumber.optional(),
  ...diskOptions.shape,
});

const startup = strictObject({
  /**
   * Position among the machines of the host; lower numbers start first and stop last.
   * @default - any
   */
  order: wholeNumber(0).optional(),
  /**
   * Wait after the start before the next machine starts.
   * @default - none
   */
  upDelaySeconds: wholeNumber(0).optional(),
  /**
   * Time for the shutdown before the next machine stops.
   * @default - none
   */
  downDelaySeconds: wholeNumber(0).optional(),
});

const pciDevice = strictObject({
  /** Resource mapping of the device, made under `pciMappings` of the endpoint or there already. */
  mapping: proxmoxName,
  /**
   * Present it as a PCI Express device.
   * @default true
   */
  pcie: z.boolean().optional(),
  /**
   * Let the machine see the firmware of the device.
   * @default true
   */
  rombar: z.boolean().optional(),
  /**
   * Use it as the machine's first graphics card.
   * @default false
   */
  xvga: z.boolean().optional(),
});

const talosSettings = strictObject({
  /**
   * Labels of the Kubernetes node; numbers and truth values are taken as text. A worker may set no labels of
   * `kubernetes.io` and `k8s.io`, with few exceptions.
   * @default - none
   */
  nodeLabels: z.record(labelKey, labelValue).optional(),
  /**
   * Kernel parameters, such as `vm.nr_hugepages: 1024`.
   * @default - none
   */
  sysctls: z.record(someText, setting).optional(),
  /**
   * Kernel modules to load. Lists of several places are joined.
   * @default - none
   */
  kernelModules: z.array(someText).optional(),
  /**
   * Further arguments of the kubelet, without leading dashes.
   * @default - none
   */
  kubeletExtraArgs: z.record(argumentName, setting).optional(),
});

const machine = strictObject({
  ...talosSettings.shape,
  /**
   * Label each virtual machine with the region of its endpoint and its host as the zone
   * (`topology.kubernetes.io/region` and `/zone`).
   * @default true
   */
  topologyLabels: z.boolean().optional(),
});

const nodeDefaults = strictObject({
  /**
   * Proxmox VE host that the machine runs on, as `<endpoint>/<host>`; the host alone is enough when only one endpoint has
   * it. A machine without a host is a physical one.
   * @default - a physical machine
   */
  host: hostReference.optional(),
  /**
   * Number of processor cores.
   * @default 2
   */
  cpuCores: wholeNumber(1, 512).optional(),
  /**
   * Processor that the machine sees; `host` passes on what the host has.
   * @default host
   */
  cpuType: cpuType.optional(),
  /**
   * Memory of the machine, fixed: ballooning is off.
   * @default 4096
   */
  memoryMiB: wholeNumber(1).optional(),
  /**
   * Size of the system disk. It can grow later, never shrink.
   * @default - 10 for a control plane, 50 for a worker
   */
  diskGiB: wholeNumber(1).optional(),
  /**
   * Datastore of the system disk and of the cloud-init data.
   * @default - that of the host
   */
  diskDatastoreId: proxmoxName.optional(),
  /**
   * How the system disk is attached.
   * @default - the defaults of each option
   */
  osDisk: diskOptions.optional(),
  /**
   * Data disks by name. A disk of the same name replaces that of `nodeDefaults`.
   * @default - none
   */
  disks: z.record(diskName, dataDisk).optional(),
  /**
   * Bridge of the host that the machine is connected to.
   * @default - that of the host
   */
  networkBridge: proxmoxName.optional(),
  /**
   * VLAN of the machine's port on the bridge.
   * @default - network.vlanId
   */
  vlanId: wholeNumber(1, 4094).optional(),
  /**
   * Network interface that carries the address: its name, or `physical`.
   * @default - network.link
   */
  link: someText.optional(),
  /**
   * DNS servers of the machine.
   * @default - network.dnsServers
   */
  dnsServers: z.array(ipAddress).optional(),
  /**
   * Firmware: `ovmf` is UEFI, with an EFI disk.
   * @default ovmf
   */
  bios: z.enum(['ovmf', 'seabios']).optional(),
  /**
   * SCSI controller. Talos advises against `virtio-scsi-single`.
   * @default virtio-scsi-pci
   */
  scsiHardware: z.enum(['virtio-scsi-pci', 'virtio-scsi-single']).optional(),
  /**
   * Start the machine with its host.
   * @default true
   */
  onBoot: z.boolean().optional(),
  /**
   * Order and delays when the host starts and stops; needs the privilege `Sys.Modify`.
   * @default - no order
   */
  startup: startup.optional(),
  /**
   * Talk to the guest agent. It must be true exactly when the schematic has `siderolabs/qemu-guest-agent`.
   * @default - as the schematic says
   */
  guestAgent: z.boolean().optional(),
  /**
   * Devices of the host that are handed to the machine.
   * @default - none
   */
  pciDevices: z.array(pciDevice).optional(),
  /**
   * Description in Proxmox VE.
   * @default - Talos Control Plane or Talos Worker
   */
  description: someText.optional(),
  /**
   * Further tags in Proxmox VE, in lower case. Lists of several places are joined.
   * @default - none
   */
  tags: z.array(tag).optional(),
  /**
   * Resource pool that the machine belongs to.
   * @default - none
   */
  poolId: proxmoxName.optional(),
  /**
   * What happens when the machine is found on another host, or its `host` is changed: `migrate` moves it to the host
   * written here, `ignore` leaves it where it is, as with high availability.
   * @default migrate
   */
  onHostChange: z.enum(['migrate', 'ignore']).optional(),
  /**
   * Let Proxmox VE refuse to remove the machine or its disks.
   * @default false
   */
  protection: z.boolean().optional(),
  /**
   * Schematic of this machine alone: the path of a file, or its content.
   * @default - that of the section talos
   */
  schematic: schematicChoice.optional(),
  /**
   * Take the versions and the schematic of `talos.update` and `kubernetes.update`.
   * @default false
   */
  update: z.boolean().optional(),
  /**
   * Taints of the Kubernetes node, as `value:Effect`. A worker sets them only when it registers; change them later with
   * `kubectl taint`.
   * @default - none
   */
  nodeTaints: z.record(labelKey, taint).optional(),
  ...talosSettings.shape,
  /**
   * Further names and addresses in the certificate of the machine's Talos API. Lists of several places are joined.
   * @default - none
   */
  certSans: z.array(dnsNameOrAddress).optional(),
  /**
   * Disk that Talos is installed on, such as `/dev/nvme0n1`; physical machines only.
   * @default - none
   */
  installDisk: absolutePath('/dev/nvme0n1').optional(),
  /**
   * Patches of the machine configuration, applied after all others: paths of YAML files, or their content.
   * @default - none
   */
  patches: z.array(patchChoice).optional(),
});

const node = strictObject({
  /** What the machine does in the cluster: `controlplane` or `worker`. */
  machineType: oneOf(MachineType),
  /** The machine's own IP, without prefix. */
  address: ipAddress,
  /**
   * Id of the virtual machine, once for each endpoint. It can't be changed later without making the machine anew.
   * @default - left to Proxmox VE
   */
  vmId: wholeNumber(100, 999_999_999).optional(),
  /**
   * MAC address of the network card.
   * @default - left to Proxmox VE
   */
  macAddress: macAddress.optional(),
  ...nodeDefaults.shape,
});

/** Schema of the section `machine`. */
export interface MachineSpecSchema extends MachineObject, NamedSchema {}
type MachineObject = typeof machine;

/** Schema of one entry of `nodeDefaults`. */
export interface NodeDefaultsSpecSchema extends NodeDefaultsObject, NamedSchema {}
type NodeDefaultsObject = typeof nodeDefaults;

/** Schema of one entry of `nodes`. */
export interface NodeSpecSchema extends NodeObject, NamedSchema {}
type NodeObject = typeof node;

/** Talos settings of every machine. */
export const machineSpec: MachineSpecSchema = machine;

/** Settings of all machines of one type, unless a machine has its own. */
export const nodeDefaultsSpec: NodeDefaultsSpecSchema = nodeDefaults;

/** One machine of the cluster. */
export const nodeSpec: NodeSpecSchema = node;

/** Talos settings of every machine. */
export type MachineSpec = DeepReadonly<z.input<typeof machineSpec>>;

/** Settings of all machines of one type, unless a machine has its own. */
export type NodeDefaultsSpec = DeepReadonly<z.input<typeof nodeDefaultsSpec>>;

/** One machine of the cluster. */
export type NodeSpec = DeepReadonly<z.input<typeof nodeSpec>>;
