// @ts-check
'use strict';

const { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { dirname, join, relative } = require('node:path');
const { filesBelow } = require('./paths');
const { readProviders, schemaFile } = require('./providers');

/** @typedef {import('./providers').Provider} Provider */

/**
 * Writes `.gen/providers/<name>` for every provider of the list.
 * Files whose content stays the same are not touched, files that are no longer generated are deleted.
 *
 * @param {string} root directory of the project
 */
async function generateBindings(root) {
  const draft = mkdtempSync(join(tmpdir(), 'bindings-'));
  try {
    for (const provider of readProviders(root)) await generateProvider(root, provider, draft);
    replaceDirectory(join(root, '.gen'), draft);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/**
 * @param {string} root
 * @param {Provider} provider
 * @param {string} target
 */
async function generateProvider(root, provider, target) {
  const { CodeMaker, ConstructsMakerTarget, Language, TerraformProviderConstraint, TerraformProviderGenerator } =
    load();
  const code = new CodeMaker();
  const { name, source, version } = provider;
  // a generator per provider: a shared one loses every provider class but the first
  const generator = new TerraformProviderGenerator(code, readSchema(root, provider));
  const wanted = new TerraformProviderConstraint({ name, source, version });
  generator.generate(ConstructsMakerTarget.from(wanted, Language.TYPESCRIPT));
  await code.save(target);
  correctLinks(join(target, 'providers', name), provider);
}

/**
 * Links of the generated docs name the version that is rendered; a constraint there is no page.
 *
 * @param {string} directory
 * @param {Provider} provider
 */
function correctLinks(directory, { source, version, constraint }) {
  for (const file of filesBelow(directory, (name) => name.endsWith('.ts'))) {
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replaceAll(`/${source}/${constraint}/docs`, `/${source}/${version}/docs`));
  }
}

/**
 * The schema of a provider as the generator must see it so that `required_providers` gets the short source and
 * the constraint: keys at the generator's default registry, and the constraint in the place of the version.
 *
 * @param {string} root
 * @param {Provider} provider
 */
function readSchema(root, { name, source, constraint }) {
  const { sanitizeProviderSchema } = load();
  const document = JSON.parse(readFileSync(schemaFile(root, name), 'utf8'));
  const [schema] = Object.values(document.provider_schemas);
  const address = `registry.terraform.io/${source}`;
  return sanitizeProviderSchema({
    format_version: document.format_version,
    provider_schemas: { [address]: schema },
    provider_versions: { [address]: constraint },
  });
}

/** The generator, loaded only when there is something to generate: it takes half a second. */
function load() {
  // these modules ask a binary for its version while loading; nothing here needs the answer
  process.env['TERRAFORM_BINARY_NAME'] = 'not-needed-to-generate-bindings';
  process.env['CHECKPOINT_DISABLE'] = '1';
  const { TerraformProviderGenerator } = require('@cdktf/provider-generator/lib/get/generator/provider-generator');
  const { sanitizeProviderSchema } = require('@cdktf/provider-schema/src/provider-schema');
  const { ConstructsMakerTarget, Language, TerraformProviderConstraint } = require('@cdktf/commons');
  const { CodeMaker } = require('codemaker');
  return {
    CodeMaker,
    ConstructsMakerTarget,
    Language,
    TerraformProviderConstraint,
    TerraformProviderGenerator,
    sanitizeProviderSchema,
  };
}

/**
 * @param {string} target
 * @param {string} draft
 */
function replaceDirectory(target, draft) {
  // lazy-index.ts repeats index.ts for a bundler that nothing here uses
  const wanted = filesBelow(draft, (name) => name.endsWith('.ts') && !name.endsWith('/lazy-index.ts'));
  const keep = new Set(wanted.map((file) => join(target, relative(draft, file))));
  for (const file of filesBelow(target, () => true)) if (!keep.has(file)) rmSync(file);
  for (const file of wanted) writeIfChanged(join(target, relative(draft, file)), readFileSync(file));
}

/**
 * @param {string} file
 * @param {Buffer} content
 */
function writeIfChanged(file, content) {
  if (tryRead(file)?.equals(content)) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

/** @param {string} file */
function tryRead(file) {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

module.exports = { generateBindings };
