import { BootRoute } from '../values/boot-route';
import type { Draft } from '../values/draft';
import type { Path } from '../values/path';
import {
  type KnownSettings,
  type PartRule,
  rulesOfParts,
  type SettingRule,
  type SettingRules,
} from '../values/setting-rule';
import { DEFAULT_QEMU_MACHINE, isQ35 } from './hardware';
import {
  cpuFlagTwice,
  driveTaken,
  memoryGoesAway,
  minimumAboveMemory,
  minimumTooSmall,
  nothingOfFirmware,
  pcieNeedsQ35,
  serialWithoutUuid,
  vgaWithoutMemory,
  vgaWithoutSerial,
} from './hardware-faults';
import { CDROM_DRIVE, DEFAULT_MEMORY_MIB, MEMORY } from './limits';
import { serialTaken } from './faults';
import type { PlacedVirtualMachine } from './placed';
import { SYSTEM_DISK_SERIAL } from './volumes';
import { DEFAULT_BUS } from './resolved';
import type { DiskOptions } from './disk-settings';

type Known = KnownSettings<PlacedVirtualMachine>;

/** Cards without memory of their own. */
const WITHOUT_MEMORY: readonly string[] = ['serial0', 'none'];

const MEMORY_RULES: readonly SettingRule<PlacedVirtualMachine>[] = [
  {
    at: () => ['memoryMinimumMiB'],
    condition: (known) => minimumOf(known) <= memoryOf(known),
    message: (known) => minimumAboveMemory(minimumOf(known), memoryOf(known)),
  },
  {
    at: () => ['memoryMinimumMiB'],
    condition: ({ settings: { memoryMinimumMiB, machineType = 'worker' } }) =>
      memoryMinimumMiB === undefined || memoryMinimumMiB >= MEMORY[machineType].floorMiB,
    message: ({ settings: { memoryMinimumMiB = 0, machineType = 'worker' } }) =>
      minimumTooSmall(memoryMinimumMiB, MEMORY[machineType].role, MEMORY[machineType].floorMiB),
  },
  {
    at: () => ['memoryMinimumMiB'],
    severity: 'warning',
    condition: (known) => known.settings.memoryMinimumMiB === undefined || minimumOf(known) >= memoryOf(known),
    message: (known) => memoryGoesAway(minimumOf(known), memoryOf(known)),
  },
];

const DEVICE_RULES: readonly SettingRule<PlacedVirtualMachine>[] = [
  {
    at: () => ['vga', 'type'],
    condition: ({ settings: { vga, serialConsole } }) => vga?.type !== 'serial0' || serialConsole !== false,
    message: vgaWithoutSerial,
  },
  {
    at: () => ['vga', 'memoryMiB'],
    condition: ({ settings: { vga } }) => vga?.memoryMiB === undefined || !WITHOUT_MEMORY.includes(vga.type ?? ''),
    message: ({ settings: { vga } }) => vgaWithoutMemory(vga?.type ?? ''),
  },
  {
    at: () => ['firmwareDatastoreId'],
    condition: ({ settings: { firmwareDatastoreId, bios, tpm = false }, isUncertain }) =>
      firmwareDatastoreId === undefined || bios !== 'seabios' || tpm || isUncertain('tpm'),
    message: nothingOfFirmware,
  },
  {
    at: () => ['smbiosSerial'],
    condition: ({ settings: { smbiosSerial, smbiosUuid }, isUncertain }) =>
      smbiosSerial === undefined || smbiosUuid !== undefined || isUncertain('smbiosUuid'),
    message: serialWithoutUuid,
  },
  {
    at: () => ['cloudInitInterface'],
    condition: (known) => ownerOfDrive(known) === undefined,
    message: (known) => driveTaken(known.settings.cloudInitInterface ?? '', ownerOfDrive(known) ?? ''),
  },
];

/** A flag of the processor, and another form of it that stands before. */
interface WrittenFlag {
  readonly flag: string;
  readonly index: number;
  readonly before: string | undefined;
}

