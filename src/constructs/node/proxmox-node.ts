import { type ITerraformDependable, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { VirtualEnvironmentVm } from '../../../.gen/providers/proxmox/virtual-environment-vm';
import type { MachineSettings } from '../../machine-config/settings/machine';
import type { MachineType } from '../../values/machine-type';
import { checkRules } from '../../values/rule';
import { createReplacementTrigger } from './private/image-replacement';
import { resourceReference } from '../private/plain-reference';
import { virtualMachineFacts, type VirtualMachineFacts } from './private/virtual-machine-facts';
import { VIRTUAL_MACHINE_RULES } from './private/virtual-machine-rules';
import { renderVirtualMachine, type VirtualMachineLinks } from './private/render-virtual-machine';
import { vmIdPreconditions } from './private/vm-id-guard';
import type { ProxmoxHost } from '../proxmox/proxmox-host';
import type { ProxmoxNodeProps } from './proxmox-node-props';
import type { ITalosNode, TalosNodeAttributes } from './talos-node';

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
    // made whether it is used or not: for OpenTofu a trigger that is new has changed, so a switch would replace the machine
    const bootImage = createReplacementTrigger(this, image);
    const links: VirtualMachineLinks = {
      replaceTriggeredBy: facts.replaceOnImageChange ? [bootImage] : [],
      preconditions: vmIdPreconditions(this, host, vmId, stackTag),
    };
    return new VirtualEnvironmentVm(this, 'Resource', renderVirtualMachine(facts, links));
  }
}
