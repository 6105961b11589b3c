import type { MachineKindSpec, NodeSpec } from '../cluster-file/node-settings';
import type { PoolMemberSpec } from '../cluster-file/pool-settings';
import type { Draft } from '../values/draft';
import type { MachineType } from '../values/machine-type';
import type { Path } from '../values/path';
import { nodeOptions, type OptionLayer, type WrittenOptions } from './node-options';
import type { PoolFacts } from './pool-facts';
import type { SpecReader } from './versions';

/** A machine as the file describes it, by itself or as one of a pool. */
export interface WrittenNode extends WrittenOptions {
  /** Hostname. */
  readonly name: string;
  /** Where the machine is written: its own entry, or that of its pool. */
  readonly path: Path;
  /** Settings of the machine itself, with the address and the id that it has from its pool. */
  readonly spec: Draft<NodeSpec>;
  /** Role in the cluster. */
  readonly machineType: `${MachineType}` | undefined;
  /** Where an address or a number that it has alone is written: at the machine, or as a range of its pool. */
  readonly placeOf: (key: 'address' | 'macAddress' | 'vmId') => Path;
  /** Every place that a setting may be written at, the strongest first. */
  readonly places: readonly Path[];
  /** Lists of its patches beside those of its machine type, in the order in which they are applied. */
  readonly patchPlaces: readonly Path[];
  /** Its pool and its number there; nothing for a machine that is written by itself. */
  readonly member: { readonly pool: PoolFacts; readonly number: number } | undefined;
}

/** All machines: those that are written by themselves in the order of the file, then those of pools. */
export function writtenNodes(reader: SpecReader, pools: readonly PoolFacts[]): readonly WrittenNode[] {
  const nodes: Readonly<Record<string, Draft<NodeSpec> | undefined>> = reader.spec.nodes ?? {};
  return [
    ...Object.entries(nodes).map(([name, node = {}]) => singleNode(reader, name, node)),
    ...pools.flatMap((pool) => pool.numbers.map((number) => memberNode(reader, pool, number))),
  ];
}

function singleNode({ spec }: SpecReader, name: string, node: Draft<NodeSpec>): WrittenNode {
  const path: Path = ['nodes', name];
  const { machineType } = node;
  const layers = [{ path, settings: node }, ...sizeLayer(spec, node.size), ...typeLayer(spec, machineType)];
  return {
    ...optionsOf(layers),
    name,
    path,
    spec: node,
    machineType,
    placeOf: (key) => [...path, key],
    places: placesOf(layers, machineType),
    patchPlaces: [[...path, 'patches']],
    member: undefined,
  };
}

function memberNode({ spec }: SpecReader, pool: PoolFacts, number: number): WrittenNode {
  const { series, path, addresses, vmIds } = pool;
  const name = series?.at(number) ?? '';
  const settings = settingsOfPool(pool);
  const { machineType } = pool.spec;
  const override: Draft<PoolMemberSpec> | undefined = pool.spec.overrides?.[name];
  const overridePath: Path = [...path, 'overrides', name];
  const layers = [
    ...(override === undefined ? [] : [{ path: overridePath, settings: override }]),
    { path, settings },
    ...sizeLayer(spec, override?.size ?? pool.spec.size),
    ...typeLayer(spec, machineType).map((layer) => withoutHostOf(pool, layer)),
  ];
  const { options, written } = optionsOf(layers);
  const vmId = vmIds?.at(number);
  return {
    options: { ...options, ...(vmId !== undefined && { vmId }) },
    written,
    name,
    path,
    spec: { ...settings, ...override, machineType, address: addresses?.at(number), vmId },
    machineType,
    placeOf: (key) => {
      if (key === 'macAddress') return [...overridePath, key];
      return [...path, key === 'address' ? 'addresses' : 'vmIds'];
    },
    places: placesOf(layers, machineType),
    patchPlaces: [
      [...path, 'patches'],
      [...overridePath, 'patches'],
    ],
    member: { pool, number },
  };
}

/** Settings of the machines of a pool, without those that make the pool. */
function settingsOfPool({ spec }: PoolFacts): Draft<MachineKindSpec> {
  const {
    machineType: _machineType,
    nodes: _nodes,
    firstName: _firstName,
    addresses: _addresses,
    vmIds: _vmIds,
    size: _size,
    hosts: _hosts,
    placement: _placement,
    overrides: _overrides,
    ...settings
  } = spec;
  return settings;
}

/** A pool that says how its machines are placed has no host from its machine type. */
function withoutHostOf({ spec }: PoolFacts, layer: OptionLayer): OptionLayer {
  if (spec.hosts === undefined && spec.placement === undefined) return layer;
  const { host: _host, ...settings } = layer.settings;
  return { ...layer, settings };
}

function sizeLayer(spec: SpecReader['spec'], size: string | undefined): readonly OptionLayer[] {
  const settings = size === undefined ? undefined : spec.sizes?.[size];
  return settings === undefined || size === undefined ? [] : [{ path: ['sizes', size], settings }];
}

function typeLayer(spec: SpecReader['spec'], machineType: string | undefined): readonly OptionLayer[] {
  const settings = machineType === undefined ? undefined : spec.nodeDefaults?.[machineType as `${MachineType}`];
  return settings === undefined ? [] : [{ path: ['nodeDefaults', machineType ?? ''], settings }];
}

function optionsOf([own, ...others]: readonly OptionLayer[]): WrittenOptions {
  return nodeOptions(own ?? { path: [], settings: {} }, ...others);
}

/** The layers, and the defaults of the machine type even where nothing of them is known. */
function placesOf(layers: readonly OptionLayer[], machineType: string | undefined): readonly Path[] {
  return [...layers.map(({ path }) => path), ['nodeDefaults', machineType ?? '']];
}
