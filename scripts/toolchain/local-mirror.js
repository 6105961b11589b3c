// @ts-check
'use strict';

const { existsSync, readdirSync } = require('node:fs');
const { join } = require('node:path');
const semver = require('semver');
const { ToolchainMissing } = require('./missing');

/** @typedef {import('../lib/providers').Provider} Provider */

/**
 * A provider that a local mirror has.
 *
 * @typedef {object} HeldProvider
 * @property {Provider} provider
 * @property {string} version the newest that the constraint admits, else the newest pre-release of one that it would
 * @property {boolean} isPrerelease if true, runs must ask for exactly this version, as no range selects a pre-release
 */

/** OpenTofu looks for providers under the name of the registry that they are known by. */
const REGISTRY = 'registry.opentofu.org';

/**
 * The providers of the list that a directory has for this platform, in the layout of OpenTofu's `filesystem_mirror`.
 *
 * @param {string} directory
 * @param {readonly Provider[]} providers
 * @param {string} platform such as `linux_amd64`
 * @returns {HeldProvider[]}
 * @throws {ToolchainMissing} if it has none, or a provider only in versions that stacks do not take
 */
function heldProviders(directory, providers, platform) {
  if (!existsSync(directory)) throw new ToolchainMissing(`the mirror of providers ${directory} does not exist`);
  const held = providers.flatMap((provider) => {
    const versions = versionsOf(join(directory, REGISTRY, provider.source), provider, platform);
    return versions.length === 0 ? [] : [chosen(directory, provider, versions)];
  });
  if (held.length > 0) return held;
  throw new ToolchainMissing(
    `${directory} has no provider of schemas/providers.json for ${platform}; ` +
      `put them at ${REGISTRY}/<namespace>/<type>/…, for example with "tofu providers mirror"`,
  );
}

/**
 * @param {string} directory of one provider
 * @param {Provider} provider
 * @param {string} platform
 * @returns {string[]} versions, packed as `terraform-provider-<type>_<version>_<platform>.zip` or unpacked in
 * `<version>/<platform>`
 */
function versionsOf(directory, provider, platform) {
  if (!existsSync(directory)) return [];
  const prefix = `terraform-provider-${provider.source.split('/')[1]}_`;
  const suffix = `_${platform}.zip`;
  return readdirSync(directory).flatMap((name) => {
    const isPacked = name.startsWith(prefix) && name.endsWith(suffix);
    const version = isPacked ? name.slice(prefix.length, -suffix.length) : name;
    const isThere = isPacked || existsSync(join(directory, name, platform));
    return isThere && semver.valid(version) === version ? [version] : [];
  });
}

/**
 * @param {string} directory of the mirror
 * @param {Provider} provider
 * @param {readonly string[]} versions
 * @returns {HeldProvider}
 */
function chosen(directory, provider, versions) {
  const range = rangeOf(provider);
  const admitted = semver.maxSatisfying(versions, range);
  if (admitted !== null) return { provider, version: admitted, isPrerelease: false };
  const early = versions.filter(
    (version) => semver.prerelease(version) !== null && semver.satisfies(core(version), range),
  );
  const [newest] = semver.rsort([...early]);
  if (newest !== undefined) return { provider, version: newest, isPrerelease: true };
  throw new ToolchainMissing(
    `${directory} has ${provider.source} ${semver.sort([...versions]).join(', ')}, and stacks take ${provider.constraint}; ` +
      'put such a version or a pre-release of it there, or remove the others',
  );
}

/** @param {string} version */
function core(version) {
  return version.replace(/[-+].*$/, '');
}

/** @param {Provider} provider */
function rangeOf({ name, constraint }) {
  const [, lowest] = /^~> (\d+\.\d+\.\d+)$/.exec(constraint) ?? [];
  if (lowest === undefined) throw new Error(`constraint of ${name} is ${constraint}; write it as "~> 1.2.3"`);
  return `~${lowest}`;
}

module.exports = { REGISTRY, heldProviders };
