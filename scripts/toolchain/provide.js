// @ts-check
'use strict';

const { join } = require('node:path');
const { filesBelow, projectRoot } = require('../lib/paths');
const { readProviders } = require('../lib/providers');
const { buildProgram, requiredVersion, tryGoVersion } = require('./go');
const { provideClusterPrograms } = require('./kubernetes');
const { mirroredProviders, provideMirror, provideRegistryAccess } = require('./mirror');
const { ToolchainMissing } = require('./missing');
const { provideTofu } = require('./opentofu');

/** @typedef {import('./go').Report} Report */

/**
 * What it takes to run the real OpenTofu on a stack.
 *
 * @typedef {object} Toolchain
 * @property {string} tofu path or name of OpenTofu
 * @property {Record<string, string | undefined>} env whole environment to start it with: our CLI configuration, and
 * none of the settings for OpenTofu that the caller happens to have
 * @property {string | undefined} simulator path of the program of `simulator/`; undefined only with real providers and
 * without Go
 */

const SIMULATOR = join(projectRoot, 'simulator');
const PROXMOX = join(SIMULATOR, 'tools', 'proxmox');

/**
 * Finds or makes OpenTofu, the providers and the CLI configuration; what was made before is taken from the cache.
 *
 * @param {Report} [report] told what is done, one line each
 * @returns {Toolchain}
 * @throws {ToolchainMissing}
 */
function provideToolchain(report = () => undefined) {
  const real = useRealProviders();
  const tofu = provideTofu(report);
  const simulator = real && tryGoVersion() === undefined ? undefined : provideSimulator(report);
  const cliConfiguration =
    simulator === undefined || real ? provideRegistryAccess() : provideProviders(simulator, report);
  report(`providers: ${real ? 'the real ones, from their registry' : 'Proxmox is real, the others are stand-ins'}`);
  return { tofu, simulator, env: environment(cliConfiguration) };
}

/**
 * The toolchain and the programs of a simulated cluster, which only what starts one needs: they take minutes to build.
 *
 * @param {Report} [report] told what is done, one line each
 * @returns {Toolchain & Partial<import('./kubernetes').ClusterPrograms>} without them where there is no simulator
 * @throws {ToolchainMissing}
 */
function provideEverything(report = () => undefined) {
  const toolchain = provideToolchain(report);
  return toolchain.simulator === undefined ? toolchain : { ...toolchain, ...provideClusterPrograms(report) };
}

function useRealProviders() {
  const chosen = process.env['CDKTF_PROXMOX_TALOS_PROVIDERS'] || 'stand-in';
  if (chosen === 'real') return true;
  if (chosen === 'stand-in') return false;
  throw new ToolchainMissing(`CDKTF_PROXMOX_TALOS_PROVIDERS is ${chosen}; write real or stand-in`);
}

/** @param {Report} report */
function provideSimulator(report) {
  const isSource = (/** @type {string} */ path) =>
    /^go\.(mod|sum)$|\.(go|yaml|tmpl)$/.test(path) && !path.startsWith('tools/') && !path.endsWith('_test.go');
  return buildProgram(
    {
      name: 'simulator',
      title: 'simulator',
      directory: SIMULATOR,
      target: '.',
      sources: filesBelow(SIMULATOR, isSource),
    },
    report,
  );
}

/**
 * @param {string} simulator
 * @param {Report} report
 */
function provideProviders(simulator, report) {
  return provideMirror(mirroredProviders({ simulator, built: new Map([['bpg/proxmox', provideProxmox(report)]]) }));
}

/** @param {Report} report */
function provideProxmox(report) {
  const target = 'github.com/bpg/terraform-provider-proxmox';
  const version = requiredVersion(PROXMOX, target);
  const listed = readProviders(projectRoot).find(({ source }) => source === 'bpg/proxmox')?.version;
  if (listed !== version) {
    throw new Error(
      `schemas/providers.json has bpg/proxmox ${listed}, simulator/tools/proxmox/go.mod has ${version}; make them the same`,
    );
  }
  return buildProgram(
    {
      name: 'terraform-provider-proxmox',
      title: `bpg/proxmox ${version}`,
      directory: PROXMOX,
      target,
      sources: [join(PROXMOX, 'go.mod'), join(PROXMOX, 'go.sum')],
      linkerFlags: `-X main.version=${version}`,
    },
    report,
  );
}

/** @param {string} cliConfiguration */
function environment(cliConfiguration) {
  const kept = Object.entries(process.env).filter(([name]) => !/^(TF|TOFU)_/.test(name));
  return {
    ...Object.fromEntries(kept),
    CHECKPOINT_DISABLE: '1',
    TF_CLI_CONFIG_FILE: cliConfiguration,
    TF_IN_AUTOMATION: '1',
    TF_INPUT: '0',
  };
}

module.exports = { ToolchainMissing, provideClusterPrograms, provideEverything, provideToolchain };
