/** A place in a stack or in a machine configuration: keys from the outside in, without positions in lists. */
type Place = readonly string[];

/** Places as a pattern: keys with dots between them, `*` for any key, `**` at the end for all that lies below. */
type Pattern = string;

/**
 * Where a stack says what is dialled. Whatever stands there must be an address on loopback, or a reference to an
 * attribute of something else in the stack.
 */
const DIALLED_IN_STACK: readonly Pattern[] = [
  'provider.proxmox.endpoint',
  'provider.proxmox.ssh.node.address',
  'provider.proxmox.ssh.socks5_server',
  'provider.talos.image_factory_url',
  'provider.gitea.base_url',
  'provider.flux.git.url',
  'provider.flux.kubernetes.host',
  'provider.kubernetes.host',
  'provider.helm.kubernetes.host',
  'data.http.*.url',
  'data.talos_machine_configuration.*.cluster_endpoint',
  'ephemeral.talos_machine_configuration.*.cluster_endpoint',
  'resource.proxmox_download_file.*.url',
  'resource.proxmox_virtual_environment_download_file.*.url',
  'resource.helm_release.*.repository',
  'resource.*.*.provisioner.local-exec.environment.API_ENDPOINT',
  'resource.*.*.provisioner.local-exec.environment.API_ADDRESS',
  'resource.*.*.connection.host',
  'resource.*.*.provisioner.*.connection.host',
  'terraform.backend.s3.endpoints.*',
  'terraform.backend.s3.endpoint',
  'terraform.backend.http.address',
  'terraform.backend.http.lock_address',
  'terraform.backend.http.unlock_address',
  'terraform.backend.pg.conn_str',
  'terraform.backend.kubernetes.host',
  ...['resource', 'data', 'ephemeral'].flatMap((block) =>
    ['node', 'nodes', 'endpoint', 'endpoints', 'control_plane_nodes', 'worker_nodes'].map(
      (attribute) => `${block}.talos_*.*.${attribute}`,
    ),
  ),
];

/** Where a stack has addresses and URLs that nobody dials, with the reason. */
const TEXT_IN_STACK: readonly (readonly [Pattern, string])[] = [
  ['//**', 'notes of the framework'],
  ['resource.*.*.//**', 'notes of the framework'],
  ['data.*.*.//**', 'notes of the framework'],
  ['terraform.required_providers.**', 'the mirror that providers come from is set outside of the stack'],
  ['variable.*.description', 'words for people'],
  ['output.*.description', 'words for people'],
  ['resource.proxmox_virtual_environment_vm.*.description', 'words for people'],
  ['resource.proxmox_sdn_subnet.*.**', 'simulated hosts route nothing'],
  ['resource.proxmox_sdn_zone_vxlan.*.peers', 'simulated hosts have no tunnels'],
  ['resource.*.*.lifecycle.**', 'conditions over data that is there, and words for people'],
];

/** Where a machine configuration says what a machine or its API server dials. */
const DIALLED_BY_MACHINE: readonly Pattern[] = [
  'cluster.controlPlane.endpoint',
  'cluster.extraManifests',
  'cluster.externalCloudProvider.manifests',
  'cluster.apiServer.extraArgs.oidc-issuer-url',
  'cluster.apiServer.extraArgs.etcd-servers',
  'configuration.jwt.issuer.url',
  'url',
];

