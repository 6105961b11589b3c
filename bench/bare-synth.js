// @ts-check
'use strict';

const { App, TerraformProvider, TerraformResource, TerraformStack } = require('cdktf');

/** A resource with attributes that are plain data already: what the framework itself takes, and nothing else. */
class BareResource extends TerraformResource {
  /**
   * @param {import('constructs').Construct} scope
   * @param {string} id
   * @param {string} type
   * @param {Record<string, unknown>} attributes
   */
  constructor(scope, id, type, attributes) {
    super(scope, id, { terraformResourceType: type, terraformGeneratorMetadata: { providerName: 'any' } });
    this.attributes = attributes;
  }

  /** @override */
  synthesizeAttributes() {
    return this.attributes;
  }
}

class BareProvider extends TerraformProvider {
  /** @param {import('constructs').Construct} scope */
  constructor(scope) {
    super(scope, 'any', {
      terraformResourceType: 'any',
      terraformGeneratorMetadata: { providerName: 'any' },
      terraformProviderSource: 'any/any',
    });
  }
}

/**
 * Makes and synthesizes the resources of stacks with the framework alone.
 *
 * @param {readonly { name: string, config: { resource?: Record<string, Record<string, Record<string, unknown>>>, data?: Record<string, Record<string, Record<string, unknown>>> } }[]} stacks synthesized before
 * @param {string} outdir
 */
function bareSynth(stacks, outdir) {
  let resources = 0;
  const start = performance.now();
  const app = new App({ outdir, stackTraces: false });
  for (const { name, config } of stacks) {
    const stack = new TerraformStack(app, name);
    new BareProvider(stack);
    for (const [type, byId] of [...Object.entries(config.resource ?? {}), ...Object.entries(config.data ?? {})]) {
      for (const [id, attributes] of Object.entries(byId)) {
        new BareResource(stack, `${type}-${id}`, type, attributes);
        resources += 1;
      }
    }
  }
  const constructed = performance.now();
  app.synth();
  return { resources, constructMs: constructed - start, synthMs: performance.now() - constructed };
}

module.exports = { bareSynth };
