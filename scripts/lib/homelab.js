// @ts-check
'use strict';

const { join } = require('node:path');
const { provideClusterPrograms } = require('../toolchain/kubernetes');
const { ToolchainMissing } = require('../toolchain/missing');
const { provideToolchain } = require('../toolchain/provide');
const { tell } = require('./command');
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

/**
 * Makes everything that a simulated homelab of a cluster starts.
 *
 * @param {{ proxmox?: boolean }} [needs] of the cluster: if it has virtual machines
 * @returns {import('../../homelab/try/try-cluster').HomelabTools | string} or why it cannot be had
 */
function provideHomelabTools(needs) {
  try {
    const toolchain = provideToolchain(tell, needs);
    if (toolchain.simulator === undefined)
      throw new ToolchainMissing('the simulator must be built, and Go is not installed');
    return { toolchain, programs: provideClusterPrograms(tell) };
  } catch (error) {
    if (error instanceof ToolchainMissing) return error.message;
    throw error;
  }
}

module.exports = { loadHomelab, provideHomelabTools };
