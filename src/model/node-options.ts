import type { NodeDefaultsSpec } from '../cluster-file/node-settings';
import { joinTalosOptions } from '../machine-config/join-options';
import type { Draft } from '../values/draft';
import type { Path } from '../values/path';

/** Settings of a machine of its own, from its pool, its size and `nodeDefaults`; patches are kept apart, as they are applied in turn. */
export type NodeOptions = Omit<Draft<NodeDefaultsSpec>, 'patches'>;

/** The settings of one machine, and where each of them is written. */
export interface WrittenOptions {
  /** Its own settings over those of its machine type; maps and lists of both are joined. */
  readonly options: NodeOptions;
  /** Where a setting is written: at the machine, its pool, its size, or under `nodeDefaults`. */
  readonly written: (key: keyof NodeOptions, ...below: Path) => Path;
}

/** Settings that stand at one place of the file. */
export interface OptionLayer {
  /** The place. */
  readonly path: Path;
  /** The settings. */
  readonly settings: Draft<NodeDefaultsSpec>;
}

/**
 * Puts the settings of a machine over each other.
 *
 * @param own those of the machine itself
 * @param others those of its pool, its size and its machine type, the strongest first
 */
export function nodeOptions(own: OptionLayer, ...others: readonly OptionLayer[]): WrittenOptions {
  const layers = [own, ...others];
  return {
    options: layers.map(({ settings }) => settings).reduceRight((outer, inner) => joinOptions(outer, inner)),
    written: (key, ...below) => {
      const path = [key, ...below];
      const { path: place } = layers.find(({ settings }) => has(settings, path)) ?? own;
      return [...place, ...path];
    },
  };
}

/** Where a setting is written that may stand for all machines too: at the machine, under its defaults, or for all. */
export function placeOfSetting({ options, written }: WrittenOptions, setting: keyof NodeOptions, ...below: Path): Path {
  return has(options, [setting, ...below]) ? written(setting, ...below) : ['machine', setting, ...below];
}

function joinOptions(defaults: Draft<NodeDefaultsSpec>, node: Draft<NodeDefaultsSpec>): Draft<NodeDefaultsSpec> {
  return {
    ...defaults,
    ...node,
    presets: joinMaps(defaults.presets, node.presets),
    osDisk: joinMaps(defaults.osDisk, node.osDisk),
    disks: joinMaps(defaults.disks, node.disks),
    primaryNetworkDevice: joinMaps(defaults.primaryNetworkDevice, node.primaryNetworkDevice),
    networkDevices: joinDevices(defaults.networkDevices, node.networkDevices),
    tags: joinLists(defaults.tags, node.tags),
    ...joinTalosOptions(defaults, node),
  };
}

/** Both maps in one, the second over the first; nothing if there is neither. */
export function joinMaps<Map extends object>(first: Map | undefined, second: Map | undefined): Map | undefined {
  return first === undefined || second === undefined ? (first ?? second) : { ...first, ...second };
}

/** Network cards of both places; the settings of a card that both have are put over each other. */
function joinDevices(first: Devices, second: Devices): Devices {
  if (first === undefined || second === undefined) return first ?? second;
  const both = Object.entries(second).map(([name, device]) => [name, joinMaps(first[name], device)] as const);
  return { ...first, ...Object.fromEntries(both) };
}

type Devices = Draft<NodeDefaultsSpec>['networkDevices'];

/** Both lists in one, each item once; nothing if there is neither. */
export function joinLists<Item>(
  first: readonly Item[] | undefined,
  second: readonly Item[] | undefined,
): readonly Item[] | undefined {
  return first === undefined && second === undefined ? undefined : [...new Set([...(first ?? []), ...(second ?? [])])];
}

function has(value: unknown, path: Path): boolean {
  const [key, ...rest] = path;
  if (key === undefined) return value !== undefined;
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) && has(Reflect.get(value, key), rest);
}
