// @ts-check
'use strict';

const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { parse } = require('yaml');

/** @typedef {import('./cluster-schema').JsonSchema} JsonSchema */

/**
 * An example of some settings that belong together.
 *
 * @typedef {object} SettingExample
 * @property {string} title
 * @property {string} text what it shows
 * @property {string} code part of a cluster file, as YAML
 * @property {unknown} value the same as data
 */

const DIRECTORY = join('templates', 'settings');

/** Sections of a machine that has every setting which may stand for all machines. */
const OF_ALL_MACHINES = 'machine';
const MACHINES = ['node', 'nodeDefaults'];

/**
 * The examples, sorted by the names of their files.
 *
 * @param {string} root directory of the project
 * @returns {SettingExample[]}
 */
function settingExamples(root) {
  const directory = join(root, DIRECTORY);
  return readdirSync(directory)
    .sort()
    .map((name) => {
      const lines = readFileSync(join(directory, name), 'utf8').split('\n');
      const start = lines.findIndex((line) => !line.startsWith('#'));
      const [title = '', ...words] = lines.slice(0, start).map((line) => line.replace(/^# ?/, ''));
      const code = lines.slice(start).join('\n');
      return { title, text: words.join('\n').trim(), code, value: parse(code) };
    });
}

/**
 * Puts each part of the examples beside the key of the schema that it is of; the first example of a key stays.
 *
 * @param {JsonSchema} schema
 * @param {SettingExample[]} examples
 */
function addExamples(schema, examples) {
  for (const { value } of examples) addParts(schema, value, schema, 0);
  const { properties = {}, definitions = {} } = schema;
  const shared = resolved(/** @type {JsonSchema} */ (properties[OF_ALL_MACHINES]), schema).properties ?? {};
  for (const name of MACHINES) {
    for (const [key, property] of Object.entries(definitions[name]?.properties ?? {})) {
      const same = /** @type {JsonSchema | undefined} */ (shared[key]);
      if (same?.examples !== undefined) addExample(/** @type {JsonSchema} */ (property), same.examples[0], schema);
    }
  }
}

/**
 * @param {JsonSchema} property
 * @param {unknown} value
 * @param {JsonSchema} root
 */
function addExample(property, value, root) {
  property.examples ??= [value];
  addParts(property, value, root, 1);
}

/**
 * @param {JsonSchema} schema of the value
 * @param {unknown} value
 * @param {JsonSchema} root
 * @param {number} depth
 */
function addParts(schema, value, root, depth) {
  if (typeof value !== 'object' || value === null) return;
  for (const form of formsOf(schema, root)) {
    for (const [key, entry] of Object.entries(value)) {
      const property = Array.isArray(value) ? form.items : (form.properties?.[key] ?? form.additionalProperties);
      if (typeof property !== 'object' || Array.isArray(property)) continue;
      const isKey = !Array.isArray(value) && form.properties?.[key] !== undefined;
      if (isKey && depth > 0) property.examples ??= [entry];
      addParts(property, entry, root, depth + 1);
    }
  }
}

/**
 * A schema and the alternatives in it.
 *
 * @param {JsonSchema} schema
 * @param {JsonSchema} root
 * @returns {JsonSchema[]}
 */
function formsOf(schema, root) {
  const form = resolved(schema, root);
  return [form, ...(form.anyOf ?? []).flatMap((each) => formsOf(/** @type {JsonSchema} */ (each), root))];
}

/**
 * @param {JsonSchema} schema
 * @param {JsonSchema} root
 * @returns {JsonSchema}
 */
function resolved(schema, root) {
  const reference = schema.$ref ?? (schema.allOf ?? []).map((each) => /** @type {JsonSchema} */ (each).$ref)[0];
  if (reference === undefined) return schema;
  return root.definitions?.[reference.replace('#/definitions/', '')] ?? {};
}

module.exports = { addExamples, settingExamples };
