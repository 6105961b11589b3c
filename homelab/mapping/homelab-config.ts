import { bridgeConfig, dhcpConfig } from './network-config';
import { join } from 'node:path';
import type { ClusterPrograms } from '../../scripts/toolchain/kubernetes';
import type { ClusterModel } from '../../src/model';
import { resolvedProxmoxHost, type ResolvedProxmoxHost } from '../../src/proxmox/resolved';
import { coresOfAllSockets } from '../../src/virtual-machine/hardware';
import type { ServiceAddresses } from '../addresses';
import type { HomelabFiles } from '../homelab-files';
import type { HomelabSecrets } from '../secrets';
import { physicalCards } from './physical-cards';
import { physicalDisk } from './physical-disk';
import { sdnConfig, zoneBridges } from './sdn-config';
import { type Doubles, PLAYED_BY } from './doubles';
import type { MachineNetwork } from './machine-network';
import type { PlayedRegistry } from './mapped-registries';
import { repositoryOf } from './mapped-repository';

type Endpoint = ClusterModel['endpoints'][number];
type Node = ClusterModel['nodes'][number];

/** How long the simulated machines and hosts take, in milliseconds; what is not given is short. */
export interface Pace {
  /** A task of Proxmox VE. */
  readonly taskMs?: number;
  /** A machine that boots. */
  readonly bootMs?: number;
  /** A machine that takes a configuration. */
  readonly applyMs?: number;
  /** A machine that reboots. */
  readonly rebootMs?: number;
  /** A machine that leaves maintenance mode. */
  readonly switchMs?: number;
  /** A machine that was told to restart, stop or reset, until its first event. */
  readonly eventMs?: number;
}

/** Parts of the configuration of a homelab. */
export interface HomelabParts {
  /** Of the cluster, on loopback. */
  readonly model: ClusterModel;
  readonly network: MachineNetwork;
  readonly services: ServiceAddresses;
  readonly secrets: HomelabSecrets;
  readonly programs: ClusterPrograms;
  /** Of the simulator. */
  readonly stateDirectory: string;
  /** Directory that the file server serves. */
  readonly filesDirectory: string;
  readonly pace: Pace;
  readonly data: HomelabFiles;
  readonly doubles: Doubles;
  readonly registries: readonly PlayedRegistry[];
}

/** Content types that a datastore for images and one for disks have. */
const FOR_IMAGES = ['iso', 'vztmpl', 'import', 'snippets'];
const FOR_DISKS = ['images', 'rootdir'];

/** Room on every datastore unless the disks of the machines need more. */
const SIZE_GIB = 2000;

/** Capacity of a host for one machine, unless a machine needs more. */
const CPUS = 16;
const MEMORY_MIB = 128 * 1024;

/** Id of the API token that homelabs have. */
export const TOKEN_ID = 'root@pam!homelab';

/** The configuration of `simulator homelab` for a homelab that a cluster can be made in. */
export function homelabConfig({
  model,
  network,
  services,
  secrets,
  programs: { olderJudge, ...programs },
  stateDirectory,
  filesDirectory,
  pace,
  data,
  doubles,
  registries,
}: HomelabParts) {
  const { taskMs = 0, bootMs = 50, applyMs = 10, rebootMs = 100, switchMs = 0, eventMs = 300 } = pace;
  const git = gitConfig(model, services, secrets);
  let hosts = 0;
  return {
    stateDirectory,
    control: services.control,
    shownAddresses: network.shownRanges,
    ...agentConfig(model, secrets, stateDirectory),
    proxmox: model.endpoints.map((endpoint, index) => ({
      name: endpoint.name,
      listen: services.proxmox(index + 1),
      taskMs,
      tokens: [{ id: TOKEN_ID, secret: secrets.apiToken, role: 'Administrator' }],
      hosts: hostsOf(endpoint).map((host) => {
        const { address, port } = services.hostSsh(++hosts);
        return hostConfig(model, endpoint, host, { listen: `${address}:${port}`, secrets });
      }),
      ...mappingConfig(model, endpoint, doubles),
      ...usbMappingConfig(model, endpoint, doubles),
      ...directoryMappingConfig(model, endpoint, doubles),
      pools: poolsThere(endpoint, machinesOf(model, endpoint)),
      ...sdnConfig(endpoint),
    })),
    factory: {
      listen: services.factory,
      extensionsFile: join(data.schemaDirectory, 'talos-extensions.json'),
      aliasesFile: join(data.schemaDirectory, 'extension-aliases.json'),
      ...(registries.length > 0 && { registries }),
    },
    ...git,
    files: { listen: services.files, directory: filesDirectory },
    ...stateConfig(model, services, secrets),
    talos: {
      schemaDirectory: data.talosConfigDirectory,
      extensionServicesFile: join(data.schemaDirectory, 'extension-services.json'),
      judge: olderJudge,
      bootMs,
      applyMs,
      rebootMs,
      switchMs,
      eventMs,
      ...dhcpConfig(model, network),
      physical: model.nodes.filter(({ vm }) => vm === undefined).map((node) => physicalMachine(model, node, network)),
    },
    kubernetes: { ...programs, ...('git' in git && { flux: true }) },
  };
}

