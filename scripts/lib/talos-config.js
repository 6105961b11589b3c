// @ts-check
'use strict';

const { mkdirSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { forPatches } = require('./patch-schema');
const { readTalosSchemas, writableContracts } = require('./talos-schemas');

/** @typedef {import('./talos-schemas').TalosSchema} TalosSchema */

/** Definition of the document without a kind. */
const MAIN_DOCUMENT = 'v1alpha1.Config';

/**
 * Files that hold what the library knows of machine configurations.
 *
 * @param {string} root directory of the project
 * @returns {string[]} full paths
 */
function talosConfigFiles(root) {
  return writableContracts(root).flatMap((contract) => [schemaFile(root, contract), validatorsFile(root, contract)]);
}

/**
 * Writes the schema of each contract, and the code that checks patches against it: making that code takes longer than
 * all the rest of a synth, so it is done here.
 *
 * @param {string} root directory of the project
 */
function writeTalosConfig(root) {
  mkdirSync(directoryOf(root), { recursive: true });
  for (const [contract, schema] of readTalosSchemas(root)) {
    writeFileSync(schemaFile(root, contract), JSON.stringify(schema));
    writeFileSync(validatorsFile(root, contract), validatorsOf(schema));
  }
}

/**
 * A module with a validator of patches for each kind of document, by name of its definition.
 *
 * @param {TalosSchema} schema
 * @returns {string} CommonJS
 */
function validatorsOf({ $defs, kinds }) {
  // loaded only when there is something to compile
  const { Ajv } = require('ajv');
  const standaloneCode = require('ajv/dist/standalone').default;
  const { minifySync } = require('@swc/core');
  const ajv = new Ajv({
    allErrors: true,
    // a message names what the schema has at that place
    verbose: true,
    strict: false,
    validateFormats: false,
    unicodeRegExp: false,
    // the schemas are read above, and know what is not in the standard
    meta: false,
    validateSchema: false,
    // a definition that many others name stands there once
    inlineRefs: false,
    code: { source: true },
  });
  const definitions = Object.entries($defs).map(([name, definition]) => [name, forPatches(definition)]);
  ajv.addSchema({ $id: 'talos', $defs: Object.fromEntries(definitions) });
  const documents = [MAIN_DOCUMENT, ...Object.values(kinds)];
  const code = standaloneCode(ajv, Object.fromEntries(documents.map((name) => [name, `talos#/$defs/${name}`])));
  return minifySync(code, { compress: false, mangle: true, module: false, toplevel: true }).code;
}

/**
 * @param {string} root
 * @param {string} contract
 */
function schemaFile(root, contract) {
  return join(directoryOf(root), `${contract}.schema.json`);
}

/**
 * @param {string} root
 * @param {string} contract
 */
function validatorsFile(root, contract) {
  return join(directoryOf(root), `${contract}.validators.js`);
}

/** @param {string} root */
function directoryOf(root) {
  return join(root, 'lib', 'schemas', 'talos-config');
}

module.exports = { talosConfigFiles, writeTalosConfig };