/** Where a machine configuration has addresses and URLs that a simulated machine does not dial, with the reason. */
const TEXT_OF_MACHINE: readonly (readonly [Pattern, string])[] = [
  ['machine.install.image', 'nothing pulls an image'],
  ['installer.image', 'nothing pulls an image'],
  ['machine.kubelet.image', 'nothing pulls an image'],
  ['cluster.*.image', 'nothing pulls an image'],
  ['machine.registries.**', 'nothing pulls an image'],
  ['endpoints.url', 'mirrors of registries; the installer image is pulled from where it is named'],
  ['machine.certSANs', 'names in a certificate'],
  ['cluster.apiServer.certSANs', 'names in a certificate'],
  ['certExtraSANs', 'names in a certificate'],
  ['cluster.network.podSubnets', 'no pod runs'],
  ['podSubnets', 'no pod runs'],
  ['serviceSubnets', 'no pod runs'],
  ['clusterDNS', 'no pod runs'],
  ['manifest', 'objects of the API; no pod runs'],
  ['ingress.subnet', 'who is let in dials the machine'],
  ['ingress.except', 'who is not let in dials the machine'],
  ['cluster.network.serviceSubnets', 'no pod runs'],
  ['machine.kubelet.clusterDNS', 'no pod runs'],
  ['machine.kubelet.nodeIP.validSubnets', 'networks that the machine chooses one of its addresses from'],
  ['cluster.inlineManifests.contents', 'objects of the API; no pod runs'],
  ['machine.network.interfaces.routes.network', 'where a route leads; simulated machines have none'],
  ['addresses.address', 'those of loopback are listened on, and nobody is in another network'],
  ['routes.gateway', 'where a route leads; simulated machines have none'],
  ['machine.network.interfaces.addresses', 'those of loopback are listened on, and nobody is in another network'],
  ['machine.network.interfaces.routes.gateway', 'where a route leads; simulated machines have none'],
  ['machine.network.interfaces.vlans.addresses', 'those of loopback are listened on, and nobody is in another network'],
  ['machine.network.interfaces.vlans.routes.*', 'where a route leads; simulated machines have none'],
  ['routes.destination', 'where a route leads; simulated machines have none'],
  ['routes.source', 'where a route leads; simulated machines have none'],
  ['machine.network.interfaces.routes.source', 'where a route leads; simulated machines have none'],
  ['machine.network.interfaces.vlans.vip.ip', 'those of loopback are listened on, and nobody is in another network'],
  ['peers.*', 'simulated machines have no tunnels'],
  ['machine.network.interfaces.wireguard.peers.*', 'simulated machines have no tunnels'],
  ['src', 'where a route leads; simulated machines have none'],
  ['dst', 'where a route leads; simulated machines have none'],
  ['machine.time.servers', 'simulated machines have the clock of this computer'],
  ['machine.nodeAnnotations.*', 'objects of the API'],
  ['machine.nodeLabels.*', 'objects of the API'],
  ['annotations.*', 'objects of the API'],
  ['labels.*', 'objects of the API'],
  ['configFiles.content', 'no program of an extension runs'],
  ['environment', 'no program of an extension runs'],
  ['ntp.servers', 'simulated machines have the clock of this computer'],
];

/** Providers whose calls are known, with what must be set lest they dial an address of their own. */
export const PROVIDERS: Readonly<Record<string, readonly string[]>> = {
  flux: ['git.url', 'kubernetes.host'],
  gitea: ['base_url'],
  helm: ['kubernetes.host'],
  http: [],
  kubernetes: ['host'],
  local: [],
  proxmox: ['endpoint'],
  talos: ['image_factory_url'],
  terraform: [],
  tls: [],
};

/** Where patches of machine configurations stand. */
export const PATCHES: readonly Pattern[] = ['data', 'ephemeral'].map(
  (block) => `${block}.talos_machine_configuration.*.config_patches`,
);

/** Known places of a document; whatever stands anywhere else may be dialled. */
export interface KnownPlaces {
  readonly dialled: readonly Pattern[];
  readonly texts: readonly (readonly [Pattern, string])[];
}

export const STACK: KnownPlaces = { dialled: DIALLED_IN_STACK, texts: TEXT_IN_STACK };

export const MACHINE: KnownPlaces = { dialled: DIALLED_BY_MACHINE, texts: TEXT_OF_MACHINE };

/** If a place is one of those that a pattern means. */
export function isPlace(pattern: Pattern, place: Place): boolean {
  const keys = pattern.split('.');
  const deep = pattern.endsWith('**');
  if (deep) {
    const last = keys.pop()?.slice(0, -2);
    if (last) keys.push(last);
  }
  return (deep ? place.length >= keys.length : place.length === keys.length) && keys.every(isKey);

  function isKey(key: string, index: number): boolean {
    const found = place[index] ?? '';
    return key.endsWith('*') ? found.startsWith(key.slice(0, -1)) : found === key;
  }
}
