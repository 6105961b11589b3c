import type { Document } from 'yaml';
import { duplicateDocument, emptyPatch, json6902Patch, notADocument, patchSyntax, readsAsFileName } from '../faults';
import type { Fault } from '../../values/fault';
import { yamlFault, yamlLibrary } from '../../values/yaml-library';
import { plainScalarValue, resolvesToText } from '../../values/yaml-scalar';
import { type Fields, isFields } from '../fields';
import type { ConfigPatch } from '../settings/config-patch';

/** One document of a patch. */
export interface PatchDocument {
  /** Where the document stands: its number among several, or nothing. */
  readonly path: readonly number[];
  /** The document. */
  readonly content: Fields;
  /** Where in the document dates stand without quotes, which are no text for Talos. */
  readonly dates: readonly (readonly (string | number)[])[];
}

/** The value of a document of a patch, and where dates stand in it. */
interface DocumentData {
  readonly value: unknown;
  readonly dates: PatchDocument['dates'];
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
  if (typeof content !== 'string') return documentsOf([{ value: content, dates: [] }]);
  if (content.trim() === '') return refused(emptyPatch());
  if (content.startsWith('@') || !/[\n ]|^[[{]/.test(content)) return refused(readsAsFileName());

  const parsed = yamlLibrary().parseAllDocuments(content, { merge: true, stringKeys: true });
  const documents = 'empty' in parsed ? [] : parsed;
  const [error] = documents.flatMap((document) => document.errors);
  // what follows the first slip is mostly a consequence of it
  if (error !== undefined) return refused(patchSyntax(yamlFault(error)));
  try {
    return documentsOf(documents.map(dataOf));
  } catch (fault) {
    // aliases without anchor, or more than anyone writes; merge keys with something else than maps
    return refused(patchSyntax(yamlFault(fault as Error)));
  }
}

/** The data of a document, with scalars as Talos reads them. */
function dataOf(document: Document): DocumentData {
  const { isPair, isScalar, isSeq, visit } = yamlLibrary();
  const dates: (string | number)[][] = [];
  visit(document, {
    Scalar(role, node, ancestors) {
      if (role === 'key' || node.type !== 'PLAIN' || node.tag !== undefined) return;
      const { source = '' } = node;
      node.value = plainScalarValue(source);
      if (node.value !== source || resolvesToText(source)) return;
      const around = [...ancestors, node];
      dates.push(
        around.flatMap((each, index): (string | number)[] => {
          if (isSeq(each)) return [each.items.indexOf(around[index + 1])];
          return isPair(each) && isScalar(each.key) ? [String(each.key.value)] : [];
        }),
      );
    },
  });
  return { value: document.toJS(), dates };
}

/** Key by which Talos tells the documents of a patch apart; the main document has no kind. */
export function patchDocumentKey({ kind, name }: Fields): string {
  if (typeof kind !== 'string') return 'v1alpha1';
  return typeof name === 'string' ? `${kind}/${name}` : kind;
}

function documentsOf(data: readonly DocumentData[]): PatchText {
  const written = data.flatMap(({ value, dates }, index) =>
    value === null || value === undefined ? [] : [{ value, dates, path: data.length > 1 ? [index] : [] }],
  );
  const isEmpty = written.every(({ value }) => isFields(value) && Object.keys(value).length === 0);
  if (isEmpty) return refused(emptyPatch());

  const documents = written.flatMap(({ value, dates, path }) =>
    isFields(value) ? [{ path, content: value, dates }] : [],
  );
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
