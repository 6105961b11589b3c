// @ts-check
'use strict';

const { projectRoot } = require('./paths');
const { sourceLoader } = require('./spec-sources');

/** @typedef {import('./cluster-schema').JsonSchema} JsonSchema */
/** @typedef {import('./setting-examples').SettingExample} SettingExample */

const { FREE_DATA, describedWords, formWords, resolveSchema } = sourceLoader(projectRoot)(
  'src/cluster-file/schema-words.ts',
);

/** Name of the object whose keys are those of a node. */
const NODE_DEFAULTS = 'nodeDefaults';

/** Sections with keys that machines have too. Those are told by their names only. */
const LIKE_NODES = ['pools.<name>', 'pools.<name>.overrides.<name>', 'sizes.<name>'];

const INTRODUCTION = `# The cluster file

One file describes one cluster: \`stacks/clusters/<name>.yaml\`, or a TypeScript file that exports the same data as \`cluster\`.
This page lists every key. It is written from the doc comments that editors show, by \`npm run schema\`.

- Versions are written with or without \`v\`. Addresses have no prefix; it comes from \`network.subnet\`.
- Paths of files are relative to the project.
- Any text may hold \`\${env.NAME}\`, a variable of the environment at synth. Nothing replaces it in patches, manifests
  and other files, which a warning says.
  It works in a TypeScript file too, where \`process.env\` has no type: write \`\${env.NAME}\` in plain quotes, or begin the
  file with \`/// <reference types="node" />\`.
- No other text may hold \`\${\` or \`%{\`: OpenTofu would read an expression.
- Secrets have no place here: they come from [variables](#secrets). Those of other systems, such as the password of a
  registry, are named under \`secrets\`, and \`{ secret: <name> }\` stands where they belong, in patches and manifests too.
- YAML is read as version 1.2: \`on\` and \`no\` are text, \`true\` and \`false\` are not. The first line gives editors the schema:
  \`# yaml-language-server: $schema=../../schemas/cluster.schema.json\`
- Where text is wanted and a number or a truth value may stand, its text is kept: \`1.10\`, \`0x10\` and \`True\` stay what they
  are. A patch in the cluster file means what it means in a file of its own: Talos reads its scalars, and \`0644\` is octal.
- Anchors, aliases and merge keys (\`<<: *name\`) work. Top-level keys that begin with \`x-\` are places for anchors.
- Every file is UTF-8.

All errors in a file are reported together, each with its line and column; see [bad input](bad-input.md).
\`npx cdktf-proxmox-talos explain <key>\` prints what this page says of a key, with an example.
`;

const SECRETS = `## Secrets

| Variable | Value |
|---|---|
| \`proxmox_<endpoint>_api_token\` | API token of an endpoint, as \`USER@REALM!TOKENID=UUID\` |
| \`proxmox_<endpoint>_ssh_private_key\` | private key for \`ssh\` of an endpoint, unless \`agent: true\` |
| \`state_passphrase\` | passphrase of the state, with \`state.encryption\` |
| \`gitea_token\` | token of the Gitea API, with a \`gitea\` repository: scopes \`read:user\` and \`write:repository\`, of a user who owns or administers the repository |
| \`flux_git_ssh_private_key\` | private key of an \`ssh\` repository |
| \`flux_git_token\` | token of an \`https\` repository |
| \`secret_<name>\` | each of \`secrets\`, unless a file of SOPS has it |

A \`-\` in the name of an endpoint or a secret becomes \`_\`. Set them as \`TF_VAR_<variable>\`.
`;

/**
 * Objects that may stand in one place; each has a table of its own.
 *
 * @typedef {object} Section
 * @property {string} path keys from the outside in, with `<name>` for the keys of a map
 * @property {JsonSchema[]} alternatives
 * @property {string[]} [shared] keys of `nodes.<name>` that are not described again
 */

/**
 * The reference of cluster files, as Markdown.
 *
 * @param {JsonSchema} schema
 * @param {SettingExample[]} examples
 * @returns {string}
 */
function clusterReference(schema, examples) {
  const sections = sectionsOf({ path: '', alternatives: [schema] }, schema, new Set([NODE_DEFAULTS]));
  const tables = sections.map((section) => renderSection(section, schema));
  return [INTRODUCTION, contents(sections, examples), ...tables, renderExamples(examples), SECRETS].join('\n');
}

/**
 * @param {Section[]} sections
 * @param {SettingExample[]} examples
 */
function contents(sections, examples) {
  const links = (/** @type {string[]} */ headings) => headings.map((each) => `[${each}](#${anchor(each)})`).join(', ');
  const [whole = '', ...others] = sections.map(heading);
  return [
    '## Contents',
    '',
    `- ${links([whole])}`,
    `- Tables of keys: ${links(others)}`,
    `- [Examples](#examples): ${links(examples.map(({ title }) => title))}`,
    '- [Secrets](#secrets)',
    '',
  ].join('\n');
}

/**
 * The anchor that GitHub makes of a heading.
 *
 * @param {string} text
 */
function anchor(text) {
  return text
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
}