function hostConfig(
  model: ClusterModel,
  endpoint: Endpoint,
  { key, nodeName, networkBridge }: Host,
  { listen, secrets }: { listen: string; secrets: HomelabSecrets },
) {
  const machines = machinesOf(model, endpoint);
  const here = machines.filter(({ vm }) => vm?.hostKey === key);
  return {
    name: nodeName,
    ssh: { listen, username: endpoint.ssh?.username ?? 'root', authorizedKeys: [secrets.hostKey.publicKey] },
    // all hosts of an endpoint, as a machine can move from one to the other
    cpus: Math.max(CPUS, ...machines.map(({ vm }) => (vm === undefined ? 0 : coresOfAllSockets(vm)))),
    memoryMiB: Math.max(MEMORY_MIB, ...machines.map(({ vm }) => vm?.memoryMiB ?? 0)),
    ...bridgeConfig(networkBridge, here, {
      vnets: Object.keys(endpoint.sdn?.vnets ?? {}),
      zones: zoneBridges(endpoint),
    }),
    pciDevices: [...pciDevices(endpoint, nodeName), ...foreignDevices(model, endpoint)],
    storages: storages(endpoint, machines),
  };
}

/** Pools that machines are in and that the cluster does not make, with those that they lie in. */
function poolsThere({ resourcePools = {} }: Endpoint, machines: readonly Node[]): readonly string[] {
  const used = machines.flatMap(
    ({ vm }) => vm?.poolId?.split('/').map((_, depth, all) => all.slice(0, depth + 1).join('/')) ?? [],
  );
  return unique(used.filter((pool) => !Object.hasOwn(resourcePools, pool)));
}

/** Datastores are those of the whole endpoint, as in a cluster of hosts: a machine can move from one to the other. */
function storages(endpoint: Endpoint, machines: readonly Node[]) {
  const forImages = hostsOf(endpoint).map(({ imageDatastoreId }) => imageDatastoreId);
  const forDisks = [
    ...hostsOf(endpoint).map(({ diskDatastoreId }) => diskDatastoreId),
    ...machines.flatMap(({ vm }) => [
      vm?.diskDatastoreId,
      ...Object.values(vm?.disks ?? {}).map((disk) => disk.datastoreId),
    ]),
  ].flatMap((id) => id ?? []);
  const disksGiB = machines.flatMap(({ vm }) => [
    vm?.diskGiB ?? 50,
    ...Object.values(vm?.disks ?? {}).map((disk) => disk.sizeGiB),
  ]);
  const typeForImages = endpoint.imageHost === undefined ? 'dir' : 'nfs';
  const sizeGiB = Math.max(SIZE_GIB, 2 * disksGiB.reduce((sum, size) => sum + size, 0));
  const forBackups = Object.values(endpoint.backupJobs ?? {}).map(({ datastoreId }) => datastoreId);
  return unique([...forImages, ...forDisks, ...forBackups]).map((id) => {
    const content = [
      ...(forImages.includes(id) ? FOR_IMAGES : []),
      ...(forDisks.includes(id) ? FOR_DISKS : []),
      ...(forBackups.includes(id) ? ['backup'] : []),
    ];
    const typeOfOthers = forDisks.includes(id) ? 'lvmthin' : 'dir';
    return { id, type: forImages.includes(id) ? typeForImages : typeOfOthers, content, sizeGiB };
  });
}

