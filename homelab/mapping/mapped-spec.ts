import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import ipaddr from 'ipaddr.js';
import { parse } from 'yaml';
import type { ClusterSpec } from '../../src/cluster-file';
import type { ServiceAddresses } from '../addresses';
import type { HomelabSecrets } from '../secrets';
import { type Doubles, PLAYED_BY } from './doubles';
import { isLoopbackDial } from './locations';
import type { MachineNetwork } from './machine-network';
import { PatchMapping } from './mapped-patches';
import { poolAddresses } from './pool-addresses';
import { type PlayedRegistry, RegistryMapping, registriesOf } from './mapped-registries';
import { mappedFlux } from './mapped-repository';
import type { PoolSpec } from '../../src/cluster-file/pool-settings';
import { IpRange } from '../../src/values/ip-range';
import { changed, eachOf, onServer, type Section, TextMapping } from './mapped-texts';

/** Network, services and doubles that a cluster file is mapped to, and the project that it belongs to. */
export interface SpecMappingOptions {
  readonly network: MachineNetwork;
  readonly services: ServiceAddresses;
  readonly doubles: Doubles;
  readonly secrets: HomelabSecrets;
  /** Project that paths in the file are relative to. */
  readonly directory: string;
}

/** The least that OpenTofu takes. */
const MIN_ITERATIONS = 200_000;

/** Where files of a directory outside of the project are written, below the project. */
const OUTSIDE = 'outside';

/** The extension that the homelab has: guest agents answer. */
const GUEST_AGENT = 'siderolabs/qemu-guest-agent';

/** Where OpenTofu comes from in the homelab. */
const ADMINISTRATOR = '127.0.0.1/32';

const POD_NETWORK = '10.244.0.0/16';
const SERVICE_NETWORK = '10.96.0.0/12';

/**
 * A cluster file with the addresses of a homelab on loopback. Nothing is left out: keys are added where a default would lead
 * elsewhere, or make every command slower, and what the homelab has no original of is played and listed.
 */
export class SpecMapping {
  private readonly spec: Section;
  private readonly network: MachineNetwork;
  private readonly services: ServiceAddresses;
  private readonly doubles: Doubles;
  private readonly directory: string;
  private readonly texts: TextMapping;
  private readonly patches: PatchMapping;
  private readonly registries: RegistryMapping;
  private readonly ranges: ReadonlyMap<string, string>;
  private readonly dnsServers: Map<string, string>;
  private readonly paths: Map<string, { readonly path: string; readonly place: string }>;

  /** @param spec a spec that the library takes */
  constructor(spec: ClusterSpec, { network, services, secrets, doubles, directory }: SpecMappingOptions) {
    this.spec = spec as Section;
    this.network = network;
    this.services = services;
    this.doubles = doubles;
    this.directory = directory;
    this.texts = new TextMapping(network, services);
    this.patches = new PatchMapping({
      directory,
      texts: this.texts,
      doubles,
      mapManifest: (url, place) => this.mapManifest(url, place),
      mapEndpoint: (url) => onServer(url, `${this.mapEndpointOfCluster('')}:6443`),
    });
    this.registries = new RegistryMapping(this.spec.talos, registriesOf(this.spec), services, secrets, doubles);
    this.ranges = this.mapRanges();
    this.dnsServers = new Map();
    this.paths = new Map();
  }

  mapped(): ClusterSpec {
    const { spec } = this;
    const mapped = changed(spec, {
      network: (network) => this.mapNetwork(network),
      kubernetes: (kubernetes) => this.mapKubernetes(kubernetes),
      machine: (machine) => this.mapMachine(machine, 'machine'),
      sizes: (sizes) => eachOf(sizes, (size, name) => this.mapMachine(size, `sizes.${name}`)),
      nodeDefaults: (byType) => eachOf(byType, (defaults, type) => this.mapNode(defaults, `nodeDefaults.${type}`)),
      nodes: (nodes) => eachOf(nodes, (node, name) => this.mapNode(node, `nodes.${name}`)),
      pools: (pools) => eachOf(pools, (pool, name) => this.mapPool(pool, name)),
      patches: (patches) => this.patches.map(patches, 'patches'),
      proxmox: (proxmox) => changed(proxmox, { endpoints: (endpoints) => this.mapEndpoints(endpoints) }),
      state: (state) => this.mapState(state),
      gitops: (gitops) => changed(gitops, { flux: (flux) => mappedFlux(flux, this.services, this.doubles) }),
      outputs: (outputs) => changed(outputs, { directory: (directory) => this.mapDirectory(directory) }),
    });
    const talos = { ...this.mapTalos(spec.talos), factoryUrl: `http://${this.services.factory}` };
    return { ...mapped, talos } as ClusterSpec;
  }

