import { DEFAULT_HOTPLUG, diskRestartBy, type Restart, restartBy } from '../../virtual-machine/restarts';
import type { PlannedResource, Values } from './plan-json';
import { diskChanges } from './disk-changes';
import { isMarked } from './secret-texts';
import { blocksOf, isSame, numberOf, textOf } from './attributes';

/** One setting of a virtual machine that changes. */
export interface SettingChange {
  /** Its name, such as `memory.dedicated`. */
  readonly name: string;
  /** The change in words, without any value that could be a secret, such as `cores 2 -> 4`. */
  readonly words: string;
  /** True if Proxmox VE has to turn the machine off and on for it. */
  readonly restarts: boolean;
}

/** Disks, which are reported separately, and attributes that the machine reports itself. */
const NOT_SETTINGS = new Set([
  'disk',
  'id',
  'ipv4_addresses',
  'ipv6_addresses',
  'mac_addresses',
  'network_interface_names',
]);

/** Blocks that occur once: their settings are reported one by one. */
const SINGLE_BLOCKS = new Set([
  'agent',
  'cpu',
  'efi_disk',
  'initialization',
  'memory',
  'operating_system',
  'tpm_state',
]);

/** Settings whose values are worth showing, and never a secret. */
const WORDS: Readonly<Record<string, (from: string, to: string) => string>> = {
  'cpu.cores': (from, to) => `cores ${from} -> ${to}`,
  'cpu.type': (from, to) => `processor type ${from} -> ${to}`,
  'memory.dedicated': (from, to) => `memory ${from} -> ${to} MiB`,
  bios: (from, to) => `bios ${from} -> ${to}`,
  name: (from, to) => `name ${from} -> ${to}`,
  node_name: (from, to) => `host ${from} -> ${to}`,
  scsi_hardware: (from, to) => `scsi_hardware ${from} -> ${to}`,
  vm_id: (from, to) => `VM id ${from} -> ${to}`,
};

/** Settings of a virtual machine that an update changes, disks apart. */
export function settingChanges({
  before = {},
  after = {},
  unknown,
  sensitive,
}: PlannedResource): readonly SettingChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names
    .filter((name) => !NOT_SETTINGS.has(name) && !name.startsWith('timeout_') && unknown[name] !== true)
    .filter((name) => !isSame(before[name], after[name]))
    .flatMap((name) => leavesOf(name, before, after))
    .map(({ name, from, to }) => ({
      name,
      words: (isMarked(sensitive, name) ? undefined : WORDS[name]?.(shown(from), shown(to))) ?? name,
      restarts: needsRestart(restartBy(name), before, after),
    }));
}

/** Reasons by which an update of the disks needs the machine off and on again. */
export function diskRestarts({ before = {}, after = {} }: PlannedResource): readonly string[] {
  const restarts = (attribute: string): boolean => needsRestart(diskRestartBy(attribute), before, after);
  return diskChanges(before, after).flatMap(({ kind, interface: name, settings }) => {
    if (kind === 'moved') return restarts('datastore_id') ? [`disk ${name} moves`] : [];
    if (kind === 'grown') return restarts('size') ? [`disk ${name} grows`] : [];
    return settings.filter(restarts).map((setting) => `${setting} of disk ${name}`);
  });
}

interface Leaf {
  readonly name: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** The settings within a block; the block itself where it comes, goes or stands several times. */
function leavesOf(name: string, before: Values, after: Values): readonly Leaf[] {
  const [[old, ...others], [planned, ...more]] = [blocksOf(before, name), blocksOf(after, name)];
  const isSingle = old !== undefined && planned !== undefined && others.length === 0 && more.length === 0;
  if (!SINGLE_BLOCKS.has(name) || !isSingle) return [{ name, from: before[name], to: after[name] }];
  return Object.keys({ ...old, ...planned })
    .filter((key) => !isSame(old[key], planned[key]))
    .sort()
    .map((key) => ({ name: `${name}.${key}`, from: old[key], to: planned[key] }));
}

function needsRestart(effect: Restart, before: Values, after: Values): boolean {
  switch (effect) {
    case 'never':
      return false;
    case 'always':
      return true;
    case 'without-cpu-hotplug':
      return !isHotplugged('cpu', after);
    case 'without-disk-hotplug':
      return !isHotplugged('disk', after);
    case 'without-memory-hotplug':
      return !growsMemoryOnline(before, after);
  }
}

function growsMemoryOnline(before: Values, after: Values): boolean {
  const [[old], [planned]] = [blocksOf(before, 'memory'), blocksOf(after, 'memory')];
  const kinds = ['dedicated', 'floating', 'shared'];
  return (
    isHotplugged('memory', after) && kinds.every((kind) => (numberOf(planned, kind) ?? 0) >= (numberOf(old, kind) ?? 0))
  );
}

/** If Proxmox VE changes something while the machine runs; a machine that names no features has its defaults. */
function isHotplugged(what: string, after: Values): boolean {
  const hotplug = textOf(after, 'hotplug') ?? DEFAULT_HOTPLUG;
  return hotplug === '1' || hotplug.split(',').includes(what);
}

function shown(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : 'unset';
}
