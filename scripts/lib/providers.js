// @ts-check
'use strict';

const { readFileSync } = require('node:fs');
const { join } = require('node:path');

/**
 * One provider of `schemas/providers.json`.
 *
 * @typedef {object} Provider
 * @property {string} name local name, such as `proxmox`
 * @property {string} source short source, such as `bpg/proxmox`
 * @property {string} version exact version that the schema was taken from
 * @property {string} constraint what `required_providers` renders
 * @property {readonly string[]} resources types of resources that are kept
 * @property {readonly string[]} dataSources types of data sources that are kept
 * @property {readonly string[]} ephemeralResources types of ephemeral resources that are kept
 */

/**
 * The list of providers and of the types that are kept of each.
 *
 * @param {string} root directory of the project
 * @returns {Provider[]}
 */
function readProviders(root) {
  /** @type {Record<string, Omit<Provider, 'name'>>} */
  const listed = JSON.parse(readFileSync(join(root, 'schemas', 'providers.json'), 'utf8'));
  return Object.entries(listed).map(([name, provider]) => ({ name, ...provider }));
}

/**
 * File that holds the schema of a provider.
 *
 * @param {string} root directory of the project
 * @param {string} name local name of the provider
 */
function schemaFile(root, name) {
  return join(root, 'schemas', 'providers', `${name}.json`);
}

module.exports = { readProviders, schemaFile };
