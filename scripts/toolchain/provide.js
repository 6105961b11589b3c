// @ts-check
'use strict';

const { join, resolve } = require('node:path');
const { filesBelow, projectRoot } = require('../lib/paths');
const { readProviders } = require('../lib/providers');
const { buildProgram, requiredVersion, tryGoVersion } = require('./go');
const { provideJudge } = require('./judge');
const { provideKit } = require('./kit');
const { provideClusterPrograms } = require('./kubernetes');
const { heldProviders } = require('./local-mirror');
const { mirroredProviders, platform, provideMirror, provideRegistryAccess } = require('./mirror');
const { ToolchainMissing } = require('./missing');
const { provideTofu } = require('./opentofu');

/** @typedef {import('./go').Report} Report */

/**
 * Everything that runs the real OpenTofu on a stack.
 *
 * @typedef {object} Toolchain
 * @property {string} tofu path or name of OpenTofu
 * @property {Record<string, string | undefined>} env whole environment to start it with: our CLI configuration, and
 * none of the settings for OpenTofu that the caller happens to have
 * @property {string | undefined} simulator path of the program of `simulator/`; undefined only with real providers and
 * without Go
 * @property {ReadonlyMap<string, string>} prereleases exact versions to ask for in place of what a stack says, by short
 * source; only for runs in copies
 */

const SIMULATOR = join(projectRoot, 'simulator');
const JUDGE_SOURCE = join(projectRoot, 'judge', 'source');
const PROXMOX = join(SIMULATOR, 'tools', 'proxmox');
const PROXMOX_SOURCE = 'bpg/proxmox';

/**
 * Finds or makes OpenTofu, the providers and the CLI configuration; what was made before is taken from the cache.
 *
 * @param {Report} [report] called with a line for each step
 * @param {{ proxmox?: boolean }} [needs] if stacks have virtual machines, which is so unless it is said otherwise
 * @returns {Toolchain}
 * @throws {ToolchainMissing}
 */
function provideToolchain(report = () => undefined, { proxmox = true } = {}) {
  const { real, mirror } = chosenProviders();
  const tofu = provideTofu(report);
  const simulator = real && tryGoVersion() === undefined ? undefined : provideSimulator(report);
  if (mirror !== undefined) {
    const { cliConfiguration, prereleases } = provideLocalProviders(mirror, simulator, report);
    return { tofu, simulator, env: environment(cliConfiguration), prereleases };
  }
  const cliConfiguration =
    simulator === undefined || real ? provideRegistryAccess() : provideStandIns(simulator, proxmox, report);
  const kinds = proxmox ? 'Proxmox is real, the others are stand-ins' : 'stand-ins';
  report(`providers: ${real ? 'the real ones, from their registry' : kinds}`);
  return { tofu, simulator, env: environment(cliConfiguration), prereleases: new Map() };
}

/**
 * The toolchain, Talos' judge and the programs of a simulated cluster, which only what starts one needs: they take minutes
 * to build.
 *
 * @param {Report} [report] called with a line for each step
 * @returns {Toolchain & Partial<import('./kubernetes').ClusterPrograms> & { judge?: string }} without all of them where
 * there is no simulator, as Go is not installed
 * @throws {ToolchainMissing}
 */
function provideEverything(report = () => undefined) {
  const toolchain = provideToolchain(report);
  if (toolchain.simulator === undefined) return toolchain;
  return { ...toolchain, judge: provideJudge(report), ...provideClusterPrograms(report) };
}

/**
 * A homelab for installed packages, made of the same programs.
 *
 * @param {Report} [report] called with a line for each step
 * @returns {string} its directory in the cache, where `try` of a package finds it
 * @throws {ToolchainMissing}
 */
function provideHomelabKit(report = () => undefined) {
  const tofu = provideTofu(report);
  const programs = { tofu, simulator: provideSimulator(report), proxmox: provideProxmox(report) };
  return provideKit({ ...programs, ...provideClusterPrograms(report) });
}

/** @returns {{ real: boolean, mirror?: string }} */
function chosenProviders() {
  const chosen = process.env['CDKTF_PROXMOX_TALOS_PROVIDERS'];
  const mirror = process.env['CDKTF_PROXMOX_TALOS_PROVIDER_MIRROR'];
  if (chosen === 'real') return mirror ? { real: true, mirror: resolve(mirror) } : { real: true };
  if (chosen && chosen !== 'stand-in') {
    throw new ToolchainMissing(`CDKTF_PROXMOX_TALOS_PROVIDERS is ${chosen}; write real or stand-in`);
  }
  if (chosen || !mirror) return { real: false };
  throw new ToolchainMissing(
    'CDKTF_PROXMOX_TALOS_PROVIDER_MIRROR is set, and providers are stand-ins; set CDKTF_PROXMOX_TALOS_PROVIDERS=real too',
  );
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
      sources: [...filesBelow(SIMULATOR, isSource), ...filesBelow(JUDGE_SOURCE, isSource)],
    },
    report,
  );
}

/**
 * Providers in a local mirror are real; all others are as they would be without the mirror.
 *
 * @param {string} directory
 * @param {string | undefined} simulator
 * @param {Report} report
 */
function provideLocalProviders(directory, simulator, report) {
  const providers = readProviders(projectRoot);
  const held = heldProviders(directory, providers, platform());
  const missing = providers.filter((provider) => held.every((each) => each.provider !== provider));
  for (const { provider, version, isPrerelease } of held) {
    const admitted = isPrerelease ? `, admitted for these runs only: stacks take ${provider.constraint}` : '';
    report(`${provider.source} ${version}: real, from ${directory}${admitted}`);
  }
  for (const { source } of missing) report(`${source}: ${source === PROXMOX_SOURCE ? 'real, built' : 'a stand-in'}`);
  if (missing.length > 0 && simulator === undefined) {
    throw new ToolchainMissing(
      `${directory} has no ${missing.map(({ source }) => source).join(', ')}, and Go is not installed to make stand-ins`,
    );
  }
  const built = missing.some(({ source }) => source === PROXMOX_SOURCE) ? builtProviders(report) : new Map();
  const others = simulator === undefined ? [] : mirroredProviders({ simulator, built }, missing);
  return {
    cliConfiguration: provideMirror(others, { directory, sources: held.map(({ provider }) => provider.source) }),
    prereleases: new Map(
      held.flatMap(({ provider, version, isPrerelease }) => (isPrerelease ? [[provider.source, version]] : [])),
    ),
  };
}

/**
 * @param {string} simulator
 * @param {boolean} proxmox if the Proxmox provider is among them; else a stack that has it cannot be initialised
 * @param {Report} report
 */
function provideStandIns(simulator, proxmox, report) {
  const providers = readProviders(projectRoot).filter(({ source }) => proxmox || source !== PROXMOX_SOURCE);
  const built = proxmox ? builtProviders(report) : new Map();
  return provideMirror(mirroredProviders({ simulator, built }, providers));
}

/** @param {Report} report */
function builtProviders(report) {
  return new Map([[PROXMOX_SOURCE, provideProxmox(report)]]);
}

/** @param {Report} report */
function provideProxmox(report) {
  const target = 'github.com/bpg/terraform-provider-proxmox';
  const version = requiredVersion(PROXMOX, target);
  const listed = readProviders(projectRoot).find(({ source }) => source === PROXMOX_SOURCE)?.version;
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

module.exports = {
  ToolchainMissing,
  provideClusterPrograms,
  provideEverything,
  provideHomelabKit,
  provideToolchain,
};
