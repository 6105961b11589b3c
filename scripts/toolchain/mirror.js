// @ts-check
'use strict';

const { chmodSync, linkSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { join, relative } = require('node:path');
const { projectRoot } = require('../lib/paths');
const { readProviders, schemaFile } = require('../lib/providers');
const { cacheDirectory, keyOf, makeOnce } = require('./cache');
const { REGISTRY } = require('./local-mirror');

/** @typedef {import('../lib/providers').Provider} Provider */

/**
 * A provider in one version, as the filesystem mirror holds it.
 *
 * @typedef {object} MirroredProvider
 * @property {Provider} provider
 * @property {string} version
 * @property {string} program path of what answers for it
 * @property {string} [schema] text of the schema, for a stand-in
 */

/**
 * Providers of `schemas/providers.json`: the real program where there is one, else a stand-in in the lowest version
 * that the constraint admits.
 *
 * @param {{ simulator: string, built: ReadonlyMap<string, string> }} programs `built` by short source
 * @param {readonly Provider[]} [providers]
 * @returns {MirroredProvider[]}
 */
function mirroredProviders({ simulator, built }, providers = readProviders(projectRoot)) {
  return providers.map((provider) => {
    const program = built.get(provider.source);
    if (program !== undefined) return { provider, version: provider.version, program };
    const schema = readFileSync(schemaFile(projectRoot, provider.name), 'utf8');
    return { provider, version: provider.constraint.replace(/^[^\d]*/, ''), program: simulator, schema };
  });
}

/**
 * Writes a filesystem mirror and the CLI configuration that takes providers from there and from nowhere else.
 *
 * @param {readonly MirroredProvider[]} providers
 * @param {{ directory: string, sources: readonly string[] }} [local] mirror of somebody else, and what is taken from it
 * @returns {string} path of the CLI configuration
 */
function provideMirror(providers, local) {
  const parts = providers.flatMap(({ provider, version, program, schema }) => [
    provider.source,
    version,
    program,
    schema ?? '',
  ]);
  const taken = local === undefined ? [] : [local.directory, ...local.sources];
  const directory = join(cacheDirectory(), 'mirrors', keyOf([LAYOUT, ...parts, ...taken]));
  makeOnce(directory, (draft) => {
    for (const provider of providers) addProvider(join(draft, REGISTRY), provider);
    const own = { directory, sources: providers.map(({ provider }) => provider.source) };
    const mirrors = [local, own].filter((mirror) => mirror !== undefined && mirror.sources.length > 0);
    writeFileSync(join(draft, 'cli.tfrc'), cliConfiguration(mirrors.map(mirrorBlock).join('\n  ')));
  });
  return join(directory, 'cli.tfrc');
}

/** Changed whenever the files of a mirror are written in another way. */
const LAYOUT = '2';

/** @param {{ directory: string, sources: readonly string[] } | undefined} mirror */
function mirrorBlock(mirror) {
  const included = mirror?.sources.map((source) => `${REGISTRY}/${source}`);
  return `filesystem_mirror {\n    path    = ${JSON.stringify(mirror?.directory)}\n    include = ${JSON.stringify(included)}\n  }`;
}

/**
 * A CLI configuration that downloads the real providers, once for all stacks.
 *
 * @returns {string} path of the CLI configuration
 */
function provideRegistryAccess() {
  const directory = join(cacheDirectory(), 'registry');
  makeOnce(directory, (draft) => {
    mkdirSync(join(draft, 'plugins'));
    const plugins = `plugin_cache_dir = ${JSON.stringify(join(directory, 'plugins'))}\n`;
    writeFileSync(join(draft, 'cli.tfrc'), plugins + cliConfiguration('direct {}'));
  });
  return join(directory, 'cli.tfrc');
}

/** @param {string} method */
function cliConfiguration(method) {
  return `provider_installation {\n  ${method}\n}\n`;
}

/**
 * @param {string} root
 * @param {MirroredProvider} mirrored
 * @param {'movable'} [kind] if the mirror and what it starts may be moved together
 */
function addProvider(root, { provider, version, program, schema }, kind) {
  const type = provider.source.split('/')[1];
  const directory = join(root, provider.source, version, platform());
  const file = join(directory, `terraform-provider-${type}_v${version}`);
  mkdirSync(directory, { recursive: true });
  if (schema === undefined) {
    linkSync(program, file);
    return;
  }
  writeFileSync(join(directory, 'schema.json'), schema);
  // a script, not a copy of the program: OpenTofu hashes what lies here whenever it starts
  const started = kind === 'movable' ? `"\${0%/*}/${relative(directory, program)}"` : quoted(program);
  writeFileSync(file, `#!/bin/sh\nexec ${started} provider "\${0%/*}/schema.json"\n`);
  chmodSync(file, 0o755);
}

/** Platform in the words of Go. */
function platform() {
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
  return `${process.platform}_${architecture}`;
}

/** @param {string} text */
function quoted(text) {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

module.exports = { addProvider, mirroredProviders, platform, provideMirror, provideRegistryAccess };