function pciDevices(endpoint: Endpoint, nodeName: string) {
  const devices = Object.values(endpoint.pciMappings ?? {}).flatMap((mapping) => mapping.devices);
  const byPath = new Map(devices.filter((device) => device.host === nodeName).map((device) => [device.path, device]));
  return [...byPath.values()].map(({ path, id, iommuGroup }) => ({
    path,
    id,
    ...(iommuGroup !== undefined && { iommuGroup }),
  }));
}

/** Mappings that machines use and that somebody else has made, by their names. */
function foreignMappings(model: ClusterModel, endpoint: Endpoint): string[] {
  const used = machinesOf(model, endpoint).flatMap(({ vm }) => vm?.pciDevices ?? []);
  return unique(used.map(({ mapping }) => mapping).filter((name) => endpoint.pciMappings?.[name] === undefined));
}

/** The device of a mapping that somebody else has made, on every host. */
function foreignDevices(model: ClusterModel, endpoint: Endpoint) {
  return foreignMappings(model, endpoint).map((_, index) => ({
    // a bus that no mapping of the cluster file has
    path: `fffe:${(index + 1).toString(16).padStart(2, '0')}:00.0`,
    id: '1234:5678',
    iommuGroup: 1000 + index,
  }));
}

function mappingConfig(model: ClusterModel, endpoint: Endpoint, doubles: Doubles) {
  const devices = foreignDevices(model, endpoint);
  const mappings = foreignMappings(model, endpoint).map((name, index) => {
    for (const { name: machine, vm } of machinesOf(model, endpoint)) {
      const isUsing = vm?.pciDevices?.some(({ mapping }) => mapping === name) ?? false;
      if (isUsing) doubles.add(`nodes.${machine}.pciDevices`, name, PLAYED_BY.mapping);
    }
    const { path = '', id = '', iommuGroup = 0 } = devices[index] ?? {};
    const entries = hostsOf(endpoint).map(
      ({ nodeName }) => `id=${id},node=${nodeName},path=${path},iommugroup=${iommuGroup}`,
    );
    return [name, entries] as const;
  });
  return mappings.length === 0 ? {} : { pciMappings: Object.fromEntries(mappings) };
}

/** USB mappings that machines use and that somebody else has made: a device that is plugged in nowhere starts a machine too. */
function usbMappingConfig(model: ClusterModel, endpoint: Endpoint, doubles: Doubles) {
  const used = machinesOf(model, endpoint).flatMap(({ name, vm }) =>
    (vm?.usbDevices ?? []).map(({ mapping }) => ({ machine: name, mapping })),
  );
  const foreign = used.filter(({ mapping }) => endpoint.usbMappings?.[mapping] === undefined);
  for (const { machine, mapping } of foreign) doubles.add(`nodes.${machine}.usbDevices`, mapping, PLAYED_BY.mapping);
  const entries = hostsOf(endpoint).map(({ nodeName }) => `id=1234:5678,node=${nodeName}`);
  const mappings = unique(foreign.map(({ mapping }) => mapping)).map((name) => [name, entries] as const);
  return mappings.length === 0 ? {} : { usbMappings: Object.fromEntries(mappings) };
}

/** Mappings of directories that machines share and that somebody else has made. */
function directoryMappingConfig(model: ClusterModel, endpoint: Endpoint, doubles: Doubles) {
  const used = machinesOf(model, endpoint).flatMap(({ name, vm }) =>
    Object.values(vm?.virtiofs ?? {}).map(({ mapping }) => ({ machine: name, mapping })),
  );
  const foreign = used.filter(({ mapping }) => endpoint.directoryMappings?.[mapping] === undefined);
  for (const { machine, mapping } of foreign) doubles.add(`nodes.${machine}.virtiofs`, mapping, PLAYED_BY.share);
  const mappings = unique(foreign.map(({ mapping }) => mapping)).map(
    (name) => [name, hostsOf(endpoint).map(({ nodeName }) => `node=${nodeName},path=/mnt/${name}`)] as const,
  );
  return mappings.length === 0 ? {} : { directoryMappings: Object.fromEntries(mappings) };
}

