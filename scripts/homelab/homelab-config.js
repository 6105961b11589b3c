// @ts-check
'use strict';

const { join } = require('node:path');
const { projectRoot } = require('../lib/paths');
const { NotOnLoopback } = require('./addresses');

/** @typedef {import('../../src/model').ClusterModel} ClusterModel */
/** @typedef {ClusterModel['endpoints'][number]} Endpoint */
/** @typedef {ClusterModel['nodes'][number]} Node */
/** @typedef {import('./addresses').MachineNetwork} MachineNetwork */
/** @typedef {import('./addresses').ServiceAddresses} ServiceAddresses */
/** @typedef {import('./secrets').HomelabSecrets} HomelabSecrets */
/** @typedef {import('../toolchain/kubernetes').ClusterPrograms} ClusterPrograms */

/**
 * How long the simulated machines and hosts take, in milliseconds; what is not given is short.
 *
 * @typedef {object} Pace
 * @property {number} [taskMs] a task of Proxmox VE
 * @property {number} [bootMs] a machine that boots
 * @property {number} [applyMs] a machine that takes a configuration
 * @property {number} [rebootMs] a machine that reboots
 * @property {number} [switchMs] a machine that leaves maintenance mode
 * @property {number} [eventMs] a machine that was told to restart, stop or reset, until its first event
 */

/**
 * What the configuration of a homelab is made of.
 *
 * @typedef {object} HomelabParts
 * @property {ClusterModel} model of the cluster, on loopback
 * @property {MachineNetwork} network
 * @property {ServiceAddresses} services
 * @property {HomelabSecrets} secrets
 * @property {ClusterPrograms} programs
 * @property {string} stateDirectory of the simulator
 * @property {string} filesDirectory what the file server serves
 * @property {Pace} pace
 */

/** Content types that a datastore for images and one for disks have. */
const FOR_IMAGES = ['iso', 'vztmpl', 'import', 'snippets'];
const FOR_DISKS = ['images', 'rootdir'];

/** Room on every datastore unless the disks of the machines need more. */
const SIZE_GIB = 2000;

/** What a host has for one machine, unless a machine needs more. */
const CPUS = 16;
const MEMORY_MIB = 128 * 1024;

/** Id of the API token that homelabs have. */
const TOKEN_ID = 'root@pam!homelab';

/**
 * The configuration of `simulator homelab` for a homelab that a cluster can be made in.
 *
 * @param {HomelabParts} parts
 */
function homelabConfig({ model, network, services, secrets, programs, stateDirectory, filesDirectory, pace }) {
  const { taskMs = 0, bootMs = 50, applyMs = 10, rebootMs = 100, switchMs = 0, eventMs = 300 } = pace;
  const git = gitConfig(model, services, secrets);
  let hosts = 0;
  return {
    stateDirectory,
    control: services.control,
    shownAddresses: [{ loopback: network.loopback, shown: network.shown }],
    proxmox: model.endpoints.map((endpoint, index) => ({
      name: endpoint.name,
      listen: services.proxmox(index + 1),
      taskMs,
      tokens: [{ id: TOKEN_ID, secret: secrets.apiToken, role: 'Administrator' }],
      hosts: hostsOf(endpoint).map((host) => {
        const { address, port } = services.hostSsh(++hosts);
        return hostConfig(model, endpoint, host, { listen: `${address}:${port}`, secrets });
      }),
      pools: unique(machinesOf(model, endpoint).flatMap(({ vm }) => vm?.poolId ?? [])),
    })),
    factory: {
      listen: services.factory,
      extensionsFile: join(projectRoot, 'schemas', 'talos-extensions.json'),
      aliasesFile: join(projectRoot, 'schemas', 'extension-aliases.json'),
    },
    ...git,
    files: { listen: services.files, directory: filesDirectory },
    ...stateConfig(model, services, secrets),
    talos: {
      schemaDirectory: join(projectRoot, 'schemas', 'talos-config'),
      bootMs,
      applyMs,
      rebootMs,
      switchMs,
      eventMs,
      physical: model.nodes.filter(({ vm }) => vm === undefined).map((node) => physicalMachine(model, node, network)),
    },
    kubernetes: { ...programs, ...('git' in git && { flux: true }) },
  };
}

