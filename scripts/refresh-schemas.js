// @ts-check
'use strict';

const { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { spawnSync } = require('node:child_process');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { parseArgs } = require('node:util');
const { runCommand } = require('./lib/command');
const { projectRoot } = require('./lib/paths');
const { readProviders, schemaFile } = require('./lib/providers');
const { filterSchema, looksTrimmed } = require('./lib/schema-filter');

/** @typedef {import('./lib/providers').Provider} Provider */
/** @typedef {import('./lib/schema-filter').SchemaDocument} SchemaDocument */

const usage = `usage: npm run schemas -- [--from <directory>] [provider …]

Writes schemas/providers/<name>.json for the providers and types of schemas/providers.json:
from the real providers with OpenTofu (needs a provider registry), or
from whole schemas in <directory>/<name>.json, in the form of \`tofu providers schema -json\`
with an additional "provider_versions" object.`;

function main() {
  const { values, positionals } = parseArgs({
    options: { from: { type: 'string' }, help: { type: 'boolean' } },
    allowPositionals: true,
  });
  if (values.help === true) {
    console.log(usage);
    return;
  }
  const from = values.from;
  mkdirSync(join(projectRoot, 'schemas', 'providers'), { recursive: true });
  for (const provider of selectProviders(positionals)) {
    const document = from === undefined ? askProvider(provider) : readDocument(join(from, `${provider.name}.json`));
    if (looksTrimmed(document)) console.warn(trimmedWarning(provider.name));
    const file = schemaFile(projectRoot, provider.name);
    writeFileSync(file, `${JSON.stringify(filterSchema(document, provider), null, 2)}\n`);
    console.log(`${provider.name} ${provider.version}`);
  }
}

/** @param {string} name */
function trimmedWarning(name) {
  return `warning: ${name}.json has no descriptions, so it is not what the provider printed. An attribute called "description" may be missing in the type of an object; compare these types with the provider's pages.`;
}

/** @param {readonly string[]} names all if empty */
function selectProviders(names) {
  const providers = readProviders(projectRoot);
  const unknown = names.filter((name) => !providers.some((provider) => provider.name === name));
  if (unknown.length > 0) throw new Error(`not in schemas/providers.json: ${unknown.join(', ')}`);
  return names.length === 0 ? providers : providers.filter((provider) => names.includes(provider.name));
}

/**
 * The schema as the provider itself tells it, each provider in a directory of its own.
 *
 * @param {Provider} provider
 * @returns {SchemaDocument}
 */
function askProvider(provider) {
  const directory = mkdtempSync(join(tmpdir(), 'provider-schema-'));
  try {
    const required = { [provider.name]: { source: provider.source, version: provider.version } };
    writeFileSync(join(directory, 'main.tf.json'), JSON.stringify({ terraform: { required_providers: required } }));
    runTofu(directory, 'init', '-no-color');
    const document = JSON.parse(runTofu(directory, 'providers', 'schema', '-json'));
    const { provider_selections: versions } = JSON.parse(runTofu(directory, 'version', '-json'));
    return { ...document, provider_versions: versions };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/**
 * @param {string} directory
 * @param {readonly string[]} args
 * @returns {string} what it prints
 */
function runTofu(directory, ...args) {
  const tofu = process.env['TERRAFORM_BINARY_NAME'] ?? 'tofu';
  const { error, status, stdout } = spawnSync(tofu, args, {
    cwd: directory,
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (error !== undefined) {
    throw new Error(`${tofu} cannot be run (${error.message}); install OpenTofu, or give --from <directory>`);
  }
  if (status !== 0) throw new Error(`${tofu} ${args.join(' ')} failed in ${directory}`);
  return stdout;
}

/**
 * @param {string} file
 * @returns {SchemaDocument}
 */
function readDocument(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

void runCommand(main);
