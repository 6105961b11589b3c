/** As much of a JSON Schema as the schema of cluster files uses. */
export interface JsonSchema {
  /** Name of a definition that it is, as `#/definitions/<name>`. */
  readonly $ref?: string;
  /** A reference that stands beside words of its own. */
  readonly allOf?: readonly JsonSchema[];
  /** Forms of which a value has one. */
  readonly anyOf?: readonly JsonSchema[];
  /** Kind of the value, such as `object`. */
  readonly type?: string | readonly string[];
  /** The only value. */
  readonly const?: string | number | boolean;
  /** All values. */
  readonly enum?: readonly (string | number | boolean)[];
  /** Value of a key that is left out. */
  readonly default?: unknown;
  /** Values that may stand there. */
  readonly examples?: readonly unknown[];
  /** Words, and the default in words after them. */
  readonly description?: string;
  /** Smallest number. */
  readonly minimum?: number;
  /** Largest number. */
  readonly maximum?: number;
  /** Keys of an object. */
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  /** Keys that an object must have. */
  readonly required?: readonly string[];
  /** Entries of a map, or if there may be other keys. */
  readonly additionalProperties?: JsonSchema | boolean;
  /** Entries of a list. */
  readonly items?: JsonSchema;
  /** Schemas by name. */
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
}

/** Name of the form that holds anything. */
export const FREE_DATA = 'plainData';

/** A schema, and its name if it has one. */
export interface ResolvedSchema {
  /** The schema itself, no reference. */
  readonly schema: JsonSchema;
  /** Its name among the definitions. */
  readonly name?: string;
}

/** The schema that a reference names, or the schema itself. */
export function resolveSchema(schema: JsonSchema, root: JsonSchema): ResolvedSchema {
  const reference = schema.$ref ?? schema.allOf?.map(({ $ref }) => $ref)[0];
  const name = reference?.replace('#/definitions/', '');
  return name === undefined ? { schema } : { schema: root.definitions?.[name] ?? {}, name };
}

/** The words of a property, and its default in words if it has one. */
export function describedWords({ description = '' }: JsonSchema): {
  readonly text: string;
  readonly fallback?: string;
} {
  const [text = '', fallback] = description.split('\n\nDefault: ');
  return { text, ...(fallback !== undefined && { fallback }) };
}

/** The form of a value in words, such as `number, 1 to 512`. Literals stand in backticks. */
export function formWords(property: JsonSchema, root: JsonSchema): string {
  const { schema, name } = resolveSchema(property, root);
  if (name === FREE_DATA) return 'keys and values';
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map((each) => formWords(each, root)))].join(' or ');
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (schema.enum !== undefined) return schema.enum.map((word) => `\`${String(word)}\``).join(', ');
  if (typeof schema.type === 'object') return schema.type.map((type) => formWords({ type }, root)).join(' or ');
  switch (schema.type) {
    case 'array':
      return `list of ${formWords(schema.items ?? {}, root)}`;
    case 'boolean':
      return '`true`, `false`';
    case 'integer':
    case 'number':
      return numberWords(schema);
    case 'object':
      return objectWords(schema, root);
    default:
      return 'text';
  }
}

function numberWords({ minimum, maximum }: JsonSchema): string {
  if (maximum !== undefined) return `number, ${minimum ?? 0} to ${maximum}`;
  return minimum === undefined ? 'number' : `number, ${minimum} or more`;
}

function objectWords({ properties, additionalProperties }: JsonSchema, root: JsonSchema): string {
  if (properties !== undefined || typeof additionalProperties !== 'object') return 'keys';
  const entry = resolveSchema(additionalProperties, root).schema;
  if (entry.properties !== undefined || entry.anyOf?.some(({ type }) => type === 'array') === true) {
    return 'keys by name';
  }
  return `${formWords(entry, root)} by name`;
}