/**
 * @param {ClusterModel} model
 * @param {Endpoint} endpoint
 * @param {ReturnType<typeof hostsOf>[number]} host
 * @param {{ listen: string, secrets: HomelabSecrets }} ssh
 */
function hostConfig(model, endpoint, { key, nodeName, networkBridge }, { listen, secrets }) {
  const machines = machinesOf(model, endpoint);
  const here = machines.filter(({ vm }) => vm?.hostKey === key);
  for (const { name, vm } of machines) {
    for (const { mapping } of vm?.pciDevices ?? []) {
      if (endpoint.pciMappings?.[mapping] === undefined) throw mappingMissing(name, mapping, endpoint);
    }
  }
  return {
    name: nodeName,
    ssh: { listen, username: endpoint.ssh?.username ?? 'root', authorizedKeys: [secrets.hostKey.publicKey] },
    // all hosts of an endpoint, as a machine can move from one to the other
    cpus: Math.max(CPUS, ...machines.map(({ vm }) => vm?.cpuCores ?? 0)),
    memoryMiB: Math.max(MEMORY_MIB, ...machines.map(({ vm }) => vm?.memoryMiB ?? 0)),
    bridges: unique([networkBridge, ...here.flatMap(({ vm }) => vm?.networkBridge ?? [])]),
    pciDevices: pciDevices(endpoint, nodeName),
    storages: storages(endpoint, machines),
  };
}

/**
 * Datastores are those of the whole endpoint, as in a cluster of hosts: a machine can move from one to the other.
 *
 * @param {Endpoint} endpoint
 * @param {readonly Node[]} machines
 */
function storages(endpoint, machines) {
  const forImages = hostsOf(endpoint).map(({ imageDatastoreId }) => imageDatastoreId);
  const forDisks = [
    ...hostsOf(endpoint).map(({ diskDatastoreId }) => diskDatastoreId),
    ...machines.flatMap(({ vm }) => [vm?.diskDatastoreId, ...(vm?.disks ?? []).map((disk) => disk.datastoreId)]),
  ].flatMap((id) => id ?? []);
  const disksGiB = machines.flatMap(({ vm }) => [vm?.diskGiB ?? 50, ...(vm?.disks ?? []).map((disk) => disk.sizeGiB)]);
  const sizeGiB = Math.max(SIZE_GIB, 2 * disksGiB.reduce((sum, size) => sum + size, 0));
  return unique([...forImages, ...forDisks]).map((id) => {
    const content = [...(forImages.includes(id) ? FOR_IMAGES : []), ...(forDisks.includes(id) ? FOR_DISKS : [])];
    return { id, type: forImages.includes(id) ? 'dir' : 'lvmthin', content, sizeGiB };
  });
}

/**
 * @param {Endpoint} endpoint
 * @param {string} nodeName
 */
function pciDevices(endpoint, nodeName) {
  const devices = Object.values(endpoint.pciMappings ?? {}).flatMap((mapping) => mapping.devices);
  const byPath = new Map(devices.filter((device) => device.host === nodeName).map((device) => [device.path, device]));
  return [...byPath.values()].map(({ path, id, iommuGroup }) => ({
    path,
    id,
    ...(iommuGroup !== undefined && { iommuGroup }),
  }));
}

/**
 * @param {ClusterModel} model
 * @param {Endpoint} endpoint
 */
function machinesOf({ nodes }, endpoint) {
  return nodes.filter(({ vm }) => hostsOf(endpoint).some(({ key }) => key === vm?.hostKey));
}

/** @param {Endpoint} endpoint */
function hostsOf(endpoint) {
  const { resolvedProxmoxHost } = require('../../lib/src/proxmox/resolved');
  return Object.entries(endpoint.hosts).map(([nodeName, host]) => ({
    key: `${endpoint.name}/${nodeName}`,
    ...resolvedProxmoxHost(nodeName, host),
  }));
}

