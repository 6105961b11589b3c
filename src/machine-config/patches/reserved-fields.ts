import { deletesWhatIsMade, machineTypeInPatch, secretOfTheStack, settingInPatch } from '../faults';
import type { Fault } from '../../values/fault';
import type { SplitDocument } from './deletions';
import { DOCUMENT_KINDS } from '../documents/document-kinds';
import { MACHINE_TYPE_FIELD, SECRETS_OF_THE_STACK, SETTING_FIELDS } from '../main/main-document';
import { isFields } from '../fields';
import type { Path } from '../../values/path';

/** Fields that a patch sets or deletes although they are not for patches: settings that are checked, and secrets of the stack. */
export function reservedFields(document: SplitDocument): readonly Fault[] {
  if (document.rest.kind !== undefined) return reservedInDocument(document);
  return [
    ...SETTING_FIELDS.flatMap(([field, setting]) => faultsAt(document, field, settingInPatch(setting))),
    ...faultsAt(document, MACHINE_TYPE_FIELD, machineTypeInPatch()),
    ...SECRETS_OF_THE_STACK.flatMap((field) => faultsAt(document, field, secretOfTheStack())),
    ...reservedDeletions(document),
  ];
}

function reservedInDocument(document: SplitDocument): readonly Fault[] {
  const {
    settings = {},
    ofStack = [],
    deletedBy,
  } = DOCUMENT_KINDS.find(({ kind }) => kind === document.rest.kind) ?? {};
  const reserved = [...Object.keys(settings), ...ofStack];
  return [
    ...Object.entries(settings).flatMap(([field, setting]) => faultsAt(document, field, settingInPatch(setting))),
    ...ofStack.flatMap((field) => faultsAt(document, field, secretOfTheStack())),
    ...document.deletions.flatMap(({ path }) => {
      const place = [...document.path, ...path];
      if (path.length === 0) {
        if (deletedBy !== undefined) return [{ path: place, message: settingInPatch(deletedBy) }];
        return reserved.length === 0
          ? []
          : [{ path: place, message: deletesWhatIsMade(`document ${String(document.rest.kind)}`) }];
      }
      const field = reserved.find((name) => isOneWay(name.split('.'), path));
      return field === undefined ? [] : [{ path: place, message: deletesWhatIsMade(field) }];
    }),
  ];
}

function faultsAt({ path, rest }: SplitDocument, field: string, message: string): readonly Fault[] {
  return placesOf(rest, field.split('.')).map((place) => ({ path: [...path, ...place], message }));
}

function reservedDeletions({ path, deletions }: SplitDocument): readonly Fault[] {
  const reserved: readonly string[] = [
    ...SETTING_FIELDS.map(([field]) => field),
    MACHINE_TYPE_FIELD,
    ...SECRETS_OF_THE_STACK,
  ];
  return deletions.flatMap((deletion) => {
    if (deletion.path.length === 0) return [];
    const field = reserved.find((name) => isOneWay(name.split('.'), deletion.path));
    return field === undefined ? [] : [{ path: [...path, ...deletion.path], message: deletesWhatIsMade(field) }];
  });
}

/** If one of the two leads to the other. */
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
