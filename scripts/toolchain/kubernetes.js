// @ts-check
'use strict';

const { join } = require('node:path');
const { projectRoot } = require('../lib/paths');
const { buildProgram, requiredVersion } = require('./go');
const { provideNativeJudge } = require('./judge');

/** @typedef {import('./go').Report} Report */

/**
 * Programs of a simulated cluster, by their paths.
 *
 * @typedef {object} ClusterPrograms
 * @property {string} apiserver kube-apiserver
 * @property {string} etcd
 * @property {string} olderJudge Talos' judge for machines of releases before the newest
 */

/**
 * The real API server of Kubernetes, the real etcd and Talos' judge of older releases, built by Go. They take minutes the first time, so only those ask
 * for them who start a cluster.
 *
 * @param {Report} [report] called with a line for each step
 * @returns {ClusterPrograms}
 * @throws {import('./missing').ToolchainMissing}
 */
function provideClusterPrograms(report = () => undefined) {
  return { olderJudge: provideNativeJudge(report), etcd: provideEtcd(report), apiserver: provideApiserver(report) };
}

/** @param {Report} report */
function provideEtcd(report) {
  const target = 'go.etcd.io/etcd/server/v3';
  const directory = join(projectRoot, 'simulator', 'tools', 'etcd');
  return buildProgram(
    {
      name: 'etcd',
      title: `etcd ${requiredVersion(directory, target)}`,
      directory,
      target,
      sources: [join(directory, 'go.mod'), join(directory, 'go.sum')],
    },
    report,
  );
}

/** @param {Report} report */
function provideApiserver(report) {
  const directory = join(projectRoot, 'simulator', 'tools', 'kubernetes');
  const version = requiredVersion(directory, 'k8s.io/kubernetes');
  const [major, minor] = version.split('.');
  const versions = { gitVersion: `v${version}`, gitMajor: major, gitMinor: minor };
  return buildProgram(
    {
      name: 'kube-apiserver',
      title: `kube-apiserver ${version}`,
      directory,
      target: 'k8s.io/kubernetes/cmd/kube-apiserver',
      sources: [join(directory, 'go.mod'), join(directory, 'go.sum')],
      // what it answers to GET /version; without them it is v0.0.0-master
      linkerFlags: Object.entries(versions)
        .map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`)
        .join(' '),
    },
    report,
  );
}

module.exports = { provideClusterPrograms };
