// @ts-check
'use strict';

/** @typedef {import('./talos-schemas').JsonSchema} JsonSchema */

/**
 * A JSON Schema as the validator takes it.
 *
 * @typedef {Readonly<Record<string, unknown>>} PatchSchema
 */

/** Words that Talos takes for `true` and `false`, as YAML 1.1 did. */
const OLD_BOOLEANS = '^(?:y|Y|yes|Yes|YES|n|N|no|No|NO|on|On|ON|off|Off|OFF)$';

/**
 * Types of JSON that Talos reads a type of its schema from; nothing (`null`) leaves any field as it is.
 *
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const READ_FROM = {
  array: ['array', 'null'],
  boolean: ['boolean', 'string', 'null'],
  integer: ['integer', 'null'],
  object: ['object', 'null'],
  string: ['string', 'number', 'boolean', 'null'],
};

/**
 * A schema of whole documents made to fit patches: nothing is required, and values may be written in every way that
 * Talos reads. The keyword `expects` names the type that messages are to speak of.
 *
 * @param {JsonSchema} schema
 * @returns {PatchSchema}
 */
function forPatches(schema) {
  const { type, $ref, properties, additionalProperties, patternProperties, items, oneOf } = schema;
  return {
    ...($ref !== undefined && { $ref }),
    ...(type !== undefined && typeForPatches(type, schema.pattern)),
    ...(schema.enum !== undefined && { enum: [...schema.enum, null] }),
    ...(properties !== undefined && { properties: eachForPatches(properties) }),
    ...(patternProperties !== undefined && { patternProperties: eachForPatches(patternProperties) }),
    ...(additionalProperties !== undefined && {
      additionalProperties:
        typeof additionalProperties === 'boolean' ? additionalProperties : forPatches(additionalProperties),
    }),
    ...(items !== undefined && { items: neverNull(forPatches(items)) }),
    // values that Talos reads in several ways fit several forms
    ...(oneOf !== undefined && { anyOf: oneOf.map(forPatches) }),
  };
}

/**
 * @param {Readonly<Record<string, JsonSchema>>} schemas
 * @returns {Record<string, PatchSchema>}
 */
function eachForPatches(schemas) {
  return Object.fromEntries(Object.entries(schemas).map(([key, schema]) => [key, forPatches(schema)]));
}

/**
 * An item of a list that is nothing crashes Talos.
 *
 * @param {PatchSchema} schema
 * @returns {PatchSchema}
 */
function neverNull(schema) {
  const types = Array.isArray(schema['type']) ? schema['type'] : ['array', 'boolean', 'number', 'object', 'string'];
  return { expects: 'something', ...schema, type: types.filter((type) => type !== 'null') };
}

/**
 * @param {string} type
 * @param {string | undefined} pattern
 * @returns {PatchSchema}
 */
function typeForPatches(type, pattern) {
  if (type === 'boolean') return { type: READ_FROM['boolean'], pattern: OLD_BOOLEANS, expects: type };
  if (type === 'integer') return { type: READ_FROM['integer'], minimum: 0, expects: type };
  if (pattern === undefined) return { type: READ_FROM[type] ?? type, expects: type };
  // the published patterns know addresses in lower case only
  return {
    type: ['string', 'null'],
    pattern: pattern.replace('a-f', 'a-fA-F').replace('A-FA-F', 'A-F'),
    expects: type,
  };
}

module.exports = { forPatches };
