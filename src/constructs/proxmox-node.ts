import { TerraformStack } from 'cdktf';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { VirtualEnvironmentVm } from '../../.gen/providers/proxmox/virtual-environment-vm';
import type { MachineSettings } from '../machine-config/settings';
import type { MachineType } from '../values/machine-type';
import { checkRules } from '../values/rule';
import { createReplacementTrigger } from './private/image-replacement';
import { resourceReference } from './private/plain-reference';
import { virtualMachineFacts } from './private/virtual-machine-facts';
import type { VirtualMachineFacts } from './private/virtual-machine-facts';
import { VIRTUAL_MACHINE_RULES } from './private/virtual-machine-rules';
import { renderVirtualMachine } from './private/render-virtual-machine';
import type { VirtualMachineLinks } from './private/render-virtual-machine';
import { createVmIdGuard } from './private/vm-id-guard';
import type { DataDisk, DiskOptions, PciDevice, StartupOptions } from './proxmox-disk';
import type { ProxmoxHost } from './proxmox-host';
import type { ITalosImage } from './talos-image';
import type { ITalosNode, TalosNodeAttributes } from './talos-node';

/** What Proxmox VE shall know of a machine. Defaults are right for Talos, not the provider's. */
export interface ProxmoxNodeProps {
  /** Proxmox VE host that the machine is made on. */
  readonly host: ProxmoxHost;
  /** Image that the system disk is made from; it must be on the host. */
  readonly image: ITalosImage;
  /** What Talos shall be on the machine. Its address stands in the cloud-init data too, so the machine never needs DHCP. */
  readonly machine: MachineSettings;
  /**
   * Id of the virtual machine, unique in the Proxmox VE cluster. A plan is refused while a machine without the stack's
   * tag has the id: the provider would take that machine over.
   * @default - the next free id
   */
  readonly vmId?: number;
  /**
   * Number of processor cores.
   * @default 2 - the minimum of Talos for a control plane
   */
  readonly cpuCores?: number;
  /**
   * Type of processor. The provider's own default lacks x86-64-v2, without which Talos does not start.
   * @default 'host' - fastest; a machine then moves only between hosts with like processors
   */
  readonly cpuType?: string;
  /**
   * Memory of the machine, fixed: ballooning is off, as Talos can't give memory back.
   * @default 4096
   */
  readonly memoryMiB?: number;
  /**
   * Size of the system disk. It can grow later, never shrink.
   * @default - 10 for a control plane, 50 for a worker
   */
  readonly diskGiB?: number;
  /**
   * Datastore of the system disk, the firmware's variables and the cloud-init data.
   * @default - that of the host
   */
  readonly diskDatastoreId?: string;
  /**
   * How the system disk behaves. It is slot 0 of its bus.
   * @default - the default of each option
   */
  readonly osDisk?: DiskOptions;
  /**
   * Disks beside the system disk, in any order.
   * @default - none
   */
  readonly disks?: readonly DataDisk[];
  /**
   * Hardware address of the network interface, in any spelling.
   * @default - made by Proxmox VE
   */
  readonly macAddress?: string;
  /**
   * VLAN of the network interface, 1 to 4094.
   * @default - untagged
   */
  readonly vlanId?: number;
  /**
   * Bridge that the network interface is attached to.
   * @default - that of the host
   */
  readonly networkBridge?: string;
  /**
   * Firmware. With `ovmf` (UEFI) the machine has a disk for its variables, without enrolled keys.
   * @default 'ovmf' - what Talos asks for; secure boot needs it
   */
  readonly bios?: 'ovmf' | 'seabios';
  /**
   * Controller of the disks on the scsi bus.
   * @default 'virtio-scsi-pci' - with `virtio-scsi-single` the bootstrap of Talos has been seen to hang
   */
  readonly scsiHardware?: 'virtio-scsi-pci' | 'virtio-scsi-single';
  /**
   * Whether the machine starts with its host.
   * @default true
   */
  readonly onBoot?: boolean;
  /**
   * Order and pauses when hosts start and stop machines.
   * @default - none: it needs the privilege `Sys.Modify` on `/`
   */
  readonly startup?: StartupOptions;
  /**
   * Whether Proxmox VE talks to the QEMU guest agent. It must be so exactly when the image holds the extension: a silent
   * agent delays every plan.
   * @default - whether the image has the extension `siderolabs/qemu-guest-agent`
   */
  readonly guestAgent?: boolean;
  /**
   * PCI devices of the host.
   * @default - none
   */
  readonly pciDevices?: readonly PciDevice[];
  /**
   * Notes in Proxmox VE; spaces around them are cut.
   * @default - 'Talos Control Plane' or 'Talos Worker'
   */
  readonly description?: string;
  /**
   * Tags in Proxmox VE, beside `stack-<stack name>`. Upper case becomes lower case.
   * @default - none
   */
  readonly tags?: readonly string[];
  /**
   * Whether the machine is tagged with its role, `control-plane` or `worker`.
   * @default false
   */
  readonly roleTag?: boolean;
  /**
   * Pool that the machine belongs to. Rights can be given on a pool instead of on all machines.
   * @default - none
   */
  readonly poolId?: string;
  /**
   * What a plan does when the machine is on another host than `host` says: `migrate` moves it there while it runs,
   * `ignore` leaves it where high availability put it.
   * @default 'migrate'
   */
  readonly onHostChange?: 'migrate' | 'ignore';
  /**
   * Whether Proxmox VE and every plan refuse to remove the machine.
   * @default false
   */
  readonly protection?: boolean;
  /**
   * Whether the machine, with all its disks, is made anew when its Talos version or schematic changes.
   * @default false - a new image never touches a machine that exists
   */
  readonly replaceOnImageChange?: boolean;
}