  /** Where each manifest that the machines fetch lies on the file server, and where the file names it, by its URL. */
  get manifestPaths(): ReadonlyMap<string, { readonly path: string; readonly place: string }> {
    return this.paths;
  }

  private mapNetwork(network: Section) {
    const { shown, isIpv6 } = this.network;
    if (isIpv6) this.doubles.add('network.subnet', shown, PLAYED_BY.ipv4);
    return changed(network, {
      subnet: () => this.network.loopback,
      gateway: (address) => this.mapRouter(address),
      vip: (address) => this.mapAddress(address, 'network.vip'),
      endpoint: (endpoint) => this.mapEndpointOfCluster(endpoint),
      dnsServers: (servers) => this.mapDnsServers(servers, 'network.dnsServers'),
      firewall: (firewall) => this.mapFirewall(firewall),
    });
  }

  /** OpenTofu runs on this computer, wherever the cluster is administered from. */
  private mapFirewall(firewall: Section) {
    const subnets = (networks: readonly string[]) => networks.map((each) => this.network.mapNetwork(each));
    return changed(firewall, {
      adminSubnets: (networks) => {
        this.doubles.add('network.firewall.adminSubnets', networks.join(', '), PLAYED_BY.administrator);
        return [...subnets(networks), ADMINISTRATOR];
      },
      kubernetesApiSubnets: subnets,
      rules: (rules) => eachOf(rules, (rule) => changed(rule, { subnets, except: subnets })),
    });
  }

  private mapAddress(address: string, place: string): string {
    if (!this.network.isIpv6 && !this.network.hasPlace(address)) {
      this.doubles.add(place, address, PLAYED_BY.otherAddress);
    }
    return this.network.map(address);
  }

  /** The router of an IPv6 network has a link-local address, which is one of the network here. */
  private mapRouter(address: string): string {
    if (this.network.contains(address) || ipaddr.IPv6.isValid(address)) return this.network.map(address);
    return this.services.router;
  }

  private mapTalos(talos: Section) {
    const schematic = (place: string) => (choice: string | Section) => this.mapSchematic(choice, place);
    return changed(talos, {
      imageMirror: (mirror) => {
        this.doubles.add('talos.imageMirror', mirror, PLAYED_BY.mirror);
        return `http://${this.services.factory}`;
      },
      installerMirror: (mirror) => this.registries.mapMirror(mirror),
      schematic: schematic('talos.schematic'),
      update: (update) => changed(update, { schematic: schematic('talos.update.schematic') }),
    });
  }

  /** A schematic in the cluster file; one in a file of its own stays as it is. */
  private mapSchematic(schematic: string | Section, place: string) {
    for (const name of this.contentOf(schematic).extensions ?? []) {
      if (name !== GUEST_AGENT) this.doubles.add(place, name, PLAYED_BY.extension);
    }
    const {
      overlay,
      meta = [],
      embeddedMachineConfiguration: embedded,
      extraKernelArgs = [],
    } = this.contentOf(schematic);
    if (embedded !== undefined) this.doubles.add(place, 'embeddedMachineConfiguration', PLAYED_BY.embedded);
    for (const argument of extraKernelArgs) {
      const playedBy = argumentPlayedBy(argument);
      if (playedBy !== undefined) this.doubles.add(place, argument, playedBy);
    }
    if (overlay !== undefined) this.doubles.add(place, `overlay ${overlay.name}`, PLAYED_BY.overlay);
    for (const { key } of meta) this.doubles.add(place, `meta ${key}`, PLAYED_BY.meta);
    if (typeof schematic === 'string') return schematic;
    return changed(schematic, {
      extraKernelArgs: (args) => args.map((arg: string) => this.mapArgument(arg)),
    });
  }

  /** Content of a schematic, in the words of a cluster file; one that is named by its path is read from its file. */
  private contentOf(schematic: string | Section): Section {
    if (typeof schematic !== 'string') return schematic;
    const content = parse(readFileSync(resolve(this.directory, schematic), 'utf8')) as Section | null;
    const { overlay, customization } = content ?? {};
    return { overlay, ...customization, extensions: customization?.systemExtensions?.officialExtensions };
  }

  /** A kernel argument that says what network the machine is in; others stay as they are. */
  private mapArgument(argument: string): string {
    if (!argument.startsWith('ip=')) return argument;
    const { gateway } = this.spec.network;
    return argument
      .split(':')
      .map((part) =>
        part === gateway ? this.mapRouter(part) : part.replace(/\d+(\.\d+){3}$/, (text) => this.texts.mapText(text)),
      )
      .join(':');
  }

