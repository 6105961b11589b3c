import { platformNotForVirtualMachines } from '../errors/platforms';
import { startsTalos } from '../values/cpu-type';
import { DISK_VM_TAG } from '../values/disk-volume';
import type { Path } from '../values/path';
import { QEMU_GUEST_AGENT } from '../values/schematic/schematic';
import {
  type KnownSettings,
  type PartRule,
  rulesOfParts,
  type SettingRule,
  type SettingRules,
} from '../values/setting-rule';
import { DISK_RULES } from './disk-rules';
import { DISK_VOLUME_RULES } from './disk-volume-rules';
import {
  architectureNotOfProxmox,
  cpuTypeTooOld,
  extensionWithoutGuestAgent,
  guestAgentWithoutExtension,
  notAdvised,
  reservedTag,
  tagOfDiskVms,
} from './faults';
import { HARDWARE_RULES } from './hardware-rules';
import { NETWORK_DEVICE_RULES } from './network-device-rules';
import { FIRST_NETWORK_RULES } from './network-rules';
import type { PlacedVirtualMachine } from './placed';
import { STACK_TAG_PREFIX } from './resolved';
import { SECURE_BOOT_RULES } from './secure-boot-rules';
import type { VirtualMachineSettings } from './settings';
import { SIZE_RULES } from './size-rules';
import { VIRTIOFS_RULES } from './virtiofs-rules';

const IMAGE_RULES: readonly SettingRule<PlacedVirtualMachine>[] = [
  {
    at: () => ['image', 'platform'],
    condition: ({ settings: { image } }) => image?.platform === undefined || image.platform === 'nocloud',
    message: ({ settings: { image } }) => platformNotForVirtualMachines(image?.platform ?? ''),
  },
  {
    at: () => ['image', 'architecture'],
    condition: ({ settings: { image } }) => image?.architecture === undefined || image.architecture === 'amd64',
    message: ({ settings: { image } }) => architectureNotOfProxmox(image?.architecture ?? ''),
  },
  {
    at: () => ['guestAgent'],
    condition: ({ settings: { guestAgent, image } }) => guestAgent !== true || image?.guestAgent !== false,
    message: () => guestAgentWithoutExtension(QEMU_GUEST_AGENT),
  },
  {
    at: () => ['guestAgent'],
    condition: ({ settings: { guestAgent, image } }) => guestAgent !== false || image?.guestAgent !== true,
    message: () => extensionWithoutGuestAgent(QEMU_GUEST_AGENT),
  },
];

const ADVISED_RULES: readonly SettingRule<VirtualMachineSettings>[] = [
  {
    at: () => ['cpuType'],
    condition: ({ settings: { cpuType = 'host' } }) => startsTalos(cpuType),
    message: ({ settings: { cpuType = '' } }) => cpuTypeTooOld(cpuType),
  },
  {
    at: () => ['bios'],
    severity: 'advice',
    condition: ({ settings: { bios } }) => bios !== 'seabios',
    message: ({ settings: { bios = '' } }) => notAdvised(bios, 'ovmf', 'Talos asks for UEFI'),
  },
  {
    at: () => ['scsiHardware'],
    severity: 'advice',
    condition: ({ settings: { scsiHardware } }) => scsiHardware !== 'virtio-scsi-single',
    message: ({ settings: { scsiHardware = '' } }) =>
      notAdvised(scsiHardware, 'virtio-scsi-pci', 'bootstraps of Talos were seen to hang with the other'),
  },
];

/** A tag, and where it stands. */
interface PlacedTag {
  readonly tag: string;
  readonly place: Path;
}

const RESERVED_TAGS: readonly PartRule<PlacedTag>[] = [
  {
    at: ({ place }) => place,
    condition: ({ tag }) => !tag.toLowerCase().startsWith(STACK_TAG_PREFIX),
    message: ({ tag }) => reservedTag(tag),
  },
  {
    at: ({ place }) => place,
    condition: ({ tag }) => tag.toLowerCase() !== DISK_VM_TAG,
    message: ({ tag }) => tagOfDiskVms(tag),
  },
];

/** Conditions of the tags of machines. */
export const TAG_RULES: SettingRules<Pick<VirtualMachineSettings, 'tags'>> = [rulesOfParts(placedTags, RESERVED_TAGS)];

/** Conditions of a virtual machine, its disks and what stands around it. */
export const VIRTUAL_MACHINE_RULES: SettingRules<PlacedVirtualMachine> = [
  ...FIRST_NETWORK_RULES,
  ...IMAGE_RULES,
  ...ADVISED_RULES,
  ...HARDWARE_RULES,
  ...SECURE_BOOT_RULES,
  ...SIZE_RULES,
  ...DISK_RULES,
  ...DISK_VOLUME_RULES,
  ...NETWORK_DEVICE_RULES,
  ...TAG_RULES,
  ...VIRTIOFS_RULES,
];

function placedTags({
  settings: { tags = [] },
}: KnownSettings<Pick<VirtualMachineSettings, 'tags'>>): readonly PlacedTag[] {
  return tags.flatMap((tag, index) => (tag === undefined ? [] : [{ tag, place: ['tags', index] }]));
}
