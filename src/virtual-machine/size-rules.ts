import type { KnownSettings, SettingRule } from '../values/setting-rule';
import {
  diskLarge,
  diskSmall,
  diskTooSmall,
  diskWithoutEphemeral,
  memoryLarge,
  memorySmall,
  memoryTooSmall,
} from './faults';
import {
  LARGE_MEMORY_MIB,
  LARGE_SYSTEM_DISK_GIB,
  MEMORY,
  type MemoryNeed,
  SYSTEM_DISK_ADVISED_GIB as ADVISED,
  SYSTEM_DISK_FLOOR_GIB as FLOOR,
} from './limits';
import type { PlacedVirtualMachine } from './placed';

type Known = KnownSettings<PlacedVirtualMachine>;

/** Conditions of memory and system disk. */
export const SIZE_RULES: readonly SettingRule<PlacedVirtualMachine>[] = [
  {
    at: () => ['memoryMiB'],
    condition: (known) => hasMemory(known, 'floorMiB'),
    message: (known: Known): string => {
      const { role, floorMiB, advisedMiB } = needOf(known);
      return memoryTooSmall(known.settings.memoryMiB ?? 0, role, floorMiB, advisedMiB);
    },
  },
  {
    at: () => ['memoryMiB'],
    severity: 'warning',
    condition: (known) => !hasMemory(known, 'floorMiB') || hasMemory(known, 'advisedMiB'),
    message: (known) => memorySmall(known.settings.memoryMiB ?? 0, needOf(known).role, needOf(known).advisedMiB),
  },
  {
    at: () => ['memoryMiB'],
    severity: 'warning',
    condition: ({ settings: { memoryMiB = 0 } }) => memoryMiB < LARGE_MEMORY_MIB,
    message: ({ settings: { memoryMiB = 0 } }) => memoryLarge(memoryMiB),
  },
  {
    at: () => ['diskGiB'],
    condition: (known) => diskOf(known) >= FLOOR || !holdsEphemeral(known),
    message: (known) => diskTooSmall(diskOf(known), FLOOR, ADVISED),
  },
  {
    at: () => ['diskGiB'],
    severity: 'warning',
    condition: (known) => diskOf(known) < FLOOR || diskOf(known) >= ADVISED || !holdsEphemeral(known),
    message: (known) => diskSmall(diskOf(known), ADVISED),
  },
  {
    at: () => ['diskGiB'],
    severity: 'advice',
    condition: (known) => diskOf(known) >= FLOOR || holdsEphemeral(known),
    message: (known) => diskWithoutEphemeral(diskOf(known), FLOOR),
  },
  {
    at: () => ['diskGiB'],
    severity: 'warning',
    condition: (known) => diskOf(known) < LARGE_SYSTEM_DISK_GIB,
    message: (known) => diskLarge(diskOf(known), 'diskGiB'),
  },
];

function needOf({ settings: { machineType = 'worker' } }: Known): MemoryNeed {
  return MEMORY[machineType];
}

function hasMemory(known: Known, need: 'floorMiB' | 'advisedMiB'): boolean {
  const { memoryMiB } = known.settings;
  return memoryMiB === undefined || memoryMiB >= needOf(known)[need];
}

function diskOf({ settings: { diskGiB = ADVISED } }: Known): number {
  return diskGiB;
}

function holdsEphemeral({ settings }: Known): boolean {
  return settings.holdsEphemeral ?? true;
}
