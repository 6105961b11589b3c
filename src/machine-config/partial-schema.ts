import type { JsonSchema } from '../data/talos-schema';

/** A JSON Schema as the validator takes it. */
export type AjvSchema = Readonly<Record<string, unknown>>;

/** Words that Talos takes for `true` and `false`, as YAML 1.1 did. */
const OLD_BOOLEANS = '^(?:y|Y|yes|Yes|YES|n|N|no|No|NO|on|On|ON|off|Off|OFF)$';

/** Types of JSON that Talos reads a type of its schema from; nothing (`null`) leaves any field as it is. */
const READ_FROM: Readonly<Record<string, readonly string[]>> = {
  array: ['array', 'null'],
  boolean: ['boolean', 'string', 'null'],
  integer: ['integer', 'null'],
  object: ['object', 'null'],
  string: ['string', 'number', 'boolean', 'null'],
};

/**
 * A schema of whole documents made to fit patches: nothing is required, and values may be written in every way that
 * Talos reads.
 */
export function forPatches(schema: JsonSchema): AjvSchema {
  const { type, $ref, properties, additionalProperties, patternProperties, items, oneOf } = schema;
  return {
    ...($ref !== undefined && { $ref: $ref.replace('#', 'talos#') }),
    ...(type !== undefined && typeForPatches(type, schema.pattern)),
    ...(schema.enum !== undefined && { enum: [...schema.enum, null] }),
    ...(properties !== undefined && { properties: mapValues(properties, forPatches) }),
    ...(patternProperties !== undefined && { patternProperties: mapValues(patternProperties, forPatches) }),
    ...(additionalProperties !== undefined && {
      additionalProperties:
        typeof additionalProperties === 'boolean' ? additionalProperties : forPatches(additionalProperties),
    }),
    ...(items !== undefined && { items: neverNull(forPatches(items)) }),
    // values that Talos reads in several ways fit several forms
    ...(oneOf !== undefined && { anyOf: oneOf.map(forPatches) }),
  };
}

/** An item of a list that is nothing is a slip, and in some lists it crashes Talos. */
function neverNull(schema: AjvSchema): AjvSchema {
  const types = Array.isArray(schema.type) ? schema.type : ['array', 'boolean', 'number', 'object', 'string'];
  return { expects: 'something', ...schema, type: types.filter((type) => type !== 'null') };
}

function typeForPatches(type: string, pattern: string | undefined): AjvSchema {
  if (type === 'boolean') return { type: READ_FROM.boolean, pattern: OLD_BOOLEANS, expects: type };
  if (type === 'integer') return { type: READ_FROM.integer, minimum: 0, expects: type };
  if (pattern === undefined) return { type: READ_FROM[type] ?? type, expects: type };
  // the published patterns know addresses in lower case only
  return {
    type: ['string', 'null'],
    pattern: pattern.replace('a-f', 'a-fA-F').replace('A-FA-F', 'A-F'),
    expects: type,
  };
}

function mapValues<T>(
  values: Readonly<Record<string, JsonSchema>>,
  change: (schema: JsonSchema) => T,
): Record<string, T> {
  return Object.fromEntries(Object.entries(values).map(([key, schema]) => [key, change(schema)]));
}
