import { Token } from 'cdktf';
import {
  architectureNotOfProxmox,
  cpuCoresOutOfRange,
  cpuTypeTooOld,
  diskNamesRepeated,
  diskSerialInvalid,
  diskSerialsRepeated,
  diskSizeNotWhole,
  diskSlotOutOfRange,
  diskSlotsRepeated,
  diskTooSmall,
  guestAgentUnused,
  guestAgentWithoutExtension,
  imageNotForVirtualMachines,
  ioThreadNotPossible,
  macAddressInvalid,
  memoryTooSmall,
  pciMappingMissing,
  ssdNotOnVirtio,
  startupNegative,
  tagsInvalid,
  tagsOfAnotherStack,
  tooManyPciDevices,
  vlanIdOutOfRange,
  vmIdOutOfRange,
  volumeWithoutDisk,
} from '../../../errors/constructs';
import { gatewayOutOfReach, ipArgumentMissing } from '../../../errors/gateways';
import type { MachineSettings } from '../../../machine-config/settings/machine';
import { Architecture } from '../../../values/architecture';
import { startsTalos } from '../../../values/cpu-type';
import { DiskBus } from '../../../values/disk-bus';
import { type FirstNetwork, ipArgument, isOutside } from '../../../values/gateway';
import { ipFamily, isIpAddress, isUnicast } from '../../../values/ip-address';
import { IpCidr } from '../../../values/ip-cidr';
import { MacAddress } from '../../../values/mac-address';
import { MachineType } from '../../../values/machine-type';
import { Platform } from '../../../values/platform';
import type { Rule } from '../../../values/rule';
import { MAX_CPU_CORES, MAX_PCI_DEVICES } from '../../../virtual-machine/limits';
import { MACHINE_RULES } from './machine-rules';
import { repeated } from '../../private/repeated';
import { type DiskFacts, mayHaveIoThread, type VirtualMachineFacts } from './virtual-machine-facts';

/** Below this Talos refuses to run; its own limit, 150 MiB under the documented one. */
const MINIMUM_MEMORY_MIB: Readonly<Record<MachineType, number>> = {
  [MachineType.CONTROL_PLANE]: 1698,
  [MachineType.WORKER]: 874,
};
const MINIMUM_DISK_GIB = 6;
const LAST_SLOT: Readonly<Record<DiskBus, number>> = { [DiskBus.SCSI]: 30, [DiskBus.VIRTIO]: 15, [DiskBus.SATA]: 5 };

/** What must hold for a virtual machine. */
export const VIRTUAL_MACHINE_RULES: readonly Rule<VirtualMachineFacts>[] = [
  ...MACHINE_RULES.map((rule): Rule<VirtualMachineFacts> => ({
    condition: ({ machine }) => rule.condition(machine),
    message: ({ machine }) => rule.message(machine),
  })),
  {
    condition: ({ machine }) => outsideGateway(machine, 6) === undefined,
    message: ({ machine: { gateway = '', subnet } }) => `gateway: ${gatewayOutOfReach(gateway, subnet)}`,
  },
  {
    condition: ({ machine, image }) =>
      outsideGateway(machine, 4) === undefined || image.extraKernelArgs.includes(ipArgumentOf(machine)),
    message: ({ machine }) => ipArgumentMissing(machine.gateway ?? '', machine.subnet, ipArgumentOf(machine)),
  },
  {
    condition: ({ vmId }) => vmId === undefined || isWithin(vmId, 100, 999_999_999),
    message: ({ vmId }) => vmIdOutOfRange(vmId ?? 0),
  },
  {
    condition: ({ image }) => image.platform === Platform.NOCLOUD,
    message: ({ image }) => imageNotForVirtualMachines(image.platform),
  },
  {
    condition: ({ image }) => image.architecture === Architecture.AMD64,
    message: ({ image }) => architectureNotOfProxmox(image.architecture),
  },
  {
    condition: ({ guestAgent, image }) => !guestAgent || image.guestAgent,
    message: guestAgentWithoutExtension,
  },
  {
    condition: ({ guestAgent, image }) => guestAgent || !image.guestAgent,
    message: guestAgentUnused,
  },
  {
    condition: ({ cpuCores }) => isWithin(cpuCores, 1, MAX_CPU_CORES),
    message: ({ cpuCores }) => cpuCoresOutOfRange(cpuCores),
  },
  {
    condition: ({ cpuType }) => Token.isUnresolved(cpuType) || startsTalos(cpuType),
    message: ({ cpuType }) => cpuTypeTooOld(cpuType),
  },
  {
    condition: ({ machine, memoryMiB }) => isWithin(memoryMiB, MINIMUM_MEMORY_MIB[machine.machineType], Infinity),
    message: ({ machine, memoryMiB }) =>
      memoryTooSmall(machine.machineType, MINIMUM_MEMORY_MIB[machine.machineType], memoryMiB),
  },
  {
    condition: ({ diskGiB, holdsEphemeral }) => isWithin(diskGiB, holdsEphemeral ? MINIMUM_DISK_GIB : 1, Infinity),
    message: ({ diskGiB }) => diskTooSmall(MINIMUM_DISK_GIB, diskGiB),
  },
  {
    condition: ({ allDisks }) => repeated(allDisks.map(({ name }) => name)).length === 0,
    message: ({ allDisks }) => diskNamesRepeated(repeated(allDisks.map(({ name }) => name))),
  },
  {
    condition: ({ allDisks }) => repeated(allDisks.map(({ slot }) => slot)).length === 0,
    message: ({ allDisks }) => diskSlotsRepeated(repeated(allDisks.map(({ slot }) => slot))),
  },
  forDataDisks(
    ({ sizeGiB }) => isWithin(sizeGiB, 1, Infinity),
    ({ name, sizeGiB }) => diskSizeNotWhole(name, sizeGiB),
  ),
  forDataDisks(
    ({ slot, bus }) => slot === 0 || isWithin(slot, 1, LAST_SLOT[bus]),
    ({ name, slot, bus }) => diskSlotOutOfRange(name, bus, LAST_SLOT[bus], slot),
  ),
  forDataDisks(
    ({ serial = '' }) => /^[A-Za-z0-9_-]{1,20}$/.test(serial),
    ({ name, serial = '' }) => diskSerialInvalid(name, serial),
  ),
  {
    condition: ({ allDisks }) => repeated(serialsOf(allDisks)).length === 0,
    message: ({ allDisks }) => diskSerialsRepeated(repeated(serialsOf(allDisks))),
  },
  forAllDisks(
    ({ ssd, bus }) => !ssd || bus !== 'virtio',
    ({ name }) => ssdNotOnVirtio(name),
  ),
  forAllDisks(
    ({ ioThread, bus }, { scsiHardware }) => !ioThread || mayHaveIoThread(bus, scsiHardware),
    ({ name, bus }, { scsiHardware }) => ioThreadNotPossible(name, bus, scsiHardware),
  ),
  {
    condition: (facts) => volumesWithoutDisk(facts).length === 0,
    message: (facts) => volumeWithoutDisk(volumesWithoutDisk(facts)),
  },
  {
    condition: ({ macAddress }) =>
      macAddress === undefined || Token.isUnresolved(macAddress) || MacAddress.isValid(macAddress),
    message: ({ macAddress = '' }) => macAddressInvalid(macAddress),
  },
  {
    condition: ({ vlanId }) => vlanId === undefined || isWithin(vlanId, 1, 4094),
    message: ({ vlanId }) => vlanIdOutOfRange(vlanId ?? 0),
  },
  {
    condition: ({ tags }) => tags.every(isTag),
    message: ({ tags }) => tagsInvalid(tags.filter((tag) => !isTag(tag))),
  },
  {
    condition: (facts) => tagsOfOthers(facts).length === 0,
    message: (facts) => tagsOfAnotherStack(tagsOfOthers(facts), facts.stackTag),
  },
  {
    condition: ({ pciDevices }) => pciDevices.length <= MAX_PCI_DEVICES,
    message: ({ pciDevices }) => tooManyPciDevices(pciDevices.length),
  },
  {
    condition: ({ pciDevices }) => pciDevices.every(({ mapping }) => mapping !== ''),
    message: pciMappingMissing,
  },
  {
    condition: ({ startup = {} }) =>
      [startup.order, startup.upDelaySeconds, startup.downDelaySeconds].every(
        (value) => value === undefined || isWithin(value, 0, Infinity),
      ),
    message: startupNegative,
  },
];