/**
 * @param {ClusterModel} model
 * @param {ServiceAddresses} services
 * @param {HomelabSecrets} secrets
 */
function gitConfig({ gitops }, services, { gitKey, gitToken }) {
  const config = { listen: services.git, sshListen: services.gitSsh };
  if (gitops.flux === undefined) return {};
  const { repository, branch = 'main' } = gitops.flux;
  if ('gitea' in repository) {
    const { owner, repository: name } = repository.gitea;
    const tokens = [{ secret: gitToken, user: owner, scopes: ['read:user', 'write:repository'] }];
    return { git: { ...config, tokens, repositories: [{ owner, name, branch }] } };
  }
  if (!('ssh' in repository)) return {};
  const { url } = repository.ssh;
  const { username, pathname } = new URL(url);
  const [, owner, name] = /^\/([^/]+)\/([^/]+?)(?:\.git)?\/?$/.exec(pathname) ?? [];
  if (owner === undefined || name === undefined) {
    throw new NotOnLoopback(
      `gitops.flux.repository.ssh.url ${url}: the Git host of the homelab has repositories of an owner only; ` +
        'write ssh://git@host/owner/name.git',
    );
  }
  const users = { [username || 'git']: [gitKey.publicKey] };
  const tokens = [{ secret: gitToken, user: owner }];
  return { git: { ...config, tokens, repositories: [{ owner, name, branch }], users } };
}

/**
 * @param {ClusterModel} model
 * @param {ServiceAddresses} services
 * @param {HomelabSecrets} secrets
 */
function stateConfig({ state: { backend = 'local' } }, services, { accessKey, secretKey }) {
  if (backend === 'local') return {};
  if ('http' in backend) return { state: { listen: services.stateHttp } };
  return { state: { s3Listen: services.stateS3, buckets: [backend.s3.bucket], accessKey, secretKey } };
}

/**
 * A machine that somebody has booted by hand from the image of its schematic.
 *
 * @param {ClusterModel} model
 * @param {Node} node
 * @param {MachineNetwork} network
 */
function physicalMachine({ images }, { name, machine, imageKey }, network) {
  const image = images.find(({ key }) => key === imageKey);
  if (image === undefined) throw new Error(`${name} has the image ${imageKey}, which is none of the cluster's`);
  return {
    name,
    address: `${machine.address}/${network.prefixLength}`,
    ...linkOf(machine.link),
    image: {
      version: image.talosVersion.tag,
      schematicId: image.schematic.id,
      platform: image.platform,
      architecture: image.architecture,
      extensions: image.schematic.content.extensions ?? [],
    },
    memoryMiB: 8192,
    disks: [{ interface: busOf(machine.installDisk), serial: name, sizeGiB: 500, system: true }],
  };
}

/**
 * How the network interface of a machine is called: as its owner says who has seen it.
 *
 * @param {string} [link]
 */
function linkOf(link) {
  return link === undefined || link === 'physical' ? {} : { link };
}

/**
 * Where a disk is attached that Linux has by this name.
 *
 * @param {string} [device]
 */
function busOf(device = '') {
  if (device.startsWith('/dev/nvme')) return 'nvme0';
  return device.startsWith('/dev/vd') ? 'virtio0' : 'sata0';
}

/**
 * @param {string} machine
 * @param {string} mapping
 * @param {Endpoint} endpoint
 */
function mappingMissing(machine, mapping, { name }) {
  return new NotOnLoopback(
    `nodes.${machine}.pciDevices: the homelab on loopback starts without resource mappings, so ${mapping} is not there; ` +
      `add it to proxmox.endpoints.${name}.pciMappings`,
  );
}

/**
 * @param {readonly string[]} names
 */
function unique(names) {
  return [...new Set(names)];
}

module.exports = { TOKEN_ID, homelabConfig };
