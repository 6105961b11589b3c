import { deletesWhatIsMade, machineTypeInPatch, secretOfTheStack, settingInPatch } from '../faults';
import type { Fault } from '../../values/fault';
import type { SplitDocument } from './deletions';
import { isFields } from './patch-text';
import type { Path } from '../../values/path';

/** What the main document has from settings that are checked, and where the cluster file has them. */
const SETTINGS: readonly (readonly [field: string, setting: string])[] = [
  ['machine.install.image', 'talos.version and talos.schematic'],
  ['machine.kubelet.image', 'kubernetes.version'],
  ['cluster.apiServer.image', 'kubernetes.version'],
  ['cluster.controllerManager.image', 'kubernetes.version'],
  ['cluster.scheduler.image', 'kubernetes.version'],
  ['cluster.proxy.image', 'kubernetes.version'],
  ['cluster.controlPlane.endpoint', 'network.endpoint'],
  ['cluster.network.cni.name', 'kubernetes.cni'],
  ['cluster.network.cni.urls', 'kubernetes.cni and kubernetes.extraManifests'],
  ['cluster.network.dnsDomain', 'kubernetes.dnsDomain'],
  ['cluster.network.podSubnets', 'kubernetes.podSubnets'],
  ['cluster.network.serviceSubnets', 'kubernetes.serviceSubnets'],
];

const MACHINE_TYPE = 'machine.type';

/** What the stack makes once, and hands to every machine: fields of the main document. */
export const SECRETS_OF_THE_STACK = [
  'machine.token',
  'machine.ca',
  'cluster.token',
  'cluster.secret',
  'cluster.aescbcEncryptionSecret',
  'cluster.secretboxEncryptionSecret',
  'cluster.ca',
  'cluster.aggregatorCA',
  'cluster.serviceAccount',
  'cluster.etcd.ca',
];

/** What a patch sets or deletes although it is not for patches: settings that are checked elsewhere, and secrets of the stack. */
export function reservedFields(document: SplitDocument): readonly Fault[] {
  if (document.rest.kind !== undefined) return [];
  return [
    ...SETTINGS.flatMap(([field, setting]) => faultsAt(document, field, settingInPatch(setting))),
    ...faultsAt(document, MACHINE_TYPE, machineTypeInPatch()),
    ...SECRETS_OF_THE_STACK.flatMap((field) => faultsAt(document, field, secretOfTheStack())),
    ...reservedDeletions(document),
  ];
}

function faultsAt({ path, rest }: SplitDocument, field: string, message: string): readonly Fault[] {
  return placesOf(rest, field.split('.')).map((place) => ({ path: [...path, ...place], message }));
}

function reservedDeletions({ path, deletions }: SplitDocument): readonly Fault[] {
  const reserved = [...SETTINGS.map(([field]) => field), MACHINE_TYPE, ...SECRETS_OF_THE_STACK];
  return deletions.flatMap((deletion) => {
    if (deletion.path.length === 0) return [];
    const field = reserved.find((name) => isOneWay(name.split('.'), deletion.path));
    return field === undefined ? [] : [{ path: [...path, ...deletion.path], message: deletesWhatIsMade(field) }];
  });
}

/** Whether one of the two leads to the other. */
function isOneWay(left: Path, right: Path): boolean {
  return left.every((key, index) => index >= right.length || right[index] === key);
}

/**
 * Where in a value a field is set; nothing (`null`) sets nothing.
 *
 * @param path keys from the outside in; `*` is any key or item
 */
export function placesOf(value: unknown, [key, ...path]: readonly string[]): readonly Path[] {
  if (value === undefined || value === null) return [];
  if (key === undefined) return [[]];
  return entriesOf(value, key).flatMap(([found, entry]) => placesOf(entry, path).map((place) => [found, ...place]));
}

function entriesOf(value: unknown, key: string): readonly (readonly [string | number, unknown])[] {
  if (Array.isArray(value)) return key === '*' ? [...value.entries()] : [];
  if (!isFields(value)) return [];
  if (key === '*') return Object.entries(value);
  return Object.hasOwn(value, key) ? [[key, value[key]]] : [];
}