  /** A name or a load balancer leads to where the Kubernetes API is reached in the homelab. */
  private mapEndpointOfCluster(endpoint: string): string {
    const { network, nodes, pools = {} } = this.spec;
    const controlPlanes = [...Object.values<Section>(nodes), ...Object.values<Section>(pools)].filter(
      ({ machineType }) => machineType === 'controlplane',
    );
    const addresses = controlPlanes.map(({ address, addresses: range }) => address ?? IpRange.tryParse(range)?.first);
    return this.network.map(addresses.includes(endpoint) ? endpoint : (network.vip ?? addresses[0]));
  }

  private mapDnsServers(servers: readonly string[], place: string): string[] {
    return servers.map((server) => {
      if (this.network.contains(server)) return this.network.map(server);
      this.doubles.add(place, server, PLAYED_BY.nobody);
      const mapped = this.dnsServers.get(server) ?? this.services.dns(this.dnsServers.size + 1);
      this.dnsServers.set(server, mapped);
      return mapped;
    });
  }

  private mapKubernetes(kubernetes: Section) {
    const mapped = changed(kubernetes, {
      certSans: (names) => this.texts.mapTexts(names),
      oidc: (oidc) => changed(oidc, { issuerUrl: (url) => this.mapIssuer(url, 'kubernetes.oidc.issuerUrl') }),
      apiServerExtraArgs: (args) =>
        changed(this.texts.mapTexts(args), {
          'oidc-issuer-url': (url) => this.mapIssuer(url, 'kubernetes.apiServerExtraArgs'),
        }),
      extraManifests: (urls) => urls.map((url: string) => this.mapManifest(url, 'kubernetes.extraManifests')),
    });
    if (!this.network.isIpv6) return mapped;
    return {
      ...mapped,
      podSubnets: this.ipv4Of(kubernetes, 'podSubnets', POD_NETWORK),
      serviceSubnets: this.ipv4Of(kubernetes, 'serviceSubnets', SERVICE_NETWORK),
    };
  }

  private ipv4Of(kubernetes: Section, key: string, otherwise: string): readonly string[] {
    const given: readonly string[] = kubernetes[key] ?? [];
    for (const network of given.filter((each) => !ipaddr.IPv4.isValidCIDR(each))) {
      this.doubles.add(`kubernetes.${key}`, network, PLAYED_BY.podNetwork);
    }
    const ipv4 = given.filter((each) => ipaddr.IPv4.isValidCIDR(each));
    return ipv4.length > 0 ? ipv4 : [otherwise];
  }

  private mapIssuer(url: string, place: string): string {
    this.doubles.add(place, url, PLAYED_BY.nobody);
    return onServer(url, this.services.identity);
  }

  private mapManifest(url: string, place: string): string {
    const { host, pathname, search } = new URL(url);
    const query = search === '' ? '' : `_${createHash('sha256').update(search).digest('hex').slice(0, 8)}`;
    const path = `${host.replace(':', '_')}${pathname.replace(/\/$/, '/index.yaml')}${query}`;
    this.paths.set(url, { path, place });
    return `http://${this.services.files}/${path}`;
  }

  /** Registries that the homelab has for the file. */
  get playedRegistries(): readonly PlayedRegistry[] {
    return this.registries.all;
  }

  /** Settings that any number of machines have. */
  private mapMachine(machine: Section, place: string) {
    return changed(machine, {
      registries: (registries) => this.registries.map(registries, `${place}.registries`),
    });
  }

  private mapNode(node: Section, place: string) {
    return changed(this.mapMachine(node, place), {
      address: (address) => this.mapAddress(address, `${place}.address`),
      dnsServers: (servers) => this.mapDnsServers(servers, `${place}.dnsServers`),
      certSans: (names) => this.texts.mapTexts(names),
      schematic: (schematic) => this.mapSchematic(schematic, `${place}.schematic`),
      patches: (patches) => this.patches.map(patches, `${place}.patches`),
    });
  }

  /** A range has as many addresses in the homelab as in the file. */
  private mapPool(pool: Section, name: string) {
    const place = `pools.${name}`;
    return changed(this.mapNode(pool, place), {
      addresses: () => this.ranges.get(name),
      overrides: (overrides) => eachOf(overrides, (own, member) => this.mapNode(own, `${place}.overrides.${member}`)),
    });
  }

  /** Ranges of pools on loopback, by name: to be had before any address of one is looked for. */
  private mapRanges(): ReadonlyMap<string, string> {
    const pools = Object.entries((this.spec as ClusterSpec).pools ?? {});
    return new Map(pools.map(([name, pool]) => [name, this.mapRange(name, pool)]));
  }

