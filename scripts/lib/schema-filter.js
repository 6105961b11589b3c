// @ts-check
'use strict';

/** @typedef {import('./providers').Provider} Provider */

/**
 * A document of `tofu providers schema -json`, with the versions of `tofu version -json`.
 *
 * @typedef {object} SchemaDocument
 * @property {string} format_version
 * @property {Record<string, ProviderSchema>} provider_schemas
 * @property {Record<string, string>} provider_versions
 */

/**
 * @typedef {object} ProviderSchema
 * @property {unknown} provider
 * @property {Record<string, unknown>} [resource_schemas]
 * @property {Record<string, unknown>} [data_source_schemas]
 * @property {Record<string, unknown>} [ephemeral_resource_schemas]
 */

/**
 * Sections of a provider's schema, with the part of the list that says which types are kept.
 *
 * @type {readonly (readonly ['resource_schemas' | 'data_source_schemas' | 'ephemeral_resource_schemas', 'resources' | 'dataSources' | 'ephemeralResources'])[]}
 */
const SECTIONS = [
  ['resource_schemas', 'resources'],
  ['data_source_schemas', 'dataSources'],
  ['ephemeral_resource_schemas', 'ephemeralResources'],
];

/**
 * The part of a schema document that the list names, without prose and with sorted keys.
 *
 * @param {SchemaDocument} document whole schema of the provider
 * @param {Provider} provider
 * @returns {SchemaDocument}
 * @throws if the provider, its version or a listed type is not in the document
 */
function filterSchema(document, provider) {
  const address = addressOf(document, provider);
  const schema = document.provider_schemas[address];
  if (schema === undefined) throw new Error(`no schema of ${provider.source}`);
  /** @type {ProviderSchema} */
  const kept = { provider: withoutProse(schema.provider) };
  for (const [section, list] of SECTIONS) {
    const types = pick(schema[section] ?? {}, provider[list], `${list} of ${provider.name}`);
    if (Object.keys(types).length > 0) kept[section] = types;
  }
  return /** @type {SchemaDocument} */ (
    sortKeys({
      format_version: document.format_version,
      provider_schemas: { [address]: kept },
      provider_versions: { [address]: provider.version },
    })
  );
}

/**
 * @param {SchemaDocument} document
 * @param {Provider} provider
 * @returns {string} full address, such as `registry.opentofu.org/bpg/proxmox`
 */
function addressOf(document, provider) {
  const addresses = Object.keys(document.provider_schemas);
  const address = addresses.find((candidate) => candidate.split('/').slice(1).join('/') === provider.source);
  if (address === undefined) throw new Error(`no schema of ${provider.source}; got ${addresses.join(', ')}`);
  const version = document.provider_versions[address];
  if (version !== provider.version) {
    throw new Error(`schema of ${provider.source} is of version ${version}, the list says ${provider.version}`);
  }
  return address;
}

/**
 * @param {Record<string, unknown>} types
 * @param {readonly string[]} names
 * @param {string} place
 */
function pick(types, names, place) {
  const missing = names.filter((name) => types[name] === undefined);
  if (missing.length > 0) throw new Error(`not in the schema: ${missing.join(', ')} (${place})`);
  return Object.fromEntries(names.map((name) => [name, withoutProse(types[name])]));
}

/**
 * A schema without descriptions: they change with every release and are one link away in the provider's pages. They are
 * taken from where a schema has them, so that attributes, blocks and keys of object types may be called as they like.
 *
 * @param {any} schema of the provider or of one type
 */
function withoutProse({ block, ...schema }) {
  return { ...schema, block: blockWithoutProse(block) };
}

/** @param {any} block */
function blockWithoutProse({ attributes, block_types: nested, ...block }) {
  return {
    ...ownWithoutProse(block),
    ...(attributes && { attributes: mapValues(attributes, attributeWithoutProse) }),
    ...(nested && { block_types: mapValues(nested, withoutProse) }),
  };
}

/**
 * Its type expression stays as it is.
 *
 * @param {any} attribute
 * @returns {object}
 */
function attributeWithoutProse({ nested_type: nested, ...attribute }) {
  if (nested === undefined) return ownWithoutProse(attribute);
  const attributes = mapValues(nested.attributes, attributeWithoutProse);
  return { ...ownWithoutProse(attribute), nested_type: { ...nested, attributes } };
}

/** @param {Record<string, unknown>} described */
function ownWithoutProse({ description, description_kind, deprecation_message, ...rest }) {
  return rest;
}

/**
 * @param {Record<string, unknown>} values
 * @param {(value: any) => unknown} map
 */
function mapValues(values, map) {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, map(value)]));
}

/**
 * If true, somebody has taken the prose out of the document before: a provider describes something in every schema. A
 * careless trimming also takes the attributes called `description` out of object types.
 *
 * @param {SchemaDocument} document
 */
function looksTrimmed({ provider_schemas: schemas }) {
  return !JSON.stringify(schemas).includes('"description_kind":');
}

/**
 * @param {unknown} value
 * @returns {unknown}
 */
function sortKeys(value) {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sortKeys(item)]));
}

module.exports = { filterSchema, looksTrimmed };