/** Where the agent with the keys of the hosts listens. */
export function agentSocket(stateDirectory: string): string {
  return join(stateDirectory, 'agent.sock');
}

function agentConfig({ endpoints }: ClusterModel, { hostKey }: HomelabSecrets, stateDirectory: string) {
  if (!endpoints.some(({ ssh }) => ssh?.agent === true)) return {};
  return { sshAgent: { socket: agentSocket(stateDirectory), privateKey: hostKey.privateKey } };
}

function machinesOf({ nodes }: ClusterModel, endpoint: Endpoint): Node[] {
  return nodes.filter(({ vm }) => hostsOf(endpoint).some(({ key }) => key === vm?.hostKey));
}

type Host = ResolvedProxmoxHost & { readonly key: string };

function hostsOf(endpoint: Endpoint): Host[] {
  return Object.entries(endpoint.hosts).map(([nodeName, host]) => ({
    key: `${endpoint.name}/${nodeName}`,
    ...resolvedProxmoxHost(nodeName, host),
  }));
}

function gitConfig({ gitops }: ClusterModel, services: ServiceAddresses, { gitKey, gitToken }: HomelabSecrets) {
  const config = { listen: services.git, sshListen: services.gitSsh };
  if (gitops.flux === undefined) return {};
  const { repository, branch = 'main' } = gitops.flux;
  if ('gitea' in repository) {
    const { owner, repository: name } = repository.gitea;
    const tokens = [{ secret: gitToken, user: owner, scopes: ['read:user', 'write:repository'] }];
    return { git: { ...config, tokens, repositories: [{ owner, name, branch }] } };
  }
  const { url } = 'ssh' in repository ? repository.ssh : repository.https;
  const { owner, name } = repositoryOf(url);
  const tokens = [{ secret: gitToken, user: owner }];
  const repositories = [{ owner, name, branch }];
  if ('https' in repository) return { git: { ...config, tlsListen: services.gitTls, tokens, repositories } };
  const users = { [new URL(url).username || 'git']: [gitKey.publicKey] };
  return { git: { ...config, tokens, repositories, users } };
}

function stateConfig(
  { state: { backend = 'local' } }: ClusterModel,
  services: ServiceAddresses,
  { accessKey, secretKey }: HomelabSecrets,
) {
  if (backend === 'local') return {};
  if ('http' in backend) return { state: { listen: services.stateHttp } };
  // one that is on this computer is no part of the homelab
  if (!('s3' in backend)) return {};
  return { state: { s3Listen: services.stateS3, buckets: [backend.s3.bucket], accessKey, secretKey } };
}

/** A machine that somebody has booted by hand from the image of its schematic. */
function physicalMachine({ images }: ClusterModel, { name, machine, imageKey }: Node, network: MachineNetwork) {
  const image = images.find(({ key }) => key === imageKey);
  if (image === undefined) throw new Error(`${name} has the image ${imageKey}, which is none of the cluster's`);
  return {
    name,
    address: `${machine.address}/${network.prefixLength}`,
    ...cardsOf(machine),
    image: {
      version: image.talosVersion.tag,
      schematicId: image.schematic.id,
      platform: image.platform,
      architecture: image.architecture,
      extensions: image.schematic.content.extensions ?? [],
    },
    memoryMiB: 8192,
    disks: [{ serial: name, sizeGiB: 500, system: true, ...physicalDisk(machine.installDisk) }],
  };
}

/** How the network interfaces of a machine are called: as its owner says who has seen it. */
function cardsOf(machine: Node['machine']) {
  const { link, links } = machine;
  const cards = links === undefined ? [] : physicalCards(machine);
  if (cards.length > 0) return { cards };
  return link === undefined || link === 'physical' ? {} : { link };
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}
