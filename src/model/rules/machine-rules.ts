import { updateIsManual, updateWithoutTarget } from './machine-faults';
import { ephemeralSelector, isEphemeralOnSystemDisk } from '../../machine-config/patches/ephemeral-volume';
import type { Draft } from '../../values/draft';
import type { Path } from '../../values/path';
import { QEMU_GUEST_AGENT } from '../../values/schematic/schematic';
import type { PlacedVirtualMachine } from '../../virtual-machine/placed';
import { TAG_RULES, VIRTUAL_MACHINE_RULES } from '../../virtual-machine/rules';
import type { SpecFacts } from '../spec-facts';
import type { ConfigPatches } from '../config-patches';
import type { Findings, SpecRule } from '../findings';
import type { NodeFacts } from '../node-facts';
import type { NodeOptions } from '../node-options';
import { virtualMachineOf } from '../virtual-machine';

const UPDATE_RULES: readonly SpecRule<NodeFacts & { readonly cluster: SpecFacts }>[] = [
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

/** Checks each virtual machine, its disks and its image, and the update of each machine. */
export function checkMachines(cluster: SpecFacts, patches: ConfigPatches, findings: Findings): void {
  const { nodes, spec, isUncertain } = cluster;
  for (const node of nodes.filter(({ kind }) => kind !== 'physical')) {
    const placeOf = (at: Path): Path => placeOfSetting(node, at);
    const known = {
      settings: placedVirtualMachine(node, cluster, patches),
      isUncertain: (...at: Path) => placesOf(node, at).some((place) => isUncertain(...place)),
    };
    findings.checkPlacedSettings(VIRTUAL_MACHINE_RULES, known, placeOf);
  }
  findings.checkSettings(TAG_RULES, { settings: spec.proxmox ?? {}, isUncertain }, ['proxmox']);
  findings.check(
    UPDATE_RULES,
    nodes.map((node) => ({ ...node, cluster })),
  );
}

function placedVirtualMachine(
  node: NodeFacts,
  { spec: { network, talos, machine } }: SpecFacts,
  patches: ConfigPatches,
): Draft<PlacedVirtualMachine> {
  const { name, spec, options, machineType, platform, architecture, schematic } = node;
  return {
    ...virtualMachineOf(options),
    hostname: name,
    machineType,
    address: spec.address,
    dhcp: options.dhcp,
    network: { subnet: network?.subnet, gateway: network?.gateway },
    image: {
      platform,
      architecture,
      guestAgent: schematic?.value.hasExtension(QEMU_GUEST_AGENT),
      extraKernelArgs: schematic?.value.content.extraKernelArgs,
      bootRoute: talos?.bootRoute,
      secureBoot: talos?.secureBoot,
    },
    holdsEphemeral: isEphemeralOnSystemDisk(ephemeralSelector(node.options, machine), patches.of(node)),
  };
}

/** Where a setting of a virtual machine is written. */
function placeOfSetting({ written, schematic, isOtherArchitecture }: NodeFacts, at: Path): Path {
  const [key, ...rest] = at;
  if (key === 'network') return at;
  if (key === 'image' && rest[0] === 'architecture' && isOtherArchitecture) return written('architecture');
  if (key === 'image') {
    return rest[0] === 'extraKernelArgs' ? [...(schematic?.path ?? []), ...rest] : ['talos', ...rest];
  }
  const setting = key as keyof NodeOptions;
  // lists of several places are joined, and a disk stands in one place as a whole
  if (setting === 'tags') return written(setting);
  if (setting === 'disks') return [...written(setting, ...rest.slice(0, 1)), ...rest.slice(1)];
  return written(setting, ...rest);
}

/** Every place that a setting may be written at. */
function placesOf(node: NodeFacts, at: Path): readonly Path[] {
  return [placeOfSetting(node, at), ...node.places.map((place) => [...place, ...at])];
}
