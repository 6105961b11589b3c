import { createHash } from 'node:crypto';
import { isIPv4 } from 'node:net';
import { isAbsolute } from 'node:path';
import type { ClusterSpec } from '../../src/cluster-file';
import { type MachineNetwork, NotOnLoopback, type ServiceAddresses } from '../addresses';

/** A part of a cluster file, of which no more is known than that it is one. */
type Section = Readonly<Record<string, any>>;

/** The least that OpenTofu takes. */
const MIN_ITERATIONS = 200_000;

/**
 * A cluster file with the addresses of a homelab on loopback. Nothing else differs, and nothing is left out: keys are
 * added where a default would lead elsewhere, or make every command slower.
 */
export class SpecMapping {
  private readonly spec: Section;
  private readonly network: MachineNetwork;
  private readonly services: ServiceAddresses;
  private readonly dnsServers: Map<string, string>;
  private readonly paths: Map<string, string>;

  /** @param spec a spec that the library takes */
  constructor(spec: ClusterSpec, network: MachineNetwork, services: ServiceAddresses) {
    this.spec = spec as Section;
    this.network = network;
    this.services = services;
    this.dnsServers = new Map();
    this.paths = new Map();
  }

  mapped(): ClusterSpec {
    const { spec } = this;
    refuseOutsideDirectory(spec.outputs);
    const mapped = changed(spec, {
      network: (network) => this.mapNetwork(network),
      kubernetes: (kubernetes) => this.mapKubernetes(kubernetes),
      nodeDefaults: (byType) => eachOf(byType, (defaults) => this.mapNode(defaults)),
      nodes: (nodes) => eachOf(nodes, (node) => this.mapNode(node)),
      patches: (patches) => this.mapPatches(patches),
      proxmox: (proxmox) => changed(proxmox, { endpoints: (endpoints) => this.mapEndpoints(endpoints) }),
      state: (state) => this.mapState(state),
      gitops: (gitops) => changed(gitops, { flux: (flux) => this.mapFlux(flux) }),
    });
    const talos = { ...this.mapTalos(spec.talos), factoryUrl: `http://${this.services.factory}` };
    return { ...mapped, talos } as ClusterSpec;
  }

  /** Where each manifest that the machines fetch lies on the file server: paths by the URL in the cluster file. */
  get manifestPaths(): ReadonlyMap<string, string> {
    return this.paths;
  }

  private mapNetwork(network: Section) {
    return changed(network, {
      subnet: () => this.network.loopback,
      gateway: (address) => this.mapRouter(address),
      vip: (address) => this.network.map(address),
      endpoint: (endpoint) => this.mapEndpointOfCluster(endpoint),
      dnsServers: (servers) => this.mapDnsServers(servers),
    });
  }

  private mapRouter(address: string): string {
    return this.network.contains(address) ? this.network.map(address) : this.services.router;
  }

  private mapTalos(talos: Section) {
    const schematic = (choice: string | Section) => this.mapSchematic(choice);
    return changed(talos, { schematic, update: (update) => changed(update, { schematic }) });
  }

  /** A schematic in the cluster file; one in a file of its own stays as it is. */
  private mapSchematic(schematic: string | Section) {
    if (typeof schematic === 'string') return schematic;
    return changed(schematic, {
      extraKernelArgs: (args) => args.map((arg: string) => this.mapArgument(arg)),
    });
  }

  /** A kernel argument that says what network the machine is in; others stay as they are. */
  private mapArgument(argument: string): string {
    if (!argument.startsWith('ip=')) return argument;
    const { gateway } = this.spec.network;
    return argument
      .split(':')
      .map((part) =>
        part === gateway ? this.mapRouter(part) : part.replace(/\d+(\.\d+){3}$/, (text) => this.mapText(text)),
      )
      .join(':');
  }

  /** A name or a load balancer leads to where the Kubernetes API is reached in the homelab. */
  private mapEndpointOfCluster(endpoint: string): string {
    const { network, nodes } = this.spec;
    const controlPlanes = Object.values(nodes as Readonly<Record<string, Section>>).filter(
      ({ machineType }) => machineType === 'controlplane',
    );
    const addresses = controlPlanes.map(({ address }) => address);
    return this.network.map(addresses.includes(endpoint) ? endpoint : (network.vip ?? addresses[0]));
  }

  private mapDnsServers(servers: readonly string[]): string[] {
    return servers.map((server) => {
      if (this.network.contains(server)) return this.network.map(server);
      const mapped = this.dnsServers.get(server) ?? this.services.dns(this.dnsServers.size + 1);
      this.dnsServers.set(server, mapped);
      return mapped;
    });
  }

  private mapKubernetes(kubernetes: Section) {
    return changed(kubernetes, {
      certSans: (names) => this.mapTexts(names),
      oidc: (oidc) => changed(oidc, { issuerUrl: (url) => this.mapIssuer(url) }),
      apiServerExtraArgs: (args) => changed(this.mapTexts(args), { 'oidc-issuer-url': (url) => this.mapIssuer(url) }),
      extraManifests: (urls) => urls.map((url: string) => this.mapManifest(url)),
    });
  }

  private mapIssuer(url: string): string {
    return onServer(url, this.services.identity);
  }

  private mapManifest(url: string): string {
    const { host, pathname, search } = new URL(url);
    const query = search === '' ? '' : `_${createHash('sha256').update(search).digest('hex').slice(0, 8)}`;
    const path = `${host.replace(':', '_')}${pathname.replace(/\/$/, '/index.yaml')}${query}`;
    this.paths.set(url, path);
    return `http://${this.services.files}/${path}`;
  }

