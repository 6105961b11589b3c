import { Architecture } from '../values/architecture';
import { normalizeIpAddress } from '../values/ip-address';
import { Platform } from '../values/platform';
import { networkWithoutRoute } from '../virtual-machine/network-rules';
import { withIpArgument } from './first-network';
import type { HostFacts, Hosts } from './hosts';
import type { Placement } from './placement/placement';
import { presetsOf, withPresetExtensions } from './presets';
import { type MachineVersions, type SpecReader, type Versions, writtenSchematic } from './versions';
import type { WrittenNode } from './written-nodes';

/** Facts about one machine that follow from the spec; one that is undefined is not known or not written. */
export interface NodeFacts extends WrittenNode, MachineVersions {
  /** Its own IP in normal spelling. */
  readonly address: string | undefined;
  /** Hosts that it may mean: exactly one in a good spec, none for a physical machine. */
  readonly hosts: readonly HostFacts[];
  /** Virtual or physical machine; undefined if its host is faulty. */
  readonly kind: 'virtual' | 'physical' | undefined;
  /** If it takes the update. */
  readonly isUpdating: boolean;
  /** Platform of its image. */
  readonly platform: `${Platform}`;
  /** Architecture of its image. */
  readonly architecture: `${Architecture}`;
  /** If that is another one than the cluster has. */
  readonly isOtherArchitecture: boolean;
}

/** Derives the facts about each machine, in the order of the file. */
export function nodeFacts(
  reader: SpecReader,
  written: readonly WrittenNode[],
  { current, update }: Versions,
  hosts: Hosts,
  placement: Placement,
): readonly NodeFacts[] {
  return written.map((node) => {
    const { options, spec } = node;
    const { address } = spec;
    const common = reader.spec.talos?.architecture ?? Architecture.AMD64;
    const { architecture = common } = options;
    const kind = kindOf(reader, node);
    const isUpdating = options.update ?? false;
    const planned = isUpdating ? update : current;
    const written = isFaulty(reader, node, 'schematic')
      ? undefined
      : writtenSchematic(reader, node.written('schematic'), options.schematic, planned.schematic);
    const schematic =
      written && withPresetExtensions(written, presetsOf(reader.spec, options), planned.talosVersion?.value);
    const network =
      kind === 'virtual' && options.dhcp !== true
        ? networkWithoutRoute({ address, network: reader.spec.network })
        : undefined;
    return {
      ...node,
      address: address === undefined ? undefined : normalizeIpAddress(address),
      hosts: options.host === undefined ? placement.hostsOf(node.name) : hosts.find(options.host),
      kind,
      isUpdating,
      talosVersion: planned.talosVersion,
      kubernetesVersion: planned.kubernetesVersion,
      schematic: schematic && network ? withIpArgument(schematic, network) : schematic,
      platform: reader.spec.talos?.platform ?? platformOf(kind),
      architecture,
      isOtherArchitecture: architecture !== common,
    };
  });
}

/** If nothing is known of a setting, wherever it may be written. */
function isFaulty({ isUncertain }: SpecReader, { places }: WrittenNode, key: string): boolean {
  return places.some((place) => isUncertain(...place, key));
}

function kindOf(reader: SpecReader, node: WrittenNode): NodeFacts['kind'] {
  if (node.options.host !== undefined || node.member !== undefined) return 'virtual';
  return isFaulty(reader, node, 'host') || node.machineType === undefined ? undefined : 'physical';
}

function platformOf(kind: NodeFacts['kind']): Platform {
  return kind === 'physical' ? Platform.METAL : Platform.NOCLOUD;
}
