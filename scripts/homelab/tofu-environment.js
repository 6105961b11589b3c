// @ts-check
'use strict';

const { join } = require('node:path');

/** @typedef {import('../toolchain/provide').Toolchain} Toolchain */

/** What OpenTofu, providers and their scripts need of our environment; settings of the user stay outside. */
const KEPT = /^(PATH|LANG|LC_[A-Z]+|TZ|TF_CLI_CONFIG_FILE|TF_IN_AUTOMATION|TF_INPUT|CHECKPOINT_DISABLE)$/;

/** What `tofu init` needs besides where it downloads real providers. */
const FOR_DOWNLOADS = /^(https?_proxy|no_proxy|ssl_cert_file|ssl_cert_dir)$/i;

/**
 * What a run is given besides the stack.
 *
 * @typedef {object} RunSettings
 * @property {string} home directory in place of the user's own: keys of hosts are remembered there, and the Proxmox
 * provider remembers in a temporary file which ids it gave to machines
 * @property {Readonly<Record<string, string>>} environment what providers and backends read
 * @property {Readonly<Record<string, string>>} variables values of input variables
 */

/**
 * The whole environment of a run: nothing that the user has set for OpenTofu, a provider, a cloud or a cluster.
 *
 * @param {Toolchain} toolchain
 * @param {RunSettings} settings
 * @returns {Record<string, string | undefined>}
 */
function tofuEnvironment({ env }, { home, environment, variables }) {
  return { ...chosen(env, KEPT), HOME: home, TMPDIR: temporaryDirectory(home), ...environment, ...inputs(variables) };
}

/**
 * The same for `tofu init`, which talks to backends of the homelab and to registries of providers.
 *
 * @param {Toolchain} toolchain
 * @param {RunSettings} settings
 */
function initEnvironment(toolchain, settings) {
  const { SSL_CERT_FILE: _authority, ...environment } = settings.environment;
  return { ...chosen(toolchain.env, FOR_DOWNLOADS), ...tofuEnvironment(toolchain, { ...settings, environment }) };
}

/**
 * Where temporary files of a run lie.
 *
 * @param {string} home
 */
function temporaryDirectory(home) {
  return join(home, 'tmp');
}

/**
 * @param {Readonly<Record<string, string | undefined>>} environment
 * @param {RegExp} names
 */
function chosen(environment, names) {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => names.test(name)));
}

/** @param {Readonly<Record<string, string>>} variables */
function inputs(variables) {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [`TF_VAR_${name}`, value]));
}

/**
 * A text without secrets.
 *
 * @param {string} text
 * @param {readonly string[]} secrets each is looked for as a whole and, if it has several, by its lines
 */
function withoutSecrets(text, secrets) {
  return secrets
    .flatMap((secret) => [secret, ...secret.split('\n')])
    .filter((part) => part.length >= 8 && !part.startsWith('-----'))
    .sort((a, b) => b.length - a.length)
    .reduce((cleaned, part) => cleaned.replaceAll(part, '(secret)'), text);
}

module.exports = { initEnvironment, temporaryDirectory, tofuEnvironment, withoutSecrets };
