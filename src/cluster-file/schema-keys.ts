import { FREE_DATA, type JsonSchema, resolveSchema } from './schema-words';

/** Stands in a path for the key of a map, which a person chooses. */
export const ANY_NAME = '<name>';

/** Stands in a path for an entry of a list. */
export const ANY_ENTRY = '[]';

/** A key of the cluster file, in one of its forms. */
export interface SchemaKey {
  /** Keys from the outside in, with `<name>` for the key of a map and `[]` for an entry of a list. */
  readonly path: readonly string[];
  /** Its schema, with its words. */
  readonly property: JsonSchema;
  /** If the object that it stands in must have it. */
  readonly isRequired: boolean;
}

/**
 * Every key of the cluster file at every place where it may stand, in the order of the reference. A place that takes
 * several forms is there once for each that has keys.
 *
 * @param root the JSON Schema of cluster files
 */
export function schemaKeys(root: JsonSchema): readonly SchemaKey[] {
  return keysBelow(root, root, []);
}

function keysBelow(property: JsonSchema, root: JsonSchema, path: readonly string[]): readonly SchemaKey[] {
  const { schema, name } = resolveSchema(property, root);
  if (name === FREE_DATA) return [];
  const { properties = {}, required = [], additionalProperties, items, anyOf = [] } = schema;
  const inner = (at: readonly string[], each: JsonSchema, isRequired: boolean): readonly SchemaKey[] => [
    { path: at, property: each, isRequired },
    ...keysBelow(each, root, at),
  ];
  return [
    ...Object.entries(properties).flatMap(([key, each]) => inner([...path, key], each, required.includes(key))),
    ...(typeof additionalProperties === 'object' ? inner([...path, ANY_NAME], additionalProperties, false) : []),
    ...(items === undefined ? [] : inner([...path, ANY_ENTRY], items, false)),
    ...anyOf.flatMap((each) => keysBelow(each, root, path)),
  ];
}

/** A path as a person reads it: `nodes.<name>.disks`, `patches[]`. */
export function keyText(path: readonly string[]): string {
  return path.join('.').replaceAll(`.${ANY_ENTRY}`, ANY_ENTRY);
}

/** Keys of a path as a person writes it; `[0]` and `[]` are an entry of a list. */
export function keysIn(text: string): readonly string[] {
  return text
    .replaceAll(/\[\d*\]/g, `.${ANY_ENTRY}`)
    .split('.')
    .filter((key) => key !== '');
}
