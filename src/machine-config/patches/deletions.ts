import { deletesInsideListItem, deletesUnnamedItem, unknownDirective } from '../faults';
import type { Fault } from '../../values/fault';
import { type Fields, isFields } from '../fields';
import { type PatchDocument } from './patch-text';

/** One `$patch: delete` of a patch. */
export interface Deletion {
  /** Place of what is deleted, from the document on; empty for the document itself. */
  readonly path: readonly (string | number)[];
  /** Field that tells the item apart, if what goes is an item of a list. */
  readonly item?: { readonly key: string; readonly value: string };
}

/** A document taken apart. */
export interface SplitDocument {
  /** Where the document stands in its patch. */
  readonly path: readonly number[];
  /** Fields that the document sets; if there are none, only those that tell the document apart. */
  readonly rest: Fields;
  /** Deletions of the document. */
  readonly deletions: readonly Deletion[];
  /** Directives that Talos refuses. */
  readonly faults: readonly Fault[];
}

const DIRECTIVE = '$patch';

/** Takes the directives out of a document. */
export function splitDeletions({ content, path: start }: PatchDocument): SplitDocument {
  const deletions: Deletion[] = [];
  const faults: Fault[] = [];

  const visit = (value: unknown, path: readonly (string | number)[]): unknown => {
    if (!Array.isArray(value) && !isFields(value)) return value;
    if (!isFields(value) || !(DIRECTIVE in value))
      return remaining(value, (entry, key) => visit(entry, [...path, key]));
    const found = deletionOf(value, path);
    if (typeof found === 'string') faults.push({ path: [...start, ...path], message: found });
    else deletions.push(found);
    return undefined;
  };

  const rest = visit(content, []);
  return { path: start, rest: isFields(rest) ? rest : identityOf(content), deletions, faults };
}

function deletionOf(value: Fields, path: readonly (string | number)[]): Deletion | string {
  if (value[DIRECTIVE] !== 'delete') return unknownDirective(value[DIRECTIVE]);
  const isItem = typeof path.at(-1) === 'number';
  const lists = path.filter((key) => typeof key === 'number').length;
  if (lists > (isItem ? 1 : 0)) return deletesInsideListItem();
  if (!isItem) return { path };
  const [item] = Object.entries(value).filter(([key]) => key !== DIRECTIVE);
  return item === undefined ? deletesUnnamedItem() : { path, item: { key: item[0], value: String(item[1]) } };
}

/** The same map or list without what was deleted; nothing if that was all. */
function remaining(
  value: Fields | readonly unknown[],
  visit: (entry: unknown, key: string | number) => unknown,
): unknown {
  if (isFields(value)) {
    const entries = Object.entries(value);
    const kept = entries
      .map(([key, entry]) => [key, visit(entry, key)] as const)
      .filter(([, entry]) => entry !== undefined);
    return kept.length === 0 && entries.length > 0 ? undefined : Object.fromEntries(kept);
  }
  const kept = value.map(visit).filter((entry) => entry !== undefined);
  return kept.length === 0 && value.length > 0 ? undefined : kept;
}

function identityOf({ apiVersion, kind, name }: Fields): Fields {
  return Object.fromEntries(Object.entries({ apiVersion, kind, name }).filter(([, value]) => value !== undefined));
}