/** @param {SettingExample[]} examples */
function renderExamples(examples) {
  const parts = examples.map(({ title, text, code }) => `### ${title}\n\n${text}\n\n\`\`\`yaml\n${code}\`\`\`\n`);
  return ['## Examples', '', 'Parts of a cluster file, to be put beside what it has.', '', ...parts].join('\n');
}

/** @param {Section} section */
function heading({ path }) {
  return path === '' ? 'The file' : `\`${path}\``;
}

/**
 * A section, and those inside it. An object that stands in several places is described at the first one.
 *
 * @param {Section} section
 * @param {JsonSchema} root
 * @param {Set<string>} described names of objects
 * @returns {Section[]}
 */
function sectionsOf(section, root, described) {
  /** @type {Map<string, Section>} */
  const inner = new Map();
  for (const [key, property] of section.alternatives.flatMap(({ properties = {} }) => Object.entries(properties))) {
    for (const { suffix, schema, name } of objectsIn(property, root)) {
      if (name !== undefined && described.has(name)) continue;
      if (name !== undefined) described.add(name);
      const path = `${section.path === '' ? '' : `${section.path}.`}${key}${suffix}`;
      inner.set(
        path,
        withoutNodeKeys({ path, alternatives: [...(inner.get(path)?.alternatives ?? []), schema] }, root),
      );
    }
  }
  return [section, ...[...inner.values()].flatMap((each) => sectionsOf(each, root, described))];
}

/**
 * A section without the keys that it has in common with machines.
 *
 * @param {Section} section
 * @param {JsonSchema} root
 * @returns {Section}
 */
function withoutNodeKeys({ path, alternatives }, root) {
  const [schema = {}] = alternatives;
  const [node] = objectsIn(root.properties?.nodes, root);
  if (!LIKE_NODES.includes(path) || node === undefined) return { path, alternatives };
  const entries = Object.entries(schema.properties ?? {});
  const words = (/** @type {unknown} */ property) =>
    JSON.stringify(property, (key, value) => (key === 'examples' ? undefined : value));
  const isShared = (/** @type {string} */ key, /** @type {unknown} */ property) =>
    words(node.schema.properties?.[key]) === words(property);
  const own = entries.filter(([key, property]) => !isShared(key, property) || schema.required?.includes(key));
  const shared = entries.map(([key]) => key).filter((key) => !own.some(([name]) => name === key));
  return { path, alternatives: [{ ...schema, properties: Object.fromEntries(own) }], shared };
}

/**
 * The objects that a property holds: itself, the entries of a map or a list, the alternatives of a choice.
 *
 * @param {JsonSchema | boolean | undefined} property
 * @param {JsonSchema} root
 * @returns {{ suffix: string, schema: JsonSchema, name: string | undefined }[]}
 */
function objectsIn(property, root) {
  if (typeof property !== 'object') return [];
  const { schema, name } = resolveSchema(property, root);
  if (name === FREE_DATA) return [];
  if (schema.properties !== undefined) return [{ suffix: '', schema, name }];
  const entries = [
    ...objectsIn(/** @type {JsonSchema} */ (schema.additionalProperties), root).map((each) => ({
      ...each,
      suffix: `.<name>${each.suffix}`,
    })),
    ...objectsIn(/** @type {JsonSchema} */ (schema.items), root).map((each) => ({
      ...each,
      suffix: `[]${each.suffix}`,
    })),
  ];
  return [...entries, ...(schema.anyOf ?? []).flatMap((/** @type {JsonSchema} */ each) => objectsIn(each, root))];
}

/**
 * @param {Section} section
 * @param {JsonSchema} root
 * @returns {string}
 */
function renderSection(section, root) {
  const { alternatives, shared = [] } = section;
  const tables = alternatives.map((schema) =>
    Object.keys(schema.properties ?? {}).length === 0 ? '' : renderTable(schema, root),
  );
  const also =
    shared.length === 0 ? '' : `As in [\`nodes.<name>\`](#nodesname): ${shared.map((key) => `\`${key}\``).join(', ')}.`;
  const parts = [`## ${heading(section)}`, tables.join('\n\nor\n\n'), also];
  return [...parts.filter((part) => part !== ''), ''].join('\n\n');
}

/**
 * @param {JsonSchema} schema
 * @param {JsonSchema} root
 * @returns {string}
 */
function renderTable({ properties = {}, required = [] }, root) {
  const rows = Object.entries(properties).map(([key, property]) => {
    if (typeof property !== 'object') return '';
    const { text, fallback = '' } = describedWords(property);
    const missing = required.includes(key) ? '**required**' : cell(fallback, property.default !== undefined);
    return `| \`${key}\` | ${formWords(property, root)} | ${missing} | ${text.replaceAll('|', '\\|')} |`;
  });
  return ['| Key | Form | Default | Meaning |', '|---|---|---|---|', ...rows].join('\n');
}

/**
 * @param {string} text
 * @param {boolean} isCode
 */
function cell(text, isCode) {
  return isCode ? `\`${text}\`` : text;
}

module.exports = { clusterReference };
