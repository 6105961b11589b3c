import { keyStandsElsewhere } from './unknown-key-faults';
import { nameIsKey, secretKey } from './unknown-key-faults';
import { unknownKey } from '../errors/spec';
import { nearestName } from '../values/nearest-name';
import { clusterShape } from './cluster-shape';
import { familiarKey } from './familiar-keys';
import type { KeyAdvice, UnknownKey } from '../forms/form-faults';
import { keysOfMap } from '../forms/map-form';
import type { Path } from '../values/path';

/** Keys under which people look for a place to put secrets, and the variable that takes each. */
const SECRET_VARIABLES: ReadonlyMap<string, string> = new Map([
  ['apiToken', 'proxmox_<endpoint>_api_token'],
  ['password', 'proxmox_<endpoint>_api_token'],
  ['privateKey', 'proxmox_<endpoint>_ssh_private_key'],
  ['passphrase', 'state_passphrase'],
  ['token', 'gitea_token or flux_git_token'],
]);

/** Keys under which people write the name of a machine. */
const NAME_KEYS: readonly string[] = ['hostname', 'name'];

/** Advice on a key that a map does not have, and the key that was meant as far as that is known. */
export function unknownKeyAdvice(unknown: UnknownKey): KeyAdvice {
  const { path, key, value, known } = unknown;
  const variable = SECRET_VARIABLES.get(key);
  if (variable !== undefined) return { message: secretKey(key, ofEndpoint(variable, path)) };
  if (isNameOfMachine(path, key)) return { message: nameIsKey(key, String(path[1])) };
  return familiarKey(path, key, value, known) ?? keyOfTheMap(unknown) ?? keyOfASection(unknown) ?? noKey(unknown);
}

function ofEndpoint(variable: string, [, , endpoint]: Path): string {
  return endpoint === undefined ? variable : variable.replace('<endpoint>', String(endpoint).replaceAll('-', '_'));
}

function isNameOfMachine([section, name, ...below]: Path, key: string): boolean {
  return section === 'nodes' && name !== undefined && below.length === 0 && NAME_KEYS.includes(key);
}

function keyOfTheMap({ path, key, known }: UnknownKey): KeyAdvice | undefined {
  const nearest = nearestName(key, known) ?? longerName(key, known);
  return nearest === undefined ? undefined : { message: unknownKey(key, nearest, known), meant: [...path, nearest] };
}

/** A key that just one of the sections has. */
function keyOfASection({ key }: UnknownKey): KeyAdvice | undefined {
  const places = Object.entries(keysOfMap(clusterShape)).filter(([, section]) =>
    Object.hasOwn(keysOfMap(section), key),
  );
  const [place] = places.map(([section]) => [section, key]);
  if (place === undefined || places.length > 1) return undefined;
  return { message: keyStandsElsewhere(key, place.join('.')), meant: place };
}

function noKey({ key, known }: UnknownKey): KeyAdvice {
  return { message: unknownKey(key, undefined, known) };
}

/** The shortest known name that holds the whole of what was written: `nodeLabels` for `labels`. */
function longerName(key: string, known: readonly string[]): string | undefined {
  const written = key.toLowerCase();
  const [shortest] = known
    .filter((name) => written.length > 2 && name.toLowerCase().includes(written))
    .sort((a, b) => a.length - b.length);
  return shortest;
}
