import type { Values } from './plan-json';

/** Documents of a Talos configuration by kind and name. They hold secrets. */
export type ConfigurationDocuments = ReadonlyMap<string, Values>;

/** Key of the document that has no kind. */
export const MAIN = 'v1alpha1';

/** Where a configuration has a setting: a path in the main document, or a path in a document of its own kind. */
export interface FieldPlace {
  /**
   * Kind of the document.
   * @default - the main document
   */
  readonly kind?: string;
  /** Keys from the outside in. */
  readonly path: readonly string[];
}

/** A place in the main document, such as `cluster.network.podSubnets`. */
export function inMain(path: string): FieldPlace {
  return { path: path.split('.') };
}

/** A place in a document of its own kind, as contract 1.14 has it. */
export function inDocument(kind: string, path: string): FieldPlace {
  return { kind, path: path.split('.') };
}

/** The first value that stands at one of the places; nothing if there is none. */
export function fieldOf(documents: ConfigurationDocuments, places: readonly FieldPlace[]): unknown {
  return places.map((place) => valueAt(documents, place)).find((value) => value !== undefined && value !== null);
}

function valueAt(documents: ConfigurationDocuments, { kind, path }: FieldPlace): unknown {
  const document = documents.get(kind ?? MAIN);
  return path.reduce<unknown>((value, key) => (isValues(value) ? value[key] : undefined), document);
}

function isValues(value: unknown): value is Values {
  return typeof value === 'object' && value !== null;
}
