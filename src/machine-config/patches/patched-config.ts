import { type JsonSchema, MAIN_DOCUMENT, type TalosSchema } from '../../data/talos-schema';
import { deletesMainDocument, deletesMissingDocument, nothingToDelete } from '../faults';
import { type Deletion, splitDeletions } from './deletions';
import { type Fields, isFields } from '../fields';
import { patchDocumentKey } from './patch-text';

/**
 * A machine configuration while it is patched. It knows what is there, which is what `$patch: delete` and a node's own
 * checks depend on; values are those of the patches only.
 */
export class PatchedConfig {
  private readonly documents = new Map<string, Fields>();

  /**
   * @param hostname name of the machine, for error messages
   * @param schema schema of the contract
   * @param documents what is there before the first patch
   */
  constructor(
    private readonly hostname: string,
    private readonly schema: TalosSchema,
    documents: readonly Fields[],
  ) {
    for (const document of documents) this.apply(document);
  }

  /** Documents by key; the main one is `v1alpha1`. */
  public get byKey(): ReadonlyMap<string, Fields> {
    return this.documents;
  }

  /** Merges a document into the one of the same key. */
  public merge(document: Fields): void {
    const key = patchDocumentKey(document);
    this.documents.set(key, mergeFields(this.documents.get(key) ?? {}, document));
  }

  /**
   * Applies a deletion of a document.
   *
   * @param document the document that the deletion stands in
   * @returns why Talos would fail, or nothing
   */
  public delete(document: Fields, { path, item }: Deletion): string | undefined {
    const key = patchDocumentKey(document);
    const current = this.documents.get(key);
    if (path.length === 0) return this.deleteDocument(document, key);
    if (current === undefined) return deletesMissingDocument(key, this.hostname, [...this.documents.keys()]);

    const definition = typeof document.kind === 'string' ? this.schema.kinds[document.kind] : MAIN_DOCUMENT;
    const rest = this.without(current, this.schema.$defs[definition ?? ''], path, item);
    if (rest === undefined) return nothingToDelete(this.hostname);
    this.documents.set(key, rest as Fields);
    return undefined;
  }

  /** Merges what this library makes, which takes away some of what Talos generates. */
  private apply(document: Fields): void {
    const { rest, deletions } = splitDeletions({ path: [], content: document, dates: [] });
    for (const deletion of deletions) this.delete(rest, deletion);
    if (!deletions.some(({ path }) => path.length === 0)) this.merge(rest);
  }

  private deleteDocument({ kind }: Fields, key: string): string | undefined {
    if (kind === undefined) return deletesMainDocument();
    if (this.documents.delete(key)) return undefined;
    return deletesMissingDocument(key, this.hostname, [...this.documents.keys()]);
  }

  /** The value without the part that the path leads to; nothing if it leads nowhere. */
  private without(
    value: unknown,
    schema: JsonSchema | undefined,
    [key, ...path]: readonly (string | number)[],
    item: Deletion['item'],
  ): unknown {
    if (typeof key === 'number') return withoutItem(value, item);
    if (!isFields(value) || key === undefined || isCertificate(schema)) return undefined;
    const known = schema?.$ref === undefined ? schema : this.schema.$defs[schema.$ref.replace('#/$defs/', '')];

    const properties = known?.properties ?? {};
    const field = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (path.length === 0) {
      if (field === undefined && !Object.hasOwn(value, key)) return undefined;
      return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
    }
    const inner = this.without(value[key], field, path, item);
    return inner === undefined ? undefined : { ...value, [key]: inner };
  }
}

/** Certificates are one value for Talos, though they are written as a map. */
function isCertificate(schema: JsonSchema | undefined): boolean {
  return schema?.properties?.crt !== undefined || schema?.properties?.key?.type === 'string';
}

function withoutItem(value: unknown, item: Deletion['item']): unknown {
  if (!Array.isArray(value) || item === undefined) return undefined;
  const index = value.findIndex((entry) => isFields(entry) && String(entry[item.key]) === item.value);
  return index === -1 ? undefined : value.filter((_, position) => position !== index);
}

function mergeFields(left: Fields, right: Fields): Fields {
  const merged = Object.entries(right).map(([key, value]) => [key, mergeValues(left[key], value)]);
  return { ...left, ...(Object.fromEntries(merged) as Fields) };
}

function mergeValues(left: unknown, right: unknown): unknown {
  if (isFields(left) && isFields(right)) return mergeFields(left, right);
  if (Array.isArray(left) && Array.isArray(right)) return [...(left as unknown[]), ...(right as unknown[])];
  return right ?? left;
}
