import { deletesWhatIsMade } from '../faults';
import { DOCUMENT_KINDS } from '../documents/document-kinds';
import type { Fault } from '../../values/fault';
import type { Deletion, SplitDocument } from './deletions';
import { fieldAt, type Fields, isFields } from '../fields';
import { patchDocumentKey } from './patch-text';
import type { Path } from '../../values/path';

/** The documents that this library makes for one machine, which patches add to and don't take away. */
export class MadeDocuments {
  private readonly byKey: ReadonlyMap<string, Fields>;

  /** @param documents those that this library makes */
  constructor(documents: readonly Fields[]) {
    this.byKey = new Map(documents.map((document) => [patchDocumentKey(document), document]));
  }

  /** Why a deletion is refused, or nothing; that of the whole main document is no deletion at all. */
  public keep({ rest }: SplitDocument, { path, item }: Deletion): string | undefined {
    const key = patchDocumentKey(rest);
    const made = this.byKey.get(key);
    if (made === undefined) return undefined;
    if (path.length === 0) return rest.kind === undefined ? undefined : deletesWhatIsMade(`document ${key}`);
    const field = item === undefined ? firstField(made, path) : madeItem(made, path.slice(0, -1), item);
    return field === undefined ? undefined : deletesWhatIsMade(field);
  }

  /** Faults of fields that have one value, such as the name of the machine, and that a document gives another. */
  public otherValues({ path, rest }: SplitDocument): readonly Fault[] {
    const made = this.byKey.get(patchDocumentKey(rest));
    return DOCUMENT_KINDS.filter(({ kind }) => rest.kind === undefined || rest.kind === kind).flatMap(
      ({ fixed = [] }) =>
        fixed.flatMap(({ field, legacy, message }) => {
          const place = (rest.kind === undefined ? legacy : field).split('.');
          const [wanted, got] = [fieldAt(made, place), fieldAt(rest, place)];
          if (typeof wanted !== 'string' || got === undefined || got === null || got === wanted) return [];
          return [{ path: [...path, ...place], message: message(got, wanted) }];
        }),
    );
  }
}

/** The first field that goes with what is at a place, such as `machine.install.image` with `machine`. */
function firstField(document: Fields, path: Path): string | undefined {
  const value = fieldAt(document, path);
  if (value === undefined) return undefined;
  const [first] = isFields(value) ? Object.keys(value) : [];
  return first === undefined ? path.join('.') : firstField(document, [...path, first]);
}

function madeItem(document: Fields, path: Path, { key, value }: NonNullable<Deletion['item']>): string | undefined {
  const items = fieldAt(document, path);
  const isMade = Array.isArray(items) && items.some((entry) => isFields(entry) && String(entry[key]) === value);
  return isMade ? `${value} of ${path.join('.')}` : undefined;
}