  private mapRange(name: string, pool: PoolSpec): string {
    const { first = '', last = '' } = IpRange.tryParse(pool.addresses) ?? {};
    const { network } = this;
    if (network.hasPlace(first) && network.hasPlace(last)) return `${network.map(first)}-${network.map(last)}`;
    if (!network.isIpv6) this.doubles.add(`pools.${name}.addresses`, pool.addresses, PLAYED_BY.otherAddress);
    const row = network.mapRow(poolAddresses(name, pool));
    return `${row[0]}-${row.at(-1)}`;
  }

  private mapEndpoints(endpoints: Section) {
    let hosts = 0;
    return Object.fromEntries(
      Object.entries(endpoints).map(([name, endpoint], index) => {
        const ssh = Object.fromEntries(
          Object.keys(endpoint.hosts).map((host) => [host, this.services.hostSsh(++hosts)]),
        );
        if (endpoint.ssh?.agent === true) {
          this.doubles.add(`proxmox.endpoints.${name}.ssh.agent`, 'true', PLAYED_BY.sshAgent);
        }
        const mapped = changed(endpoint, {
          url: (url) => onServer(url, this.services.proxmox(index + 1)),
          // without it the provider goes to the address that Proxmox VE tells
          ssh: (settings) => ({ ...settings, nodes: ssh }),
        });
        return [name, mapped];
      }),
    );
  }

  /** Tests encrypt as weakly as OpenTofu lets them: each of its commands makes several keys. */
  private mapState(state: Section) {
    const mapped = changed(state, { backend: (backend) => this.mapBackend(backend) });
    const isEncrypted = mapped.encryption === 'on' || mapped.encryption === 'migrate';
    return isEncrypted ? { encryptionIterations: MIN_ITERATIONS, ...mapped } : mapped;
  }

  private mapBackend(backend: string | Section) {
    if (typeof backend === 'string') return backend;
    for (const kind of ['pg', 'kubernetes'] as const) {
      const settings = backend[kind];
      if (typeof settings === 'object') return this.mapServer(kind, settings as Section) ?? backend;
    }
    return changed(backend, {
      s3: (s3) => {
        const place = 'state.backend.s3';
        this.doubles.add(`${place}.bucket`, s3.bucket, PLAYED_BY.store);
        if (s3.usePathStyle === false) this.doubles.add(`${place}.usePathStyle`, 'false', PLAYED_BY.pathStyle);
        if (s3.skipAwsChecks === false) this.doubles.add(`${place}.skipAwsChecks`, 'false', PLAYED_BY.awsChecks);
        const isTrue = () => true;
        const own = changed(s3, { usePathStyle: isTrue, skipAwsChecks: isTrue });
        return { ...own, endpoint: `http://${this.services.stateS3}` };
      },
      http: (http) => {
        this.doubles.add('state.backend.http.address', http.address, PLAYED_BY.store);
        const onStore = (url: string) => onServer(url, this.services.stateHttp, 'http');
        return changed(http, { address: onStore, lockAddress: onStore, unlockAddress: onStore });
      },
    });
  }

  /** A database or a Kubernetes API that is not on this computer is played by the store that speaks HTTP. */
  private mapServer(kind: 'pg' | 'kubernetes', { address, endpoint }: Section): Section | undefined {
    const server = kind === 'pg' ? address : endpoint;
    if (typeof server === 'string' && isLoopbackDial(server)) return undefined;
    this.doubles.add(`state.backend.${kind}`, String(server ?? 'of the environment'), PLAYED_BY.store);
    const url = `http://${this.services.stateHttp}/${kind}`;
    return { http: { address: url, lockAddress: url } };
  }

  /** A run in the homelab writes nothing outside of its own project. */
  private mapDirectory(directory: string): string {
    if (!isAbsolute(directory)) return directory;
    this.doubles.add('outputs.directory', directory, PLAYED_BY.directory);
    return join(OUTSIDE, directory);
  }
}

/** How a kernel argument that Talos reads is played; nothing for one that no machine here is different with. */
function argumentPlayedBy(argument: string): string | undefined {
  const [name = ''] = argument.split('=', 1);
  if (['talos.config.early', 'talos.config.inline'].includes(name)) return PLAYED_BY.configArgument;
  if (name === 'talos.config' || name.startsWith('talos.config.')) return PLAYED_BY.unreadArgument;
  const ofNetwork = ['bond', 'bridge', 'vlan', 'talos.hostname', 'talos.network.interface.ignore'];
  return ofNetwork.includes(name) ? PLAYED_BY.networkArgument : undefined;
}
