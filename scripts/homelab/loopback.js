// @ts-check
'use strict';

const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { projectRoot } = require('../lib/paths');
const { MachineNetwork, NotOnLoopback, serviceAddresses } = require('./addresses');
const { TOKEN_ID, homelabConfig } = require('./homelab-config');
const { SpecMapping } = require('./mapped-spec');

/** @typedef {import('../../src/cluster-file').ClusterSpec} ClusterSpec */
/** @typedef {import('../../src/model').ClusterModel} ClusterModel */

/** What the file server brings, by the same paths. */
const OWN_MANIFESTS = join(projectRoot, 'simulator', 'internal', 'files', 'manifests');

/**
 * Where a cluster is mapped to.
 *
 * @typedef {object} LoopbackOptions
 * @property {number} block second number of all addresses: 7 for 127.7.0.0/16; two homelabs never share one
 * @property {string} stateDirectory where the simulator keeps its state
 * @property {string} filesDirectory what the file server serves; `files` of the result belong there
 * @property {import('./secrets').HomelabSecrets} secrets
 * @property {import('../toolchain/kubernetes').ClusterPrograms} programs
 * @property {string} [directory] project that paths in the spec are relative to; this one unless given
 * @property {import('./homelab-config').Pace} [pace]
 * @property {Readonly<Record<string, string>>} [manifests] content of extra manifests by URL, beside or in place of those
 * that the file server brings
 */

/**
 * A cluster on loopback, and the homelab that it can be made in.
 *
 * @typedef {object} LoopbackCluster
 * @property {ClusterSpec} spec as given, but for addresses, ports and URLs
 * @property {ClusterModel} model what the library makes of it
 * @property {ReturnType<typeof homelabConfig>} homelab configuration of `simulator homelab`
 * @property {Readonly<Record<string, string>>} variables values of the stack's input variables that have none
 * @property {Readonly<Record<string, string>>} environment what providers and backends find in the environment
 * @property {Readonly<Record<string, string>>} files content of what the file server serves beside its own, by path
 */

/**
 * Maps a cluster onto 127.0.0.0/8: only addresses, ports and URLs change, and names of hosts become addresses. The same
 * input gives the same result; nothing is written and nothing is asked.
 *
 * @param {unknown} given what a cluster file holds
 * @param {LoopbackOptions} options
 * @returns {LoopbackCluster}
 * @throws {NotOnLoopback} for what a homelab on loopback does not have
 * @throws for a spec that the library refuses
 */
function mapToLoopback(given, options) {
  const { block, directory = projectRoot, secrets, manifests = {}, pace = {}, ...homelab } = options;
  const { parseClusterSpec } = library();
  parseClusterSpec(given, { directory });
  const spec = /** @type {ClusterSpec} */ (given);
  const services = serviceAddresses(block);
  const network = new MachineNetwork(block, spec.network.subnet);
  const mapping = new SpecMapping(spec, network, services);
  const mapped = mapping.mapped();
  const model = parseClusterSpec(mapped, { directory });
  return {
    spec: mapped,
    model,
    homelab: homelabConfig({ ...homelab, model, network, services, secrets, pace }),
    variables: variablesOf(model, secrets),
    environment: environmentOf(model, secrets, homelab.stateDirectory),
    files: filesOf(mapping.manifestPaths, manifests),
  };
}

/**
 * The library as it is compiled; it is loaded when it is needed, as a build comes before.
 *
 * @returns {{ parseClusterSpec: import('../../src/model').parseClusterSpec }}
 */
function library() {
  return require(join(projectRoot, 'lib', 'src', 'model', 'parse-cluster-spec'));
}

/**
 * @param {ClusterModel} model
 * @param {import('./secrets').HomelabSecrets} secrets
 */
function variablesOf({ endpoints, state, gitops }, secrets) {
  /** @type {Record<string, string>} */
  const variables = {};
  for (const { name, ssh } of endpoints) {
    const prefix = `proxmox_${name.replaceAll('-', '_')}`;
    variables[`${prefix}_api_token`] = `${TOKEN_ID}=${secrets.apiToken}`;
    if (ssh !== undefined) variables[`${prefix}_ssh_private_key`] = secrets.hostKey.privateKey;
  }
  if ((state.encryption ?? 'off') !== 'off') variables['state_passphrase'] = secrets.passphrase;
  const repository = gitops.flux?.repository ?? {};
  if ('gitea' in repository) variables['gitea_token'] = secrets.gitToken;
  if ('ssh' in repository) variables['flux_git_ssh_private_key'] = secrets.gitKey.privateKey;
  return variables;
}

/**
 * @param {ClusterModel} model
 * @param {import('./secrets').HomelabSecrets} secrets
 * @param {string} stateDirectory
 */
function environmentOf({ state }, { accessKey, secretKey }, stateDirectory) {
  return {
    // written by the simulator: its authority is the only one that is trusted
    SSL_CERT_FILE: join(stateDirectory, 'ca.crt'),
    ...(isInBucket(state) && {
      AWS_ACCESS_KEY_ID: accessKey,
      AWS_SECRET_ACCESS_KEY: secretKey,
      // the service of a cloud that tells machines who they are
      AWS_EC2_METADATA_DISABLED: 'true',
    }),
  };
}

/** @param {ClusterModel['state']} state */
function isInBucket({ backend }) {
  return typeof backend === 'object' && 's3' in backend;
}

/**
 * @param {ReadonlyMap<string, string>} paths on the file server by URL
 * @param {Readonly<Record<string, string>>} manifests by URL
 */
function filesOf(paths, manifests) {
  const given = [...paths].flatMap(([url, path]) => {
    const content = manifests[url];
    if (content !== undefined) return [[path, content]];
    if (existsSync(join(OWN_MANIFESTS, path))) return [];
    throw new NotOnLoopback(`extra manifest ${url}: the file server of the homelab does not have it; give its content`);
  });
  return Object.fromEntries(given);
}

module.exports = { NotOnLoopback, mapToLoopback };
