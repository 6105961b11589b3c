import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { ClusterSpecError, locateFault } from '../cluster-file/cluster-spec-error';
import { readClusterFile } from '../cluster-file/yaml-source';
import { placementFileMissing, placementFileStale, placementKeyUnknown, placementNoMap } from '../errors/stacks';
import type {
  PlacementMemory,
  RecallPlacement,
  RememberedCluster,
  RememberedPlacement,
  StateMemory,
} from '../model/placement/placement-memory';
import { RESOURCE_TYPES } from '../resource-types';
import { isPlainObject } from '../values/plain-object';
import { yamlLibrary } from '../values/yaml-library';

/** Ending of the files that remember where machines of pools are. */
const ENDING = '.placement.yaml';

/** First lines of a new file. */
const HEADER = ` Hosts of the machines of pools. Commit this file: a machine stays where it says.
 To move a machine, write another host; the next apply migrates it with its disks.`;

/** True for the name of a file that remembers where machines of pools are. */
export function isPlacementFile(name: string): boolean {
  return name.endsWith(ENDING);
}

/**
 * Finds out where machines of pools are: from the file beside the cluster file, and from a local state.
 *
 * @param state that was read by OpenTofu, in the place of a local one
 */
export function recallFrom(projectDirectory: string, clusterDirectory: string, state?: StateMemory): RecallPlacement {
  return (cluster) => {
    const file = `${clusterDirectory}/${cluster.name}${ENDING}`;
    const read = readRecord(join(projectDirectory, file), file);
    return { file, ...read, state: state ?? readState(projectDirectory, cluster) };
  };
}

/**
 * The hosts of the machines in a state, as `<endpoint>/<host>` by name in Proxmox VE.
 *
 * @param text what `tofu state pull` prints
 */
export function hostsInState(text: string): ReadonlyMap<string, string> {
  const { resources } = parsed(text) ?? {};
  return hostsIn(Array.isArray(resources) ? (resources as readonly StateResource[]) : []);
}

/**
 * The text of a file that remembers something new; comments that stand in it stay.
 *
 * @param path full path of the file
 */
export function placementText(path: string, { machines }: RememberedPlacement): string {
  const { Document, isMap, parseDocument } = yamlLibrary();
  if (!existsSync(path)) {
    const fresh = new Document({ machines });
    fresh.commentBefore = HEADER;
    return fresh.toString();
  }
  const document = parseDocument(readFileSync(path, 'utf8'));
  if (!isMap(document.get('machines'))) document.set('machines', document.createNode({}));
  const known = document.toJS() as { readonly machines: Readonly<Record<string, unknown>> };
  for (const name of Object.keys(known.machines)) {
    if (!Object.hasOwn(machines, name)) document.deleteIn(['machines', name]);
  }
  for (const [name, host] of Object.entries(machines)) {
    if (known.machines[name] !== host) document.setIn(['machines', name], host);
  }
  return document.toString();
}

/** Why a file has to be written and committed before CI can go on; nothing if it says what it must. */
export function placementFault({ file, difference }: RememberedPlacement): string | undefined {
  if (difference === undefined) return undefined;
  return difference === 'missing' ? placementFileMissing(file) : placementFileStale(file);
}

function readRecord(path: string, file: string): Pick<PlacementMemory, 'record' | 'faults'> {
  if (!existsSync(path)) return { faults: [] };
  if (isBlank(readFileSync(path, 'utf8'))) return { faults: [{ path: [], message: placementNoMap(), file }] };
  try {
    const { spec, source } = readClusterFile(path);
    const faulty = (path: readonly string[], message: string): Pick<PlacementMemory, 'faults'> => ({
      faults: [locateFault({ path, message, part: 'key' }, source)],
    });
    if (!isPlainObject(spec)) return faulty([], placementNoMap());
    const { machines = {}, ...rest } = spec;
    const [strange] = Object.keys(rest);
    if (strange !== undefined) return faulty([strange], placementKeyUnknown(strange));
    if (machines !== null && !isPlainObject(machines)) return faulty(['machines'], placementNoMap());
    return { record: { machines: machines ?? {}, source }, faults: [] };
  } catch (error) {
    if (!(error instanceof ClusterSpecError)) throw error;
    return { faults: error.faults };
  }
}

/** If there is nothing but comments. */
function isBlank(text: string): boolean {
  return text.split('\n').every((line) => /^\s*(?:#.*)?$/.test(line));
}

/** Hosts of the machines in a local state; a state elsewhere needs credentials, which synth does not have. */
function readState(projectDirectory: string, { name, state: { backend = 'local' } }: RememberedCluster): StateMemory {
  if (backend !== 'local') return { kind: 'unreadable', where: `the state in ${Object.keys(backend).join('')}` };
  const where = `state/${name}.tfstate`;
  const path = join(projectDirectory, where);
  if (!existsSync(path)) return { kind: 'none' };
  const state = parsed(readFileSync(path, 'utf8'));
  if (!Array.isArray(state?.resources)) return { kind: 'unreadable', where };
  return { kind: 'read', where, hosts: hostsIn(state.resources as readonly StateResource[]) };
}

function parsed(text: string): { readonly resources?: unknown } | undefined {
  try {
    return JSON.parse(text) as { readonly resources?: unknown };
  } catch {
    return undefined;
  }
}

/** The part of a resource in a state that says where a machine is. */
interface StateResource {
  readonly type?: string;
  readonly provider?: string;
  readonly instances?: readonly {
    readonly attributes?: { readonly name?: string; readonly node_name?: string };
  }[];
}

function hostsIn(resources: readonly StateResource[]): ReadonlyMap<string, string> {
  const machines = resources.filter(({ type }) => type === RESOURCE_TYPES.virtualMachine);
  return new Map(
    machines.flatMap(({ provider = '', instances = [] }) => {
      const [, endpoint = ''] = /\]\.([^.]+)$/.exec(provider) ?? [];
      return instances.flatMap(({ attributes: { name, node_name: host } = {} }) =>
        name === undefined || host === undefined ? [] : [[name, `${endpoint}/${host}`] as const],
      );
    }),
  );
}
