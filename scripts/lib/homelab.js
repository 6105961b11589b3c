// @ts-check
'use strict';

const { join } = require('node:path');
const { projectRoot } = require('./paths');

/**
 * The modules that scripts use.
 *
 * @typedef {{
 *   'demo/demo': typeof import('../../homelab/demo/demo'),
 *   'faults/test-faults': typeof import('../../homelab/faults/test-faults'),
 *   homelab: typeof import('../../homelab/homelab'),
 *   'tofu/validate-stacks': typeof import('../../homelab/tofu/validate-stacks'),
 * }} HomelabModules
 */

/**
 * Loads a module of the homelab as it is compiled, which `HOMELAB_STEPS` does.
 *
 * @template {keyof HomelabModules} Name
 * @param {Name} name
 * @returns {HomelabModules[Name]}
 */
function loadHomelab(name) {
  return require(join(projectRoot, 'lib', 'homelab', name));
}

module.exports = { loadHomelab };
