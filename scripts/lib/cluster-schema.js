// @ts-check
'use strict';

const { z } = require('zod');
const { addExamples, settingExamples } = require('./setting-examples');
const { readInterfaceDocs, sourceLoader } = require('./spec-sources');

/** @typedef {import('zod').z.core.JSONSchema.BaseSchema & { definitions?: Record<string, JsonSchema> }} JsonSchema */
/** @typedef {import('./spec-sources').PropertyDoc} PropertyDoc */

/**
 * Doc comments of the properties of an interface, by its name.
 *
 * @typedef {(name: string) => Map<string, PropertyDoc>} DocsOf
 */

/** Key of a part of the schema while it is made: the interface that its words stand in. */
const INTERFACE = 'x-interface';

/** Objects that stand in the schema by a name: variable and name, by module. */
const NAMED = {
  'src/cluster-file/kubernetes-shape.ts': { kubernetesShape: 'kubernetes' },
  'src/cluster-file/network-shape.ts': { networkShape: 'network' },
  'src/cluster-file/node-shape.ts': { machineShape: 'machine', nodeDefaultsShape: 'nodeDefaults', nodeShape: 'node' },
  'src/cluster-file/outputs-shape.ts': { outputsShape: 'outputs' },
  'src/cluster-file/proxmox-shape.ts': { proxmoxShape: 'proxmox' },
  'src/forms/scalars.ts': { plainData: 'plainData' },
  'src/cluster-file/schematic-shape.ts': { schematicShape: 'schematic' },
  'src/cluster-file/talos-shape.ts': { talosShape: 'talos' },
  'src/gitops/shape.ts': { gitopsShape: 'gitops' },
  'src/state/shape.ts': { stateShape: 'state' },
};
/** Where a text may refer to the environment its pattern must let that through. */
const ENVIRONMENT_REFERENCE = '\\$\\{env\\.';

/**
 * Values that a file may hold where the text of a scalar is kept, whatever YAML makes of it.
 *
 * @type {JsonSchema[]}
 */
const WRITTEN_AS_TEXT = [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }];

/** Top-level keys of a file that are left out. */
const ANCHORS = '^x-';

/**
 * The JSON Schema of cluster files: structure from the shapes, descriptions and defaults from the doc comments, examples
 * from the templates.
 *
 * @param {string} root directory of the project
 * @returns {JsonSchema}
 */
function clusterSchema(root) {
  const load = sourceLoader(root);
  const docsOf = readInterfaceDocs(root);
  /** @type {import('zod').z.core.$ZodRegistry<{ id: string }>} */
  const metadata = z.registry();
  for (const [module, names] of Object.entries(NAMED)) {
    for (const [variable, id] of Object.entries(names)) metadata.add(load(module)[variable], { id });
  }
  const { textSettings } = load('src/forms/scalars.ts');
  const { interfaceNames } = load('src/forms/shape.ts');
  const generated = z.toJSONSchema(load('src/cluster-file/cluster-shape.ts').clusterShape, {
    io: 'input',
    target: 'draft-7',
    metadata: /** @type {any} */ (metadata),
    override: ({ zodSchema, jsonSchema }) => {
      if (textSettings.has(zodSchema)) jsonSchema.anyOf = WRITTEN_AS_TEXT;
      if (interfaceNames.has(zodSchema)) jsonSchema[INTERFACE] = interfaceNames.get(zodSchema).name;
    },
  });
  // parts that zod shares between places become one part for each place
  const { $schema, ...schema } = JSON.parse(JSON.stringify(generated));
  finish(schema, docsOf);
  addExamples(schema, settingExamples(root));
  return {
    $schema,
    title: 'Cluster file of cdktf-proxmox-talos',
    description: 'A Talos Linux cluster on Proxmox VE, on physical machines, or on both.',
    ...schema,
    patternProperties: { [ANCHORS]: { description: 'A place for anchors (`&name`), and nothing for the cluster.' } },
  };
}

/**
 * @param {JsonSchema} schema
 * @param {DocsOf} docsOf
 */
function finish(schema, docsOf) {
  tidy(schema);
  if (schema.properties !== undefined) describe(schema, schema.properties, docsOf);
  for (const part of partsOf(schema)) finish(part, docsOf);
}

/**
 * @param {JsonSchema} schema
 * @returns {JsonSchema[]}
 */
function partsOf({ properties = {}, definitions = {}, additionalProperties, items, anyOf = [] }) {
  const parts = [...Object.values(properties), ...Object.values(definitions), ...anyOf, additionalProperties, items];
  return parts.flatMap((part) => (typeof part === 'object' && !Array.isArray(part) && part !== null ? [part] : []));
}

/** @param {JsonSchema} schema */
function tidy(schema) {
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.pattern !== undefined) schema.pattern = `${schema.pattern}|${ENVIRONMENT_REFERENCE}`;
  const names = schema.propertyNames;
  if (typeof names === 'object' && names.pattern === undefined) delete schema.propertyNames;
}

/**
 * @param {JsonSchema} schema
 * @param {Record<string, JsonSchema | boolean>} properties
 * @param {DocsOf} docsOf
 */
function describe(schema, properties, docsOf) {
  const name = schema[INTERFACE];
  delete schema[INTERFACE];
  if (typeof name !== 'string') throw new Error(`no interface of an object with ${Object.keys(properties).join(', ')}`);
  for (const [key, { text, fallback }] of docsOf(name)) {
    const property = properties[key];
    if (typeof property !== 'object') continue;
    property.description = fallback === undefined ? text : `${text}\n\nDefault: ${fallback.replace(/^- /, '')}`;
    const value = fallback === undefined ? undefined : defaultValue(fallback, property);
    if (value !== undefined) property.default = value;
  }
}

/**
 * A default as a value, where it is one and not a description.
 *
 * @param {string} text
 * @param {JsonSchema} property
 */
function defaultValue(text, property) {
  if (text.startsWith('- ')) return undefined;
  if (/^(?:true|false|\d+)$/.test(text)) return JSON.parse(text);
  return property.type === 'array' ? [text] : text;
}

module.exports = { clusterSchema };