const FLAG_RULE: PartRule<WrittenFlag> = {
  at: ({ index }) => ['cpuFlags', index],
  condition: ({ before }) => before === undefined,
  message: ({ flag, before = '' }) => cpuFlagTwice(flag, before),
};

/** A device that is to be one of PCI Express. */
interface ExpressDevice {
  readonly index: number;
  readonly qemuMachine: string;
}

const EXPRESS_RULE: PartRule<ExpressDevice> = {
  at: ({ index }) => ['pciDevices', index, 'pcie'],
  condition: ({ qemuMachine }) => isQ35(qemuMachine),
  message: ({ qemuMachine }) => pcieNeedsQ35(qemuMachine),
};

/** A data disk by its serial number, on a machine whose system disk has one. */
interface SerialDisk {
  readonly place: Path;
  readonly serial: string;
}

const SERIAL_RULE: PartRule<SerialDisk> = {
  at: ({ place }) => place,
  condition: ({ serial }) => serial !== SYSTEM_DISK_SERIAL,
  message: ({ serial }) => serialTaken(serial, 'osDisk'),
};

/** Conditions between the hardware of a machine. */
export const HARDWARE_RULES: SettingRules<PlacedVirtualMachine> = [
  ...MEMORY_RULES,
  ...DEVICE_RULES,
  rulesOfParts(writtenFlags, [FLAG_RULE]),
  rulesOfParts(expressDevices, [EXPRESS_RULE]),
  rulesOfParts(serialDisks, [SERIAL_RULE]),
];

/** Nothing while it is not known. */
function minimumOf({ settings: { memoryMinimumMiB = 0 } }: Known): number {
  return memoryMinimumMiB;
}

/** More than any minimum while it is not known. */
function memoryOf({ settings: { memoryMiB }, isUncertain }: Known): number {
  return memoryMiB ?? (isUncertain('memoryMiB') ? Number.MAX_SAFE_INTEGER : DEFAULT_MEMORY_MIB);
}

function writtenFlags({ settings: { cpuFlags = [] } }: Known): readonly WrittenFlag[] {
  return cpuFlags.flatMap((flag, index) =>
    flag === undefined
      ? []
      : [{ flag, index, before: cpuFlags.slice(0, index).find((other) => other?.slice(1) === flag.slice(1)) }],
  );
}

function expressDevices({ settings, isUncertain }: Known): readonly ExpressDevice[] {
  const { pciDevices = [], qemuMachine = DEFAULT_QEMU_MACHINE } = settings;
  if (isUncertain('qemuMachine')) return [];
  return pciDevices.flatMap((device, index) => (device?.pcie === true ? [{ index, qemuMachine }] : []));
}

function serialDisks({ settings, isUncertain }: Known): readonly SerialDisk[] {
  const { image, disks = {} } = settings;
  if (image?.bootRoute !== BootRoute.ISO) return [];
  return Object.entries(disks).flatMap(([name, disk]) => {
    const place = ['disks', name, ...(disk?.serial === undefined ? [] : ['serial'])];
    return isUncertain('disks', name, 'serial') ? [] : [{ place, serial: disk?.serial ?? name }];
  });
}

/** The disk that is attached where the cloud-init data shall be. */
function ownerOfDrive({ settings, isUncertain }: Known): string | undefined {
  const { cloudInitInterface, osDisk, disks = {} } = settings;
  if (cloudInitInterface === undefined) return undefined;
  if (settings.image?.bootRoute === BootRoute.ISO && cloudInitInterface === CDROM_DRIVE) return 'the CD-ROM';
  const isThere = (slot: number | undefined, disk: Draft<DiskOptions> | undefined, place: readonly string[]): boolean =>
    slot !== undefined && !isUncertain(...place, 'bus') && cloudInitInterface === `${disk?.bus ?? DEFAULT_BUS}${slot}`;
  if (isThere(0, osDisk, ['osDisk'])) return 'the system disk';
  const owner = Object.entries(disks).find(([name, disk]) => isThere(disk?.slot, disk, ['disks', name]));
  return owner && `the disk ${owner[0]}`;
}
