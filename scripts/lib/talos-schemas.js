// @ts-check
'use strict';

const { readFileSync } = require('node:fs');
const { join } = require('node:path');

/**
 * A JSON Schema, as far as machine configurations use it.
 *
 * @typedef {object} JsonSchema
 * @property {string} [type] the schemas name one
 * @property {string} [$ref] such as `#/$defs/network.RouteConfig`
 * @property {Readonly<Record<string, JsonSchema>>} [properties]
 * @property {boolean | JsonSchema} [additionalProperties]
 * @property {Readonly<Record<string, JsonSchema>>} [patternProperties]
 * @property {readonly string[]} [required]
 * @property {JsonSchema} [items]
 * @property {readonly unknown[]} [enum]
 * @property {string} [pattern]
 * @property {readonly JsonSchema[]} [oneOf]
 */

/** @typedef {Readonly<Record<string, JsonSchema>>} Definitions */

/**
 * The machine configuration of one contract.
 *
 * @typedef {object} TalosSchema
 * @property {Definitions} $defs
 * @property {Readonly<Record<string, string>>} kinds name of the definition of each kind of document
 * @property {Readonly<Record<string, readonly object[]>>} documents what Talos generates, by machine type
 */

/**
 * Faults of the published schemas.
 *
 * @typedef {object} Corrections
 * @property {Readonly<Record<string, string>>} kinds names that Talos knows, by those published
 * @property {Readonly<Record<string, Definitions>>} fields types that Talos reads, by definition
 * @property {Readonly<Record<string, Definitions>>} definitions what is missing, by contract
 */

/**
 * The contracts whose machine configuration can be written, oldest first.
 *
 * @param {string} root directory of the project
 * @returns {string[]} such as `v1.13`
 */
function writableContracts(root) {
  /** @type {{ contracts: { writes: string[] }[] }} */
  const { contracts } = JSON.parse(readFileSync(join(root, 'schemas', 'support.json'), 'utf8'));
  return contracts.flatMap(({ writes }) => writes);
}

/**
 * The schema of the machine configuration of each contract, with the faults of the published one mended: kinds have
 * the names that Talos knows, fields have the types that Talos reads, and fields of the main document that are only
 * deprecated are still there.
 *
 * @param {string} root directory of the project
 * @returns {Map<string, TalosSchema>} by contract
 */
function readTalosSchemas(root) {
  /** @type {(name: string) => any} */
  const read = (name) => JSON.parse(readFileSync(join(root, 'schemas', 'talos-config', `${name}.json`), 'utf8'));
  const corrections = read('corrections');
  const { documents } = read('generated');

  /** @type {Definitions[]} newest first */
  const older = [];
  /** @type {Map<string, TalosSchema>} */
  const schemas = new Map();
  for (const contract of writableContracts(root)) {
    const published = read(contract).$defs;
    const definitions = { ...older.reduce(addMissing, published), ...corrections.definitions[contract] };
    schemas.set(contract, { ...corrected(definitions, corrections), documents: documents[contract] });
    older.unshift(published);
  }
  return schemas;
}

/**
 * Adds the parts of the main document that an older contract had: Talos still takes them.
 *
 * @param {Definitions} definitions
 * @param {Definitions} older
 * @returns {Definitions}
 */
function addMissing(definitions, older) {
  const added = Object.entries(older)
    .filter(([name]) => name.startsWith('v1alpha1.'))
    .map(([name, definition]) => {
      const newer = definitions[name];
      return [name, { ...definition, ...newer, properties: { ...definition.properties, ...newer?.properties } }];
    });
  return { ...definitions, ...Object.fromEntries(added) };
}

/**
 * @param {Definitions} definitions
 * @param {Corrections} corrections
 * @returns {Pick<TalosSchema, '$defs' | 'kinds'>}
 */
function corrected(definitions, corrections) {
  /** @type {Record<string, JsonSchema>} */
  const $defs = {};
  /** @type {Record<string, string>} */
  const kinds = {};
  for (const [name, definition] of Object.entries(definitions)) {
    const fields = { ...definition.properties, ...corrections.fields[name] };
    $defs[name] = { ...definition, properties: fields };
    const [published] = fields['kind']?.enum ?? [];
    if (typeof published !== 'string') continue;
    const kind = corrections.kinds[published] ?? published;
    kinds[kind] = name;
    $defs[name] = { ...definition, properties: { ...fields, kind: { enum: [kind] } } };
  }
  return { $defs, kinds };
}

module.exports = { readTalosSchemas, writableContracts };