function forAllDisks(
  condition: (disk: DiskFacts, facts: VirtualMachineFacts) => boolean,
  message: (disk: DiskFacts, facts: VirtualMachineFacts) => string,
): Rule<VirtualMachineFacts> {
  const broken = (facts: VirtualMachineFacts) => facts.allDisks.filter((disk) => !condition(disk, facts));
  return {
    condition: (facts) => broken(facts).length === 0,
    message: (facts) =>
      broken(facts)
        .map((disk) => message(disk, facts))
        .join('; '),
  };
}

function forDataDisks(
  condition: (disk: DiskFacts) => boolean,
  message: (disk: DiskFacts) => string,
): Rule<VirtualMachineFacts> {
  return forAllDisks((disk, { allDisks }) => disk === allDisks[0] || condition(disk), message);
}

/** The network of a machine whose gateway lies outside of it, as far as that is known at synth. */
function outsideGateway({ address, gateway = '', subnet }: MachineSettings, family: 4 | 6): FirstNetwork | undefined {
  if (!isIpAddress(address) || !isIpAddress(gateway) || !IpCidr.isValid(subnet)) return undefined;
  const network = IpCidr.of(subnet);
  const isGateway = network.family === family && ipFamily(gateway) === family && isUnicast(gateway);
  return isGateway && isOutside(gateway, network) ? { address, gateway, subnet: network } : undefined;
}

function ipArgumentOf({ address, gateway = '', subnet }: MachineSettings): string {
  return ipArgument({ address, gateway, subnet: IpCidr.of(subnet) });
}

function isWithin(value: number, minimum: number, maximum: number): boolean {
  return Token.isUnresolved(value) || (Number.isInteger(value) && value >= minimum && value <= maximum);
}

function isTag(tag: string): boolean {
  return /^[a-z0-9_][a-z0-9_.+-]*$/.test(tag);
}

function tagsOfOthers({ tags, stackTag }: VirtualMachineFacts): readonly string[] {
  return tags.filter((tag) => tag.startsWith('stack-') && tag !== stackTag);
}

function serialsOf(disks: readonly DiskFacts[]): readonly string[] {
  return disks.flatMap(({ serial }) => serial ?? []);
}

function volumesWithoutDisk({ machine, allDisks }: VirtualMachineFacts): readonly string[] {
  const serials = serialsOf(allDisks);
  return (machine.volumes ?? []).filter(({ serial }) => !serials.includes(serial)).map(({ serial }) => serial);
}
