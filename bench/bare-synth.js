// @ts-check
'use strict';

const { readdirSync } = require('node:fs');
const { join } = require('node:path');
const { App, TerraformProvider, TerraformResource, TerraformStack } = require('cdktf');

/** @typedef {Record<string, Record<string, Record<string, unknown>>>} Blocks resources or data sources by type and id */

const BINDINGS = join(__dirname, '..', 'lib', '.gen', 'providers');
/** Meta-arguments of a resource; strings there would have to be constructs. */
const META = ['//', 'connection', 'count', 'depends_on', 'for_each', 'lifecycle', 'provider', 'provisioner'];
/** Attributes whose names the generator had to change. */
const RENAMED = new Map([
  ['node', 'nodeAttribute'],
  ['import_from', 'importFromAttribute'],
]);

/** Stands for every provider, as the framework asks for one. */
class AnyProvider extends TerraformProvider {
  /**
   * @param {import('constructs').Construct} scope
   * @param {string} name
   */
  constructor(scope, name) {
    super(scope, name, {
      terraformResourceType: name,
      terraformGeneratorMetadata: { providerName: name },
      terraformProviderSource: `any/${name}`,
    });
  }
}

/** `terraform_data` of OpenTofu itself; the class of the framework starts a program for each. */
class Data extends TerraformResource {
  /**
   * @param {import('constructs').Construct} scope
   * @param {string} id
   * @param {Record<string, unknown>} attributes
   */
  constructor(scope, id, attributes) {
    super(scope, id, { terraformResourceType: 'terraform_data' });
    this.attributes = attributes;
  }

  /** @override */
  synthesizeAttributes() {
    return this.attributes;
  }
}

/**
 * Makes the resources and data sources of stacks that were synthesized before with nothing but the framework and the
 * generated bindings, and synthesizes them.
 *
 * @param {readonly { name: string, config: { resource?: Blocks, data?: Blocks } }[]} stacks
 * @param {string} outdir
 */
function bareSynth(stacks, outdir) {
  const providers = ['proxmox', 'talos'];
  const classes = new Map([...providers.flatMap(classesOf), ['resource.terraform_data', Data]]);
  const made = stacks.flatMap(({ name, config }) => elementsOf(name, config, classes));

  const start = performance.now();
  const app = new App({ outdir, stackTraces: false });
  /** @type {Map<string, TerraformStack>} */
  const byName = new Map();
  for (const { stackName, id, Binding, attributes } of made) {
    const stack = byName.get(stackName) ?? new TerraformStack(app, stackName);
    if (!byName.has(stackName)) for (const provider of providers) new AnyProvider(stack, provider);
    byName.set(stackName, stack);
    new Binding(stack, id, attributes);
  }
  app.synth();
  return { resources: made.length, ms: performance.now() - start };
}

/**
 * @param {string} stackName
 * @param {{ resource?: Blocks, data?: Blocks }} config
 * @param {ReadonlyMap<string, any>} classes
 */
function elementsOf(stackName, { resource = {}, data = {} }, classes) {
  return Object.entries({ resource, data }).flatMap(([kind, blocks]) =>
    Object.entries(blocks).flatMap(([type, byId]) =>
      Object.entries(byId).map(([id, attributes]) => ({
        stackName,
        id: `${type}-${id}`,
        Binding: classes.get(`${kind}.${type}`),
        attributes: camelCased(Object.fromEntries(Object.entries(attributes).filter(([key]) => !META.includes(key)))),
      })),
    ),
  );
}

/**
 * The classes of a provider by what they make, such as `resource.talos_machine_secrets`.
 *
 * @param {string} provider
 * @returns {[string, any][]}
 */
function classesOf(provider) {
  const folders = readdirSync(join(BINDINGS, provider), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.flatMap(({ name }) => {
    const exported = Object.values(require(join(BINDINGS, provider, name)));
    const main = exported.find((each) => typeof each.tfResourceType === 'string');
    const kind = name.startsWith('data-') ? 'data' : 'resource';
    return main === undefined ? [] : [[`${kind}.${main.tfResourceType}`, main]];
  });
}

/**
 * @param {unknown} value
 * @returns {any}
 */
function camelCased(value) {
  if (Array.isArray(value)) return value.map(camelCased);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [camelCase(key), camelCased(entry)]));
}

/** @param {string} key */
function camelCase(key) {
  return RENAMED.get(key) ?? key.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());
}

module.exports = { bareSynth };
