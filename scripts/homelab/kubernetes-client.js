// @ts-check
'use strict';

const { setTimeout: pause } = require('node:timers/promises');
const { parse } = require('yaml');
const { getJson } = require('./https-client');

/**
 * What a kubeconfig says of its current context.
 *
 * @typedef {import('./https-client').HttpsAccess & { server: string }} KubernetesAccess
 */

/**
 * @param {string} kubeconfig in YAML
 * @returns {KubernetesAccess}
 */
function readKubeconfig(kubeconfig) {
  const { contexts, clusters, users, 'current-context': current } = parse(kubeconfig);
  const { context } = named(contexts, current);
  const { cluster } = named(clusters, context.cluster);
  const { user } = named(users, context.user);
  return {
    server: cluster.server,
    ca: decoded(cluster['certificate-authority-data']),
    cert: decoded(user['client-certificate-data']),
    key: decoded(user['client-key-data']),
  };
}

/**
 * @param {readonly any[]} entries
 * @param {string} name
 */
function named(entries, name) {
  const found = entries.find((entry) => entry.name === name);
  if (found === undefined) throw new Error(`the kubeconfig has no entry ${name}`);
  return found;
}

/** @param {string} base64 */
function decoded(base64) {
  return Buffer.from(base64, 'base64');
}

/**
 * The Node objects of a cluster, as soon as the API answers and has all of them: an apply does not wait for that.
 *
 * @param {string} kubeconfig in YAML
 * @param {number} count
 * @param {number} [timeoutMs]
 * @returns {Promise<any[]>} in the order of their names
 * @throws when that takes too long, with what was answered last
 */
async function awaitNodes(kubeconfig, count, timeoutMs = 120_000) {
  const { server, ...access } = readKubeconfig(kubeconfig);
  const end = Date.now() + timeoutMs;
  for (;;) {
    try {
      const { items } = await getJson(`${server}/api/v1/nodes`, access);
      if (items.length >= count) return items;
      if (Date.now() > end)
        throw new Error(`${server} has ${items.length} nodes after ${timeoutMs / 1000} s, not ${count}`);
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await pause(200);
  }
}

module.exports = { awaitNodes, readKubeconfig };