/**
 * One Talos machine as a virtual machine on a Proxmox VE host.
 *
 * It boots the image with its own static address, and waits there for its Talos configuration. What JSON can prevent of
 * the provider's dangers is prevented here: a foreign machine with the same id, disks in another order, a restart or a
 * loss through a new image.
 */
export class ProxmoxNode extends Construct implements ITalosNode {
  /** A machine that another stack or a person made. */
  public static fromTalosNodeAttributes(scope: Construct, id: string, attrs: TalosNodeAttributes): ITalosNode {
    class Import extends Construct implements ITalosNode {
      public readonly hostname = attrs.machine.hostname;
      public readonly machineType = attrs.machine.machineType;
      public readonly address = attrs.machine.address;
      public readonly installerImage = attrs.installerImage;
      public readonly machine = attrs.machine;
      public readonly replacementTriggers = [];
      public readonly created = [];
    }
    return new Import(scope, id);
  }

  public readonly hostname: string;
  public readonly machineType: MachineType;
  public readonly address: string;
  public readonly installerImage: string;
  public readonly machine: MachineSettings;
  public readonly replacementTriggers: readonly string[];
  public readonly created: readonly ITerraformDependable[];
  /** Proxmox VE host that the machine is made on. */
  public readonly host: ProxmoxHost;
  private readonly facts: VirtualMachineFacts;
  private readonly virtualMachine: VirtualEnvironmentVm;

  constructor(scope: Construct, id: string, props: ProxmoxNodeProps) {
    super(scope, id);
    const facts = virtualMachineFacts(TerraformStack.of(this).node.id, props);
    checkRules(this.node.path, VIRTUAL_MACHINE_RULES, facts);

    this.facts = facts;
    this.virtualMachine = this.createVirtualMachine(facts);

    this.host = facts.host;
    this.machine = facts.machine;
    this.hostname = facts.machine.hostname;
    this.machineType = facts.machine.machineType;
    this.address = facts.machine.address;
    this.installerImage = facts.image.installerImage;
    this.replacementTriggers = [resourceReference(this.virtualMachine, 'id')];
    this.created = [this.virtualMachine];
  }

  /** Id of the virtual machine, also when Proxmox VE chose it: a token then. */
  public get vmId(): number {
    return this.facts.vmId ?? this.virtualMachine.vmId;
  }

  /** Number of processor cores. */
  public get cpuCores(): number {
    return this.facts.cpuCores;
  }

  /** Type of processor. */
  public get cpuType(): string {
    return this.facts.cpuType;
  }

  /** Memory of the machine. */
  public get memoryMiB(): number {
    return this.facts.memoryMiB;
  }

  /** Size of the system disk. */
  public get diskGiB(): number {
    return this.facts.diskGiB;
  }

  /** Datastore of the system disk. */
  public get diskDatastoreId(): string {
    return this.facts.diskDatastoreId;
  }

  /** Bridge that the machine is attached to. */
  public get networkBridge(): string {
    return this.facts.networkBridge;
  }

  /** Firmware. */
  public get bios(): 'ovmf' | 'seabios' {
    return this.facts.bios;
  }

  /** Controller of the disks on the scsi bus. */
  public get scsiHardware(): 'virtio-scsi-pci' | 'virtio-scsi-single' {
    return this.facts.scsiHardware;
  }

  /** Whether the machine starts with its host. */
  public get onBoot(): boolean {
    return this.facts.onBoot;
  }

  /** Whether Proxmox VE talks to the QEMU guest agent. */
  public get guestAgent(): boolean {
    return this.facts.guestAgent;
  }

  /** Notes in Proxmox VE. */
  public get description(): string {
    return this.facts.description;
  }

  /** Tags in Proxmox VE, sorted, with the stack's own. */
  public get tags(): readonly string[] {
    return [...this.facts.tags];
  }

  /** What a plan does when the machine is on another host. */
  public get onHostChange(): 'migrate' | 'ignore' {
    return this.facts.onHostChange;
  }

  /** Whether Proxmox VE and every plan refuse to remove the machine. */
  public get protection(): boolean {
    return this.facts.protection;
  }

  /** Whether the machine is made anew when its Talos version or schematic changes. */
  public get replaceOnImageChange(): boolean {
    return this.facts.replaceOnImageChange;
  }

  private createVirtualMachine(facts: VirtualMachineFacts): VirtualEnvironmentVm {
    const { vmId, host, image, stackTag } = facts;
    const links: VirtualMachineLinks = {
      replaceTriggeredBy: facts.replaceOnImageChange ? [createReplacementTrigger(this, image)] : [],
      preconditions: vmId === undefined ? [] : [createVmIdGuard(this, host, vmId, stackTag)],
    };
    return new VirtualEnvironmentVm(this, 'Resource', renderVirtualMachine(facts, links));
  }
}
