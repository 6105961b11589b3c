import { parseClusterSpec, type ParseOptions } from '../../src/model';
import { ClusterSpecError } from '../../src/cluster-file';
import { formatFault } from '../../src/cluster-file/cluster-spec-error';

/** Keys and list positions from the outside in. */
type Path = readonly (string | number)[];

/** One change of a spec: a place as a person writes it, and the new value; `undefined` takes the place out. */
export type Changes = Readonly<Record<string, unknown>>;

/** A cluster with one control plane and one worker that no rule finds anything in, but for the open state. */
export function smallSpec(): Readonly<Record<string, unknown>> {
  return {
    name: 'home',
    talos: {
      version: 'v1.13.9',
      contract: 'v1.13',
      schematic: { extensions: ['siderolabs/qemu-guest-agent'] },
    },
    kubernetes: { version: 'v1.36.3' },
    network: { subnet: '10.0.0.0/24', gateway: '10.0.0.1' },
    proxmox: {
      endpoints: {
        main: {
          url: 'https://pve1.example:8006',
          hosts: { pve1: { diskDatastoreId: 'local-lvm' }, pve2: { diskDatastoreId: 'local-lvm' } },
        },
      },
    },
    nodes: {
      'ctrl-00': { machineType: 'controlplane', host: 'pve1', address: '10.0.0.11' },
      'work-00': { machineType: 'worker', host: 'pve2', address: '10.0.0.21' },
    },
    state: { encryption: 'on' },
  };
}

/** The small cluster with some changes. */
export function changedSpec(changes: Changes, spec: unknown = smallSpec()): unknown {
  return Object.entries(changes).reduce((value, [place, change]) => changeAt(value, pathOf(place), change), spec);
}

/** Lines with which a spec is refused; none if it is taken. */
export function faultsOf(spec: unknown, options: ParseOptions = {}): readonly string[] {
  try {
    parseClusterSpec(spec, { environment: {}, ...options });
    return [];
  } catch (error) {
    if (!(error instanceof ClusterSpecError)) throw error;
    expect(error.message).toBe(error.faults.map(formatFault).join('\n'));
    return error.faults.map(formatFault);
  }
}

/** Lines with which a spec is taken all the same. */
export interface Notes {
  /** Warnings. */
  readonly warnings: readonly string[];
  /** Advice. */
  readonly advice: readonly string[];
}

/** Everything that a spec is taken with. */
export function notesOf(spec: unknown, options: ParseOptions = {}): Notes {
  const { warnings, advice } = parseClusterSpec(spec, { environment: {}, ...options });
  return { warnings, advice };
}

/** Warnings of a spec that is taken. */
export function warningsOf(spec: unknown, options: ParseOptions = {}): readonly string[] {
  return notesOf(spec, options).warnings;
}

/** Advice on a spec that is taken. */
export function adviceOf(spec: unknown, options: ParseOptions = {}): readonly string[] {
  return notesOf(spec, options).advice;
}

/** `nodes.ctrl-00.disks.data.slot` as keys; a key with dots stands in brackets: `sysctls[vm.x]`. */
function pathOf(place: string): Path {
  return [...place.matchAll(/\[([^\]]*)\]|([^.[\]]+)/g)].map(([, bracket, plain]) => {
    const key = bracket ?? plain ?? '';
    return /^\d+$/.test(key) && bracket !== undefined ? Number(key) : key;
  });
}

function changeAt(value: unknown, [key, ...rest]: Path, change: unknown): unknown {
  if (key === undefined) return change;
  if (typeof key === 'number') {
    const list = Array.isArray(value) ? [...(value as readonly unknown[])] : [];
    list[key] = changeAt(list[key], rest, change);
    return list;
  }
  const map = { ...(value as Readonly<Record<string, unknown>> | undefined) };
  const { [key]: before, ...others } = map;
  if (rest.length === 0 && change === undefined) return others;
  return { ...map, [key]: changeAt(before, rest, change) };
}
