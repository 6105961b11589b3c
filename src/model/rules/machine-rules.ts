import {
  architectureOfPhysicalMachines,
  cpuTypeTooOld,
  diskSmall,
  diskTooSmall,
  diskWithoutEphemeral,
  extensionWithoutGuestAgent,
  guestAgentWithoutExtension,
  memorySmall,
  memoryTooSmall,
  notAdvised,
  reservedTag,
  updateIsManual,
  updateWithoutTarget,
} from '../../errors/rules';
import { Architecture } from '../../values/architecture';
import { startsTalos } from '../../values/cpu-type';
import { MachineType } from '../../values/machine-type';
import { QEMU_GUEST_AGENT } from '../../values/schematic/schematic';
import { isEphemeralOnSystemDisk } from '../../machine-config/patches/ephemeral-volume';
import type { ClusterFacts } from '../cluster-facts';
import type { ConfigPatches } from '../config-patches';
import type { Findings, SpecRule } from '../findings';
import type { Path } from '../../values/path';
import type { NodeFacts } from '../node-facts';

/** Memory that Talos starts with, and memory that it asks for, in MiB. */
const MEMORY: Readonly<Record<MachineType, { role: string; floor: number; advised: number }>> = {
  [MachineType.CONTROL_PLANE]: { role: 'a control plane', floor: 1698, advised: 2048 },
  [MachineType.WORKER]: { role: 'a worker', floor: 874, advised: 1024 },
};

/** System disk that Talos fits on, and one that it asks for, in GiB. */
const DISK = { floor: 6, advised: 10 };

/** A virtual machine, and whether Talos makes the volume EPHEMERAL on its system disk. */
interface SizedNode extends NodeFacts {
  readonly holdsEphemeral: boolean;
}

const RULES: readonly SpecRule<SizedNode>[] = [
  {
    path: ({ written }) => written('cpuType'),
    condition: ({ options: { cpuType = 'host' } }) => startsTalos(cpuType),
    message: ({ options: { cpuType = '' } }) => cpuTypeTooOld(cpuType),
  },
  {
    path: ({ written }) => written('memoryMiB'),
    condition: (node) => hasMemory(node, memoryOf(node).floor),
    message: (node) => {
      const { role, floor, advised } = memoryOf(node);
      return memoryTooSmall(node.options.memoryMiB ?? 0, role, floor, advised);
    },
  },
  {
    path: ({ written }) => written('memoryMiB'),
    severity: 'warning',
    condition: (node) => !hasMemory(node, memoryOf(node).floor) || hasMemory(node, memoryOf(node).advised),
    message: (node) => memorySmall(node.options.memoryMiB ?? 0, memoryOf(node).role, memoryOf(node).advised),
  },
  {
    path: ({ written }) => written('diskGiB'),
    condition: ({ options: { diskGiB = DISK.advised }, holdsEphemeral }) => diskGiB >= DISK.floor || !holdsEphemeral,
    message: ({ options }) => diskTooSmall(options.diskGiB ?? 0, DISK.floor, DISK.advised),
  },
  {
    path: ({ written }) => written('diskGiB'),
    severity: 'warning',
    condition: ({ options: { diskGiB = DISK.advised }, holdsEphemeral }) =>
      diskGiB < DISK.floor || diskGiB >= DISK.advised || !holdsEphemeral,
    message: ({ options }) => diskSmall(options.diskGiB ?? 0, DISK.advised),
  },
  {
    path: ({ written }) => written('diskGiB'),
    severity: 'advice',
    condition: ({ options: { diskGiB = DISK.advised }, holdsEphemeral }) => diskGiB >= DISK.floor || holdsEphemeral,
    message: ({ options }) => diskWithoutEphemeral(options.diskGiB ?? 0, DISK.floor),
  },
  {
    path: ({ written }) => written('guestAgent'),
    condition: (node) => node.options.guestAgent !== true || hasGuestAgent(node) !== false,
    message: () => guestAgentWithoutExtension(QEMU_GUEST_AGENT),
  },
  {
    path: ({ written }) => written('guestAgent'),
    condition: (node) => node.options.guestAgent !== false || hasGuestAgent(node) !== true,
    message: () => extensionWithoutGuestAgent(QEMU_GUEST_AGENT),
  },
];

