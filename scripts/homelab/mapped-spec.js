// @ts-check
'use strict';

const { createHash } = require('node:crypto');
const { isIPv4 } = require('node:net');
const { isAbsolute } = require('node:path');
const { NotOnLoopback } = require('./addresses');

/** @typedef {import('../../src/cluster-file').ClusterSpec} ClusterSpec */
/** @typedef {import('./addresses').MachineNetwork} MachineNetwork */
/** @typedef {import('./addresses').ServiceAddresses} ServiceAddresses */

/**
 * A part of a cluster file, of which no more is known than that it is one.
 *
 * @typedef {Readonly<Record<string, any>>} Section
 */

/** What OpenTofu requires at least. */
const MIN_ITERATIONS = 200_000;

/**
 * A cluster file with the addresses of a homelab on loopback. Nothing else differs, and nothing is left out: keys are
 * added where a default would lead elsewhere, or make every command slower.
 */
class SpecMapping {
  /**
   * @param {ClusterSpec} spec a spec that the library takes
   * @param {MachineNetwork} network
   * @param {ServiceAddresses} services
   */
  constructor(spec, network, services) {
    /** @private */
    this.spec = /** @type {Section} */ (spec);
    /** @private */
    this.network = network;
    /** @private */
    this.services = services;
    /** @private @type {Map<string, string>} */
    this.dnsServers = new Map();
    /** @private @type {Map<string, string>} */
    this.paths = new Map();
  }

  /** @returns {ClusterSpec} */
  mapped() {
    const { spec } = this;
    refuseOutsideDirectory(spec['outputs']);
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
    const talos = { ...this.mapTalos(spec['talos']), factoryUrl: `http://${this.services.factory}` };
    return /** @type {ClusterSpec} */ (/** @type {unknown} */ ({ ...mapped, talos }));
  }

  /**
   * Where each manifest that the machines fetch lies on the file server: paths by the URL in the cluster file.
   *
   * @returns {ReadonlyMap<string, string>}
   */
  get manifestPaths() {
    return this.paths;
  }

  /** @private @param {Section} network */
  mapNetwork(network) {
    return changed(network, {
      subnet: () => this.network.loopback,
      gateway: (address) => this.mapRouter(address),
      vip: (address) => this.network.map(address),
      endpoint: (endpoint) => this.mapEndpointOfCluster(endpoint),
      dnsServers: (servers) => this.mapDnsServers(servers),
    });
  }

  /** @private @param {string} address */
  mapRouter(address) {
    return this.network.contains(address) ? this.network.map(address) : this.services.router;
  }

  /** @private @param {Section} talos */
  mapTalos(talos) {
    const schematic = (/** @type {string | Section} */ choice) => this.mapSchematic(choice);
    return changed(talos, { schematic, update: (update) => changed(update, { schematic }) });
  }

  /**
   * A schematic in the cluster file; one in a file of its own stays as it is.
   *
   * @private
   * @param {string | Section} schematic
   */
  mapSchematic(schematic) {
    if (typeof schematic === 'string') return schematic;
    return changed(schematic, {
      extraKernelArgs: (args) => args.map((/** @type {string} */ arg) => this.mapArgument(arg)),
    });
  }

  /**
   * A kernel argument that says what network the machine is in; others stay as they are.
   *
   * @private
   * @param {string} argument
   */
  mapArgument(argument) {
    if (!argument.startsWith('ip=')) return argument;
    const { gateway } = this.spec['network'];
    return argument
      .split(':')
      .map((part) =>
        part === gateway ? this.mapRouter(part) : part.replace(/\d+(\.\d+){3}$/, (text) => this.mapText(text)),
      )
      .join(':');
  }

  /**
   * A name or a load balancer leads to where the Kubernetes API is reached in the homelab.
   *
   * @private
   * @param {string} endpoint
   */
  mapEndpointOfCluster(endpoint) {
    const { network, nodes } = this.spec;
    const controlPlanes = Object.values(nodes).filter(({ machineType }) => machineType === 'controlplane');
    const addresses = controlPlanes.map(({ address }) => address);
    return this.network.map(addresses.includes(endpoint) ? endpoint : (network.vip ?? addresses[0]));
  }

  /** @private @param {readonly string[]} servers */
  mapDnsServers(servers) {
    return servers.map((server) => {
      if (this.network.contains(server)) return this.network.map(server);
      const mapped = this.dnsServers.get(server) ?? this.services.dns(this.dnsServers.size + 1);
      this.dnsServers.set(server, mapped);
      return mapped;
    });
  }

  /** @private @param {Section} kubernetes */
  mapKubernetes(kubernetes) {
    return changed(kubernetes, {
      certSans: (names) => this.mapTexts(names),
      oidc: (oidc) => changed(oidc, { issuerUrl: (url) => this.mapIssuer(url) }),
      apiServerExtraArgs: (args) => changed(this.mapTexts(args), { 'oidc-issuer-url': (url) => this.mapIssuer(url) }),
      extraManifests: (urls) => urls.map((/** @type {string} */ url) => this.mapManifest(url)),
    });
  }

  /** @private @param {string} url */
  mapIssuer(url) {
    return onServer(url, this.services.identity);
  }

