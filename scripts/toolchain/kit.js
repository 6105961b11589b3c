// @ts-check
'use strict';

const { createHash } = require('node:crypto');
const {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
} = require('node:fs');
const { delimiter, dirname, join, relative } = require('node:path');
const { filesBelow, projectRoot } = require('../lib/paths');
const { readProviders } = require('../lib/providers');
const { cacheDirectory, keyOf, makeOnce } = require('./cache');
const { requiredVersion } = require('./go');
const { REGISTRY } = require('./local-mirror');
const { addProvider, mirroredProviders, platform } = require('./mirror');
const { tryTofuVersion } = require('./opentofu');

/**
 * Programs of a homelab, by their paths.
 *
 * @typedef {object} HomelabPrograms
 * @property {string} tofu path or name
 * @property {string} simulator
 * @property {string} apiserver
 * @property {string} etcd
 * @property {string} olderJudge Talos' judge of older releases
 * @property {string} proxmox the Proxmox provider
 */

/** Changed whenever a homelab is laid out in another way; the installed package knows one of them. */
const LAYOUT = 2;

const SIMULATOR = join(projectRoot, 'simulator');
const MANIFESTS = join(SIMULATOR, 'internal', 'files', 'manifests');
const SCHEMAS = join(projectRoot, 'schemas');

/**
 * Makes a homelab that an installed package can start without Go: programs, providers, schemas and manifests in one
 * directory that can be moved, with a manifest of versions and digests.
 *
 * @param {HomelabPrograms} programs
 * @returns {string} its directory in the cache, where `try` finds it
 */
function provideKit(programs) {
  const own = [...Object.values(programs), packageVersion()];
  const key = keyOf([`${LAYOUT}`, ...own, ...dataFiles().map((file) => readFileSync(file))]);
  const directory = join(cacheDirectory(), 'homelabs', `${packageVersion()}-${platform()}-${key}`);
  makeOnce(directory, (draft) => {
    addPrograms(join(draft, 'bin'), programs);
    addMirror(draft, programs.proxmox);
    cpSync(MANIFESTS, join(draft, 'manifests'), { recursive: true });
    for (const file of dataFiles().filter((path) => path.startsWith(SCHEMAS)))
      add(file, join(draft, 'schemas', relative(SCHEMAS, file)));
    writeFileSync(join(draft, 'manifest.json'), `${JSON.stringify(manifestOf(draft, programs), undefined, 2)}\n`);
  });
  return directory;
}

/** Files beside the programs that decide what a homelab is. */
function dataFiles() {
  const isRead = (/** @type {string} */ name) =>
    /^(talos-config\/|talos-extensions\.json|extension-(aliases|services)\.json)/.test(name);
  return [
    ...filesBelow(SCHEMAS, isRead),
    ...filesBelow(join(SCHEMAS, 'providers'), () => true),
    join(SCHEMAS, 'providers.json'),
    ...filesBelow(MANIFESTS, () => true),
  ].filter((file, index, all) => all.indexOf(file) === index);
}

/**
 * @param {string} directory
 * @param {HomelabPrograms} programs
 */
function addPrograms(directory, { tofu, simulator, apiserver, etcd, olderJudge }) {
  for (const [name, path] of Object.entries({
    tofu: findProgram(tofu),
    simulator,
    'kube-apiserver': apiserver,
    etcd,
    judge: olderJudge,
  })) {
    add(path, join(directory, name));
    chmodSync(join(directory, name), 0o755);
  }
}

/**
 * @param {string} draft
 * @param {string} proxmox
 */
function addMirror(draft, proxmox) {
  const simulator = join(draft, 'bin', 'simulator');
  for (const provider of mirroredProviders({ simulator, built: new Map([['bpg/proxmox', proxmox]]) })) {
    addProvider(join(draft, 'mirror', REGISTRY), provider, 'movable');
  }
}

/**
 * @param {string} draft
 * @param {HomelabPrograms} programs
 */
function manifestOf(draft, { tofu }) {
  const tools = join(SIMULATOR, 'tools');
  const proxmox = readProviders(projectRoot).find(({ source }) => source === 'bpg/proxmox');
  const digests = filesBelow(draft, () => true).map((file) => [relative(draft, file), digestOf(file)]);
  return {
    layout: LAYOUT,
    version: packageVersion(),
    platform: platform(),
    versions: {
      opentofu: tryTofuVersion(tofu),
      'bpg/proxmox': proxmox?.version,
      talos: requiredVersion(SIMULATOR, 'github.com/siderolabs/talos/pkg/machinery'),
      kubernetes: requiredVersion(join(tools, 'kubernetes'), 'k8s.io/kubernetes'),
      etcd: requiredVersion(join(tools, 'etcd'), 'go.etcd.io/etcd/server/v3'),
    },
    sha256: Object.fromEntries(digests),
  };
}

/** @param {string} file */
function digestOf(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/**
 * @param {string} from
 * @param {string} to
 */
function add(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  try {
    linkSync(from, to);
  } catch {
    // on another file system, or a file of another user
    copyFileSync(from, to);
  }
}

/** @param {string} program path, or name on the PATH */
function findProgram(program) {
  if (program.includes('/')) return program;
  const found = (process.env['PATH'] ?? '').split(delimiter).map((directory) => join(directory, program));
  const path = found.find((each) => existsSync(each));
  if (path === undefined) throw new Error(`${program} is not on the PATH`);
  return path;
}

/** @returns {string} */
function packageVersion() {
  return JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')).version;
}

module.exports = { provideKit };
