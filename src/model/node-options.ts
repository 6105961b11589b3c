import type { NodeDefaultsSpec, NodeSpec } from '../cluster-file/node-settings';
import { joinTalosOptions, splitTalosOptions } from '../machine-config/join-options';
import type { Draft } from '../values/draft';
import type { Path } from '../values/path';

/** Settings of a machine of its own and from `nodeDefaults`; patches are kept apart, as they are applied in turn. */
export type NodeOptions = Omit<Draft<NodeDefaultsSpec>, 'patches'>;

/** The settings of one machine, and where each of them is written. */
export interface WrittenOptions {
  /** Its own settings over those of its machine type; maps and lists of both are joined. */
  readonly options: NodeOptions;
  /** Where a setting is written: at the machine, or under `nodeDefaults`. */
  readonly written: (key: keyof NodeOptions, ...below: Path) => Path;
}

/** Puts the settings of a machine over those of its machine type. */
export function nodeOptions(
  name: string,
  node: Draft<NodeSpec>,
  machineType: string | undefined,
  defaults: Draft<NodeDefaultsSpec> | undefined,
): WrittenOptions {
  return {
    options: defaults === undefined ? node : joinOptions(defaults, node),
    written: (key, ...below) => {
      const path = [key, ...below];
      const isInherited = !has(node, path) && has(defaults, path);
      return isInherited ? ['nodeDefaults', machineType ?? '', ...path] : ['nodes', name, ...path];
    },
  };
}

/** Where a setting is written that may stand for all machines too: at the machine, under its defaults, or for all. */
export function placeOfSetting({ options, written }: WrittenOptions, setting: keyof NodeOptions, ...below: Path): Path {
  return has(options, [setting, ...below]) ? written(setting, ...below) : ['machine', setting, ...below];
}

function joinOptions(defaults: Draft<NodeDefaultsSpec>, node: Draft<NodeSpec>): NodeOptions {
  return {
    ...defaults,
    ...node,
    osDisk: joinMaps(defaults.osDisk, node.osDisk),
    disks: joinMaps(defaults.disks, node.disks),
    tags: joinLists(defaults.tags, node.tags),
    ...joinTalosOptions(defaults, splitTalosOptions(node).talos),
  };
}

/** Both maps in one, the second over the first; nothing if there is neither. */
export function joinMaps<Map extends object>(first: Map | undefined, second: Map | undefined): Map | undefined {
  return first === undefined || second === undefined ? (first ?? second) : { ...first, ...second };
}

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
