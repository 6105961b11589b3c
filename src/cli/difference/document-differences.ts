import { isDeepStrictEqual } from 'node:util';
import { DOCUMENT_KINDS } from '../../machine-config/documents/document-kinds';
import { type Fields, isFields } from '../../machine-config/fields';
import { hiddenPlaces, isHiddenKey } from '../../machine-config/patches/hidden-places';
import { MAIN, type ConfigurationDocuments } from '../../plan/read/configuration-field';
import { formatPath, type Path, valueAt } from '../../values/path';
import type { Change, DocumentDifference, FieldDifference } from './difference';

/**
 * The documents that differ, the main one first, then by name.
 *
 * @param secrets texts that are never shown, whatever field they stand in
 */
export function documentDifferences(
  before: ConfigurationDocuments,
  after: ConfigurationDocuments,
  secrets: readonly string[],
): readonly DocumentDifference[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort(mainFirst);
  return names.flatMap((name) => {
    const [old, planned] = [before.get(name), after.get(name)];
    const fields = fieldDifferences(old ?? {}, planned ?? {}, secrets);
    if (fields.length === 0 && old !== undefined && planned !== undefined) return [];
    return [{ document: name, change: changeOf(old, planned), replaces: replacedBy(planned, before, after), fields }];
  });
}

function mainFirst(left: string, right: string): number {
  if (left === MAIN || right === MAIN) return left === MAIN ? -1 : 1;
  return left < right ? -1 : 1;
}

/** Fields of the main document that are gone, and that a document says. */
function replacedBy(
  planned: Fields | undefined,
  before: ConfigurationDocuments,
  after: ConfigurationDocuments,
): readonly string[] {
  const { replaces = [], moves = [] } = DOCUMENT_KINDS.find(({ kind }) => kind === planned?.kind) ?? {};
  const isGone = (field: string): boolean => {
    const place = field.split('.');
    return valueAt(before.get(MAIN), place) !== undefined && valueAt(after.get(MAIN), place) === undefined;
  };
  return [...replaces, ...moves].filter(isGone);
}

function fieldDifferences(before: Fields, after: Fields, secrets: readonly string[]): readonly FieldDifference[] {
  const hidden = [before, after].flatMap(hiddenPlaces);
  const isHidden = (place: Path): boolean =>
    isHiddenKey(place.at(-1)) ||
    hidden.some((each) => each.every((key, index) => index >= place.length || place[index] === key)) ||
    [before, after].some((document) => holdsSecret(valueAt(document, place), secrets));
  return differingPlaces(before, after, [])
    .filter(([key]) => key !== 'apiVersion' && key !== 'kind')
    .map((place) => fieldDifference(place, valueAt(before, place), valueAt(after, place), isHidden(place)));
}

function fieldDifference(place: Path, before: unknown, after: unknown, hidden: boolean): FieldDifference {
  return {
    field: formatPath(place),
    change: changeOf(before, after),
    hidden,
    ...(!hidden && before !== undefined && { before }),
    ...(!hidden && after !== undefined && { after }),
  };
}

/** Innermost places where two values differ; a list is one value. */
function differingPlaces(before: unknown, after: unknown, path: Path): readonly Path[] {
  if (isDeepStrictEqual(before, after)) return [];
  const sides = [before, after].filter((side) => side !== undefined);
  const keys = sides.every(isFields) ? [...new Set(sides.flatMap((side) => Object.keys(side)))] : [];
  if (keys.length === 0) return [path];
  return keys.flatMap((key) =>
    differingPlaces(isFields(before) ? before[key] : undefined, isFields(after) ? after[key] : undefined, [
      ...path,
      key,
    ]),
  );
}

function holdsSecret(value: unknown, secrets: readonly string[]): boolean {
  if (value === undefined || secrets.length === 0) return false;
  const text = JSON.stringify(value);
  return secrets.some((secret) => text.includes(JSON.stringify(secret).slice(1, -1)));
}

function changeOf(before: unknown, after: unknown): Change {
  if (before === undefined) return 'added';
  return after === undefined ? 'removed' : 'changed';
}
