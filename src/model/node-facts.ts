import type { NodeSpec } from '../cluster-file/node-settings';
import type { Draft } from '../values/draft';
import { Architecture } from '../values/architecture';
import { normalizeIpAddress } from '../values/ip-address';
import type { MachineType } from '../values/machine-type';
import { Platform } from '../values/platform';
import type { Path } from '../values/path';
import { networkWithoutRoute } from '../virtual-machine/network-rules';
import { withIpArgument } from './first-network';
import type { HostFacts, Hosts } from './hosts';
import { nodeOptions, type WrittenOptions } from './node-options';
import { type MachineVersions, type Versions, type SpecReader, writtenSchematic } from './versions';

/** Facts about one machine that follow from the spec; one that is undefined is not known or not written. */
export interface NodeFacts extends WrittenOptions, MachineVersions {
  /** Hostname. */
  readonly name: string;
  /** Where the machine is written. */
  readonly path: Path;
  /** Its settings there. */
  readonly spec: Draft<NodeSpec>;
  /** Role in the cluster. */
  readonly machineType: `${MachineType}` | undefined;
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
}

/** Derives the facts about each machine, in the order of the file. */
export function nodeFacts(reader: SpecReader, { current, update }: Versions, hosts: Hosts): readonly NodeFacts[] {
  const nodes: Readonly<Record<string, Draft<NodeSpec> | undefined>> = reader.spec.nodes ?? {};
  return Object.entries(nodes).map(([name, node = {}]) => {
    const { machineType, address } = node;
    const defaults = machineType && reader.spec.nodeDefaults?.[machineType];
    const { options, written } = nodeOptions(name, node, machineType, defaults);
    const kind = kindOf(reader, name, machineType, options.host);
    const isUpdating = options.update ?? false;
    const planned = isUpdating ? update : current;
    const schematic = isFaulty(reader, name, machineType, 'schematic')
      ? undefined
      : writtenSchematic(reader, written('schematic'), options.schematic, planned.schematic);
    const network = kind === 'virtual' ? networkWithoutRoute({ address, network: reader.spec.network }) : undefined;
    return {
      name,
      path: ['nodes', name],
      spec: node,
      options,
      written,
      machineType,
      address: address === undefined ? undefined : normalizeIpAddress(address),
      hosts: options.host === undefined ? [] : hosts.find(options.host),
      kind,
      isUpdating,
      talosVersion: planned.talosVersion,
      kubernetesVersion: planned.kubernetesVersion,
      schematic: schematic && network ? withIpArgument(schematic, network) : schematic,
      platform: reader.spec.talos?.platform ?? platformOf(kind),
      architecture: reader.spec.talos?.architecture ?? Architecture.AMD64,
    };
  });
}

/** If nothing is known of a setting, at the machine or under its defaults. */
function isFaulty({ isUncertain }: SpecReader, name: string, machineType: string | undefined, key: string): boolean {
  return isUncertain('nodes', name, key) || isUncertain('nodeDefaults', machineType ?? '', key);
}

function kindOf(
  reader: SpecReader,
  name: string,
  machineType: string | undefined,
  host: string | undefined,
): NodeFacts['kind'] {
  if (host !== undefined) return 'virtual';
  return isFaulty(reader, name, machineType, 'host') || machineType === undefined ? undefined : 'physical';
}

function platformOf(kind: NodeFacts['kind']): Platform {
  return kind === 'physical' ? Platform.METAL : Platform.NOCLOUD;
}