  private mapNode(node: Section) {
    return changed(node, {
      address: (address) => this.network.map(address),
      dnsServers: (servers) => this.mapDnsServers(servers),
      certSans: (names) => this.mapTexts(names),
      schematic: (schematic) => this.mapSchematic(schematic),
      patches: (patches) => this.mapPatches(patches),
    });
  }

  /** A patch in the cluster file; one in a file of its own stays as it is. */
  private mapPatches(patches: readonly unknown[]) {
    const manifests = (urls: readonly string[]) => urls.map((url) => this.mapManifest(url));
    return patches.map((patch) => {
      if (typeof patch === 'string') return patch;
      const fetched = changed(patch as Section, {
        cluster: (cluster) =>
          changed(cluster, {
            extraManifests: manifests,
            externalCloudProvider: (provider) => changed(provider, { manifests }),
          }),
      });
      return this.mapTexts(fetched);
    });
  }

  /** Texts of any depth: addresses of the network of the machines and what is made of them. */
  mapTexts<T>(value: T): T {
    return mapStrings(value, (text) => this.mapText(text));
  }

  /** `10.0.0.1`, `10.0.0.1/24`, `10.0.0.1:80` or a URL on such an address; every other text stays as it is. */
  private mapText(text: string): string {
    const [, before = '', address = '', after = ''] =
      /^([a-z][a-z0-9+.-]*:\/\/(?:[^@/]*@)?)?(\d+(?:\.\d+){3})((?:[:/?].*)?)$/s.exec(text) ?? [];
    if (isIPv4(address) && this.network.contains(address)) return `${before}${this.network.map(address)}${after}`;
    return text;
  }

  private mapEndpoints(endpoints: Section) {
    let hosts = 0;
    return Object.fromEntries(
      Object.entries(endpoints).map(([name, endpoint], index) => {
        const ssh = Object.fromEntries(
          Object.keys(endpoint.hosts).map((host) => [host, this.services.hostSsh(++hosts)]),
        );
        if (endpoint.ssh?.agent === true) throw agentRefused(name);
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
    return changed(backend, {
      s3: (s3) => {
        if (s3.usePathStyle === false) {
          throw new NotOnLoopback(
            'state.backend.s3.usePathStyle false: the bucket would stand before an address; leave the key out',
          );
        }
        return { ...s3, endpoint: `http://${this.services.stateS3}` };
      },
      http: (http) => {
        const onStore = (url: string) => onServer(url, this.services.stateHttp, 'http');
        return changed(http, { address: onStore, lockAddress: onStore, unlockAddress: onStore });
      },
    });
  }

  private mapFlux(flux: Section) {
    if (flux.embeddedManifests === false) {
      throw new NotOnLoopback(
        'gitops.flux.embeddedManifests false: Flux would be fetched from GitHub; leave the key out',
      );
    }
    return changed(flux, {
      repository: (repository) =>
        changed(repository, {
          gitea: (gitea) => ({ ...gitea, url: `http://${this.services.git}`, sshHost: this.services.gitSsh }),
          ssh: (ssh) => changed(ssh, { url: (url) => onServer(url, this.services.gitSsh) }),
          https: () => {
            throw new NotOnLoopback(
              'gitops.flux.repository.https: the Git host of the homelab on loopback speaks SSH and HTTP; ' +
                'write gitea or ssh',
            );
          },
        }),
    });
  }
}

function agentRefused(endpoint: string): NotOnLoopback {
  return new NotOnLoopback(
    `proxmox.endpoints.${endpoint}.ssh.agent true: the homelab on loopback knows no keys of your agent; ` +
      'leave the key out, and the private key comes from a variable',
  );
}

function refuseOutsideDirectory(outputs: Section | undefined): void {
  const directory = outputs?.directory;
  if (typeof directory === 'string' && isAbsolute(directory)) {
    throw new NotOnLoopback(
      `outputs.directory ${directory}: a run in the homelab would write there; write a path inside the project`,
    );
  }
}

/**
 * A URL with another server; user and path stay.
 *
 * @param server address and port
 * @param scheme as it is, unless given
 */
function onServer(url: string, server: string, scheme?: string): string {
  return url.replace(
    /^([A-Za-z][A-Za-z0-9+.-]*):\/\/([^@/?#]*@)?[^/?#]*/,
    (_, was, user = '') => `${scheme ?? was}://${user}${server}`,
  );
}

/** A section with changes to keys that it has; those without a value stay so. */
function changed(section: Section, changes: Readonly<Record<string, (value: any) => unknown>>): Section {
  return Object.fromEntries(
    Object.entries(section).map(([key, value]) => {
      const change = changes[key];
      return [key, value === undefined || change === undefined ? value : change(value)];
    }),
  );
}

function eachOf(section: Section, change: (value: any) => unknown) {
  return changed(section, Object.fromEntries(Object.keys(section).map((key) => [key, change])));
}

function mapStrings<T>(value: T, map: (text: string) => string): T {
  let mapped: unknown = value;
  if (typeof value === 'string') mapped = map(value);
  else if (Array.isArray(value)) mapped = value.map((item) => mapStrings(item, map));
  else if (typeof value === 'object' && value !== null) {
    mapped = Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, mapStrings(entry, map)]));
  }
  return mapped as T;
}
