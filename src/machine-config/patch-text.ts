import {
  duplicateDocument,
  emptyPatch,
  json6902Patch,
  notADocument,
  patchSyntax,
  readsAsFileName,
} from '../errors/machine-config';
import type { Fault } from '../values/fault';
import { yamlFault, yamlLibrary } from '../values/yaml-library';
import type { ConfigPatch } from './config-patch';

/** Plain data with keys. */
export type Fields = Readonly<Record<string, unknown>>;

/** One document of a patch. */
export interface PatchDocument {
  /** Where the document stands: its number among several, or nothing. */
  readonly path: readonly number[];
  /** The document. */
  readonly content: Fields;
}

/** A patch read: its documents, or what is wrong with its form. */
export interface PatchText {
  /** Documents that are maps. */
  readonly documents: readonly PatchDocument[];
  /** Why Talos or its provider would not even look at what the patch says. */
  readonly faults: readonly Fault[];
}

/** Reads the documents of a patch, as the Talos provider does. */
export function readPatch({ content }: ConfigPatch): PatchText {
  if (typeof content !== 'string') return documentsOf([content]);
  if (content.trim() === '') return refused(emptyPatch());
  if (content.startsWith('@') || !/[\n ]|^[[{]/.test(content)) return refused(readsAsFileName());

  const parsed = yamlLibrary().parseAllDocuments(content, { merge: true });
  const documents = 'empty' in parsed ? [] : parsed;
  const [error] = documents.flatMap((document) => document.errors);
  // what follows the first slip is mostly a consequence of it
  if (error !== undefined) return refused(patchSyntax(yamlFault(error)));
  try {
    return documentsOf(documents.map((document): unknown => document.toJS()));
  } catch (aliasError) {
    if (aliasError instanceof ReferenceError) return refused(patchSyntax(yamlFault(aliasError)));
    throw aliasError;
  }
}

/** What Talos tells the documents of a patch apart by; the main document has no kind. */
export function patchDocumentKey({ kind, name }: Fields): string {
  if (typeof kind !== 'string') return 'v1alpha1';
  return typeof name === 'string' ? `${kind}/${name}` : kind;
}

/** Whether a value is a map. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What stands at a place; nothing if there is no such place. */
export function fieldAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((inner, key) => (isFields(inner) ? inner[key] : undefined), value);
}

function documentsOf(values: readonly unknown[]): PatchText {
  const written = values.flatMap((value, index) =>
    value === null || value === undefined ? [] : [{ value, path: values.length > 1 ? [index] : [] }],
  );
  const isEmpty = written.every(({ value }) => isFields(value) && Object.keys(value).length === 0);
  if (isEmpty) return refused(emptyPatch());

  const documents = written.flatMap(({ value, path }) => (isFields(value) ? [{ path, content: value }] : []));
  const others = written
    .filter(({ value }) => !isFields(value))
    .map(({ value, path }) => ({ path, message: Array.isArray(value) ? json6902Patch() : notADocument(value) }));
  return { documents, faults: [...others, ...duplicates(documents)] };
}

function duplicates(documents: readonly PatchDocument[]): readonly Fault[] {
  const keys = documents.map(({ content }) => patchDocumentKey(content));
  return documents
    .map(({ path }, index) => ({ path, key: keys[index] ?? '', isFirst: keys.indexOf(keys[index] ?? '') === index }))
    .filter(({ isFirst }) => !isFirst)
    .map(({ path, key }) => ({ path, message: duplicateDocument(key) }));
}

function refused(message: string): PatchText {
  return { documents: [], faults: [{ path: [], message }] };
}