const UPDATE_RULES: readonly SpecRule<NodeFacts & { readonly cluster: ClusterFacts }>[] = [
  {
    path: ({ written }) => written('update'),
    condition: ({ isUpdating, cluster: { spec, isUncertain } }) =>
      !isUpdating ||
      spec.talos?.update !== undefined ||
      spec.kubernetes?.update !== undefined ||
      isUncertain('talos', 'update') ||
      isUncertain('kubernetes', 'update'),
    message: updateWithoutTarget,
  },
  {
    path: ({ written }) => written('update'),
    severity: 'warning',
    condition: ({ isUpdating, cluster: { spec, isUncertain } }) =>
      !isUpdating || spec.talos?.update === undefined || spec.lifecycle === 'replace' || isUncertain('lifecycle'),
    message: ({ name }) => updateIsManual(name),
  },
];

const ARCHITECTURE_RULE: SpecRule<NodeFacts> = {
  path: () => ['talos', 'architecture'],
  condition: ({ architecture }) => architecture === Architecture.AMD64,
  message: ({ architecture, name }) => architectureOfPhysicalMachines(architecture, name),
};

/** A setting that is written somewhere. */
interface Setting {
  readonly path: Path;
  readonly got: string | undefined;
}

const FIRMWARE_RULE: SpecRule<Setting> = {
  path: ({ path }) => path,
  severity: 'advice',
  condition: ({ got }) => got !== 'seabios',
  message: ({ got }) => notAdvised(got ?? '', 'ovmf', 'Talos asks for UEFI'),
};

const CONTROLLER_RULE: SpecRule<Setting> = {
  path: ({ path }) => path,
  severity: 'advice',
  condition: ({ got }) => got !== 'virtio-scsi-single',
  message: ({ got }) =>
    notAdvised(got ?? '', 'virtio-scsi-pci', 'bootstraps of Talos were seen to hang with the other'),
};

const TAG_RULE: SpecRule<Setting> = {
  path: ({ path }) => path,
  condition: ({ got = '' }) => !got.toLowerCase().startsWith('stack-'),
  message: ({ got }) => reservedTag(got ?? ''),
};

/** Checks sizes, guest agent, firmware, tags and update of each machine. */
export function checkMachines(cluster: ClusterFacts, patches: ConfigPatches, findings: Findings): void {
  const { nodes, spec } = cluster;
  const virtual = nodes.filter(({ kind }) => kind === 'virtual');
  findings.check(
    RULES,
    virtual.map((node) => ({
      ...node,
      holdsEphemeral: isEphemeralOnSystemDisk(patches.of(node.name, node.machineType ?? '')),
    })),
  );
  findings.check([ARCHITECTURE_RULE], virtual.slice(0, 1));
  findings.check(
    UPDATE_RULES,
    nodes.map((node) => ({ ...node, cluster })),
  );
  findings.check(
    [FIRMWARE_RULE],
    nodes.map(({ options, written }) => ({ path: written('bios'), got: options.bios })),
  );
  findings.check(
    [CONTROLLER_RULE],
    nodes.map(({ options, written }) => ({ path: written('scsiHardware'), got: options.scsiHardware })),
  );
  findings.check(
    [TAG_RULE],
    [
      ...(spec.proxmox?.tags ?? []).map((got, index) => ({ path: ['proxmox', 'tags', index], got })),
      ...nodes.flatMap(({ options, written }) => (options.tags ?? []).map((got) => ({ path: written('tags'), got }))),
    ],
  );
}

function memoryOf({ machineType }: NodeFacts) {
  return MEMORY[machineType ?? MachineType.WORKER];
}

function hasMemory({ options: { memoryMiB } }: NodeFacts, floor: number): boolean {
  return memoryMiB === undefined || memoryMiB >= floor;
}

/** Whether the image has the extension; undefined if the image is not known. */
function hasGuestAgent({ schematic }: NodeFacts): boolean | undefined {
  return schematic?.value.hasExtension(QEMU_GUEST_AGENT);
}
