import { type ITerraformDependable, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { VirtualEnvironmentVm } from '../../../.gen/providers/proxmox/virtual-environment-vm';
import { talosOptionsOf, withoutTalosOptions } from '../../machine-config/join-options';
import { ephemeralSelector, isEphemeralOnSystemDisk } from '../../machine-config/patches/ephemeral-volume';
import type { MachineSettings } from '../../machine-config/settings/machine';
import { NODE_ADDRESS_RULES } from '../../network/rules';
import { isChecked } from '../../values/checked';
import type { OnlyKeysOf } from '../../values/complete';
import { BootRoute } from '../../values/boot-route';
import type { MachineType } from '../../values/machine-type';
import { resolvedWatchdog } from '../../virtual-machine/hardware';
import { virtualKeySources } from '../../virtual-machine/key-sources';
import { KNOWN_AT_SYNTH } from '../../virtual-machine/known-at-synth';
import type { PlacedVirtualMachine } from '../../virtual-machine/placed';
import { cardInterfaces } from '../../virtual-machine/network-devices';
import { type ResolvedVirtualMachine, resolvedVirtualMachine } from '../../virtual-machine/resolved';
import { VIRTUAL_MACHINE_RULES } from '../../virtual-machine/rules';
import type { VirtualMachineSettings } from '../../virtual-machine/settings';
import { placedVirtualMachineShape } from '../../virtual-machine/shape';
import { mountedShares } from '../../virtual-machine/virtiofs';
import { mountedDisks, systemDiskPath } from '../../virtual-machine/volumes';
import type { ITalosImage } from '../image/talos-image';
import { Lifecycle } from '../lifecycle/lifecycle';
import { isLate, lateText } from '../private/late-values';
import { checkStack } from '../private/other-stack';
import { resourceReference } from '../private/plain-reference';
import type { ProxmoxHost } from '../proxmox/proxmox-host';
import type { IProxmoxMachine } from '../proxmox/proxmox-machine';
import { checkNode } from './private/check-node';
import { createDiskVms } from './private/disk-vms';
import { createReplacementTrigger } from './private/image-replacement';
import { machineSettings } from './private/machine-settings';
import { renderVirtualMachine } from './private/render-virtual-machine';
import { vmIdPreconditions } from './private/vm-id-guard';
import type { ITalosNode } from './talos-node';
import type { TalosNodeProps } from './talos-node-props';

/** A virtual machine, the Talos on it and its place. Defaults are right for Talos, not the provider's. */
export interface ProxmoxNodeProps extends VirtualMachineSettings, TalosNodeProps {
  /** Proxmox VE host that the machine is made on. */
  readonly host: ProxmoxHost;
  /** Image that the system disk is made from; it must be on the host. */
  readonly image: ITalosImage;
  /**
   * Effect of a new image on the machine: with `Lifecycle.replace()` it is replaced, with all its disks, when its Talos
   * version or schematic changes. The same lifecycle as that of its cluster. Another one touches no machine.
   * @default Lifecycle.manual() - a new image never touches a machine that exists
   */
  readonly lifecycle?: Lifecycle;
}

/**
 * One Talos machine as a virtual machine on a Proxmox VE host.
 *
 * It boots the image with its own static address, and waits there for its Talos configuration. What JSON can prevent of
 * the provider's dangers is prevented here: a foreign machine with the same id, disks in another order, a restart or a
 * loss through a new image.
 */
export class ProxmoxNode extends Construct implements ITalosNode, IProxmoxMachine {
  /** Name of the machine, in Talos, in Kubernetes and in Proxmox VE. */
  public readonly hostname: string;
  /** Role of the machine in the cluster. */
  public readonly machineType: `${MachineType}`;
  /** The machine's own IP address, without prefix. */
  public readonly address: string;
  /** Container image that an upgrade of the machine pulls. */
  public readonly installerImage: string;
  /** Talos settings of the machine. */
  public readonly machine: MachineSettings;
  /** The virtual machine, with every default filled in. */
  public readonly settings: ResolvedVirtualMachine;
  /** Proxmox VE host that the machine is made on. */
  public readonly host: ProxmoxHost;
  /** The virtual machine, to depend on. */
  public readonly ready: ITerraformDependable;
  /** @internal */
  public readonly _replacementTriggers: readonly string[];
  private readonly virtualMachine: VirtualEnvironmentVm;

  /**
   * @throws one error with a line for each fault, such as a slot that two disks have
   */
  constructor(scope: Construct, id: string, props: ProxmoxNodeProps) {
    super(scope, id);
    const { host, image, lifecycle = Lifecycle.manual(), ...settings } = props;
    checkStack(this, [
      {
        setting: 'host.provider',
        value: host.provider,
        instead: 'make a ProxmoxEndpoint in this stack and take its host',
      },
    ]);
    const { talos, virtualMachine } = partsOf(settings);
    const installDisk = image._bootRoute === BootRoute.ISO ? systemDiskPath(virtualMachine.osDisk?.bus) : undefined;
    const names = { cluster: TerraformStack.of(this).node.id, hostname: talos.hostname ?? id };
    const machine = machineSettings(id, talos, { installDisk });
    if (!isChecked(props)) {
      checkNode(
        this,
        {
          form: placedVirtualMachineShape,
          rules: [...NODE_ADDRESS_RULES, ...VIRTUAL_MACHINE_RULES],
          knownAtSynth: KNOWN_AT_SYNTH,
        },
        placed(virtualMachine, machine, { host, image }),
        talos,
      );
    }

    const { disks, watchdog, virtiofs } = virtualMachine;
    const watchdogSeconds = watchdog && resolvedWatchdog(watchdog).timeoutSeconds;
    const interfaces = cardInterfaces({ ...virtualMachine, dhcp: talos.dhcp }, names);
    const keySources = virtualKeySources(virtualMachine, image, talos.dhcp);
    const mounted = { volumes: mountedDisks(disks), shares: mountedShares(virtiofs) };
    this.machine = { ...machine, ...mounted, interfaces, watchdogSeconds, keySources };
    this.hostname = machine.hostname;
    this.machineType = machine.machineType;
    this.address = machine.address;
    this.installerImage = image.installerImage;
    this.host = host;
    this.settings = resolvedVirtualMachine(virtualMachine, {
      stackName: names.cluster,
      hostname: names.hostname,
      dhcp: talos.dhcp,
      machineType: machine.machineType,
      diskDatastoreId: host.diskDatastoreId,
      networkBridge: host.networkBridge,
      guestAgent: image.guestAgent,
      vlanId: talos.network.settings.vlanId,
    });
    this.virtualMachine = this.createVirtualMachine(image, lifecycle._replacesMachines);
    this.ready = this.virtualMachine;
    this._replacementTriggers = [resourceReference(this.virtualMachine, 'id')];
  }

  /** Id of the virtual machine, also when Proxmox VE chose it: a token then. */
  public get vmId(): number {
    return this.settings.vmId ?? this.virtualMachine.vmId;
  }

  /** Id of the virtual machine, as a token: not known while the machine is replaced. */
  public get vmIdText(): string {
    return this.virtualMachine.id;
  }

  private createVirtualMachine(image: ITalosImage, isReplacedWithImage: boolean): VirtualEnvironmentVm {
    const { machine, settings, host } = this;
    // made whether it is used or not: for OpenTofu a trigger that is new has changed, so a switch would replace the machine
    const bootImage = createReplacementTrigger(this, image);
    const config = renderVirtualMachine(settings, {
      host,
      image,
      machine,
      replaceTriggeredBy: isReplacedWithImage ? [resourceReference(bootImage)] : [],
      keptVolumes: createDiskVms(this, { hostname: machine.hostname, settings, host }),
      preconditions: vmIdPreconditions(this, host, settings.vmId, settings.stackTag),
    });
    return new VirtualEnvironmentVm(this, 'Resource', config);
  }
}

/** Props that say what the machine is, in two parts. */
interface PropsInParts {
  readonly talos: TalosNodeProps;
  readonly virtualMachine: VirtualMachineSettings;
}

function partsOf(settings: VirtualMachineSettings & TalosNodeProps): PropsInParts {
  const talos = talosOptionsOf(settings);
  const {
    hostname,
    machineType,
    address,
    dhcp,
    network,
    dnsServers,
    link,
    kubernetesVersion,
    configPatches,
    ...hardware
  } = withoutTalosOptions(settings);
  const rest: OnlyKeysOf<VirtualMachineSettings, typeof hardware> = hardware;
  const patches = configPatches === undefined || isLate(configPatches) ? [] : configPatches;
  const { holdsEphemeral = isEphemeralOnSystemDisk(ephemeralSelector(talos), patches), description } = rest;
  return {
    talos: {
      hostname,
      machineType,
      address,
      dhcp,
      network,
      dnsServers,
      link,
      kubernetesVersion,
      configPatches,
      ...talos,
    } satisfies TalosNodeProps,
    virtualMachine: { ...rest, description: lateText(description), holdsEphemeral },
  };
}

function placed(
  virtualMachine: VirtualMachineSettings,
  { hostname, machineType, address, dhcp, subnet, gateway, dnsServers, link }: MachineSettings,
  { host, image }: Pick<ProxmoxNodeProps, 'host' | 'image'>,
): PlacedVirtualMachine {
  const { endpointName, nodeName, diskDatastoreId, networkBridge } = host;
  const { platform, architecture, guestAgent, extraKernelArgs, secureBoot, _bootRoute: bootRoute } = image;
  return {
    ...virtualMachine,
    hostname,
    machineType,
    address,
    dhcp,
    network: { subnet, gateway },
    dnsServers,
    link,
    host: { endpointName, nodeName, diskDatastoreId, networkBridge },
    image: { platform, architecture, guestAgent, extraKernelArgs, bootRoute, secureBoot },
  };
}
