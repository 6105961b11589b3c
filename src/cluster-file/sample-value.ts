import { ANY_NAME } from './schema-keys';
import { describedWords, FREE_DATA, type JsonSchema, resolveSchema } from './schema-words';

/** A value as a description names one: "such as `v1.13.9`". */
const NAMED_VALUE = /such as `([^`]+)`/;

/**
 * A value that may stand in a place: the one of an example, the one that its words name, its default, the first that it takes, or a word in angle
 * brackets for what only a person knows. Of an object it has the keys that are required, or the first one.
 */
export function sampleValue(property: JsonSchema, root: JsonSchema): unknown {
  const [example] = property.examples ?? [];
  if (example !== undefined) return example;
  const { schema, name } = resolveSchema(property, root);
  if (name === FREE_DATA) return {};
  const named = NAMED_VALUE.exec(describedWords(property).text)?.[1];
  if (named !== undefined && isText(schema)) return named;
  const fallback = property.default ?? schema.default;
  if (fallback !== undefined) return fallback;
  if (schema.anyOf?.[0] !== undefined) return sampleValue(schema.anyOf[0], root);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  return sampleOfType(schema, root);
}

function sampleOfType(schema: JsonSchema, root: JsonSchema): unknown {
  switch (typeof schema.type === 'object' ? schema.type[0] : schema.type) {
    case 'array':
      return [sampleValue(schema.items ?? {}, root)];
    case 'boolean':
      return true;
    case 'integer':
    case 'number':
      return schema.minimum ?? 1;
    case 'object':
      return sampleObject(schema, root);
    default:
      return '<text>';
  }
}

function sampleObject({ properties = {}, required = [], additionalProperties }: JsonSchema, root: JsonSchema): unknown {
  const [first] = Object.keys(properties);
  const keys = required.length > 0 || first === undefined ? required : [first];
  const entries = keys.map((key) => [key, sampleValue(properties[key] ?? {}, root)]);
  if (entries.length > 0 || typeof additionalProperties !== 'object') return Object.fromEntries(entries);
  return { [ANY_NAME]: sampleValue(additionalProperties, root) };
}

function isText({ type, anyOf, enum: words }: JsonSchema): boolean {
  return words === undefined && (type === 'string' || anyOf?.every((each) => each.type !== 'object') === true);
}