  /** @private @param {string} url */
  mapManifest(url) {
    const { host, pathname, search } = new URL(url);
    const query = search === '' ? '' : `_${createHash('sha256').update(search).digest('hex').slice(0, 8)}`;
    const path = `${host.replace(':', '_')}${pathname.replace(/\/$/, '/index.yaml')}${query}`;
    this.paths.set(url, path);
    return `http://${this.services.files}/${path}`;
  }

  /** @private @param {Section} node */
  mapNode(node) {
    return changed(node, {
      address: (address) => this.network.map(address),
      dnsServers: (servers) => this.mapDnsServers(servers),
      certSans: (names) => this.mapTexts(names),
      schematic: (schematic) => this.mapSchematic(schematic),
      patches: (patches) => this.mapPatches(patches),
    });
  }

  /**
   * What a patch in the cluster file says; one in a file stays as it is.
   *
   * @private
   * @param {readonly unknown[]} patches
   */
  mapPatches(patches) {
    const manifests = (/** @type {readonly string[]} */ urls) => urls.map((url) => this.mapManifest(url));
    return patches.map((patch) => {
      if (typeof patch === 'string') return patch;
      const fetched = changed(/** @type {Section} */ (patch), {
        cluster: (cluster) =>
          changed(cluster, {
            extraManifests: manifests,
            externalCloudProvider: (provider) => changed(provider, { manifests }),
          }),
      });
      return this.mapTexts(fetched);
    });
  }

  /**
   * Texts of any depth: addresses of the network of the machines and what is made of them.
   *
   * @private
   * @template T
   * @param {T} value
   * @returns {T}
   */
  mapTexts(value) {
    return mapStrings(value, (text) => this.mapText(text));
  }

  /**
   * `10.0.0.1`, `10.0.0.1/24`, `10.0.0.1:80` or a URL on such an address; every other text stays as it is.
   *
   * @private
   * @param {string} text
   */
  mapText(text) {
    const [, before = '', address = '', after = ''] =
      /^([a-z][a-z0-9+.-]*:\/\/(?:[^@/]*@)?)?(\d+(?:\.\d+){3})((?:[:/?].*)?)$/s.exec(text) ?? [];
    if (isIPv4(address) && this.network.contains(address)) return `${before}${this.network.map(address)}${after}`;
    return text;
  }

  /** @private @param {Section} endpoints */
  mapEndpoints(endpoints) {
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

  /**
   * Tests encrypt as weakly as OpenTofu lets them: each of its commands makes several keys.
   *
   * @private
   * @param {Section} state
   */
  mapState(state) {
    const mapped = changed(state, { backend: (backend) => this.mapBackend(backend) });
    const isEncrypted = mapped['encryption'] === 'on' || mapped['encryption'] === 'migrate';
    return isEncrypted ? { encryptionIterations: MIN_ITERATIONS, ...mapped } : mapped;
  }

  /** @private @param {string | Section} backend */
  mapBackend(backend) {
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
        /** @param {string} url */
        const onStore = (url) => onServer(url, this.services.stateHttp, 'http');
        return changed(http, { address: onStore, lockAddress: onStore, unlockAddress: onStore });
      },
    });
  }

  /** @private @param {Section} flux */
  mapFlux(flux) {
    if (flux['embeddedManifests'] === false) {
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

/** @param {string} endpoint */
function agentRefused(endpoint) {
  return new NotOnLoopback(
    `proxmox.endpoints.${endpoint}.ssh.agent true: the homelab on loopback knows no keys of your agent; ` +
      'leave the key out, and the private key comes from a variable',
  );
}

/** @param {Section | undefined} outputs */
function refuseOutsideDirectory(outputs) {
  const directory = outputs?.['directory'];
  if (typeof directory === 'string' && isAbsolute(directory)) {
    throw new NotOnLoopback(
      `outputs.directory ${directory}: a run in the homelab would write there; write a path inside the project`,
    );
  }
}

/**
 * A URL with another server; user and path stay.
 *
 * @param {string} url
 * @param {string} server address and port
 * @param {string} [scheme] as it is, unless given
 */
function onServer(url, server, scheme) {
  return url.replace(
    /^([A-Za-z][A-Za-z0-9+.-]*):\/\/([^@/?#]*@)?[^/?#]*/,
    (_, was, user = '') => `${scheme ?? was}://${user}${server}`,
  );
}

/**
 * A section with changes to keys that it has; those without a value stay so.
 *
 * @param {Section} section
 * @param {Readonly<Record<string, (value: any) => unknown>>} changes
 * @returns {Section}
 */
function changed(section, changes) {
  return Object.fromEntries(
    Object.entries(section).map(([key, value]) => {
      const change = changes[key];
      return [key, value === undefined || change === undefined ? value : change(value)];
    }),
  );
}

/**
 * @param {Section} section
 * @param {(value: any) => unknown} change
 */
function eachOf(section, change) {
  return changed(section, Object.fromEntries(Object.keys(section).map((key) => [key, change])));
}

/**
 * @template T
 * @param {T} value
 * @param {(text: string) => string} map
 * @returns {T}
 */
function mapStrings(value, map) {
  /** @type {unknown} */
  let mapped = value;
  if (typeof value === 'string') mapped = map(value);
  else if (Array.isArray(value)) mapped = value.map((item) => mapStrings(item, map));
  else if (typeof value === 'object' && value !== null) {
    mapped = Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, mapStrings(entry, map)]));
  }
  return /** @type {T} */ (mapped);
}

module.exports = { SpecMapping };
