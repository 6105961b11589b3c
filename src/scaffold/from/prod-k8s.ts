import { Bindings, leaveCode, recogniseProject } from './family';
import { Entry } from './entry';
import type { InputFiles } from './input-files';
import { sshNotNeeded } from './left-over-texts';
import { asNumber, asVersion, ENDPOINT_PATH, hostPath, putSubnet, putTalosVersion } from './nodes';
import type { RecognisedFiles, Source, SourceInput } from './source';

/** Extensions that the original always has, by their official names. */
const EXTENSIONS = ['lldpd', 'qemu-guest-agent', 'util-linux-tools', 'iscsi-tools', 'nfs-utils'].map(
  (name) => `siderolabs/${name}`,
);

/** Neighbours are told the names of the ports. */
const LLDPD = {
  mountPath: '/usr/local/etc/lldpd/lldpd.conf',
  content: 'configure lldp portidsubtype ifname\n',
};

/** Roles with the keys of their machines, and how their names begin. */
const ROLES = [
  { key: 'control_plane_nodes', machineType: 'controlplane', prefix: 'ctrl' },
  { key: 'worker_nodes', machineType: 'worker', prefix: 'work' },
] as const;

/** The system prod-k8s: one object with sizes and a pool of hosts. */
export const prodK8s: Source = {
  name: 'prod-k8s',
  recognisedBy: 'a YAML file or an object "configuration" with node_size_configuration and control_plane_nodes',
  recognise: recogniseConfiguration,
  carry: (recognised, input) => {
    const configuration = configurationIn(recognised);
    leaveCode(recognised, input);
    if (configuration !== undefined) carryConfiguration(configuration, input);
  },
};

function recogniseConfiguration(files: InputFiles): RecognisedFiles | undefined {
  const names = [...files.names(/\.(?:ya?ml|json)$/), ...files.names(/\.ya?ml$/, 'configurations/kubernetes')];
  const documents = names
    .flatMap((name) => files.yaml(name))
    .map((document) => new Entry(document, []))
    .filter((entry) => entry.find('node_size_configuration') !== undefined);
  const [first] = documents;
  const recognised = first === undefined ? recogniseProject(files) : { roots: [first] };
  return configurationIn(recognised) === undefined ? undefined : recognised;
}

function configurationIn(recognised: RecognisedFiles): Entry | undefined {
  const [first] = recognised.roots;
  if (first?.find('node_size_configuration') !== undefined) return first;
  const found = new Bindings(recognised).find('configuration');
  return found?.find('node_size_configuration') === undefined ? undefined : found;
}

function carryConfiguration(configuration: Entry, input: SourceInput): void {
  const { draft, assume } = input;
  const cluster = configuration.find('cluster');
  draft.put(['name'], cluster?.find('name'));
  putTalosVersion(draft, cluster?.at('talos', 'version'));
  draft.set(['talos', 'schematic', 'extensions'], EXTENSIONS);
  assume(`extensions are those of the original: ${EXTENSIONS.join(', ')}`);
  draft.set(['machine', 'extensionServices', 'lldpd', 'configFiles'], [LLDPD]);
  assume('lldpd waits for a configuration, and has the least that there is');
  draft.put(['kubernetes', 'version'], cluster?.find('kubernetes_version'), asVersion);
  draft.put(
    ['network', 'vip'],
    isOn(configuration.at('control_plane_nodes', 'vip'))
      ? configuration.at('control_plane_nodes', 'vip', 'address')
      : undefined,
  );
  draft.agree(configuration.at('control_plane_nodes', 'vip', 'enabled'));
  carryOptions(cluster, input);
  carryGitops(cluster?.find('gitops'), input);
  for (const mirror of cluster?.find('registry_mirrors')?.children() ?? []) {
    const path = ['machine', 'registries', 'mirrors', mirror.key];
    draft.putAll([...path, 'endpoints'], mirror.find('endpoints'));
    draft.put([...path, 'overridePath'], mirror.find('override_path'));
  }
  draft.put(['talos', 'installerMirror'], cluster?.at('talos', 'installer_mirror'));
  draft.put(['talos', 'imageMirror'], cluster?.at('talos', 'iso_mirror'));
  const hosts = configuration.find('host_pool')?.children() ?? [];
  for (const host of hosts) {
    draft.put([...hostPath(host.key), 'diskDatastoreId'], host.find('datastore_id'));
    draft.put([...hostPath(host.key), 'imageDatastoreId'], cluster?.at('datastore', 'id'));
  }
  draft.put([...ENDPOINT_PATH, 'imageHost'], cluster?.at('datastore', 'node'));
  for (const role of ROLES) carryRole(configuration, role, input);
  draft.leave(configuration.find('debug'), 'outputs.directory writes the credentials into files');
  for (const size of configuration.find('node_size_configuration')?.children() ?? []) {
    draft.leave(size, 'no machine has this size');
  }
  draft.leave(configuration.find('ssh'), sshNotNeeded());
}

function isOn(vip: Entry | undefined): boolean {
  return vip?.find('enabled')?.data !== false;
}

function carryOptions(cluster: Entry | undefined, { draft, assume }: SourceInput): void {
  const option = (name: string): Entry | undefined => cluster?.at('options', `disable_${name}`);
  const [network, proxy, scheduling] = ['default_cni', 'kube_proxy', 'scheduling_on_control_plane'].map(option);
  if (network?.isTrue === true) {
    // the version is asked of whoever has none
    for (const entry of cluster?.at('helm_values_override', 'cilium')?.children() ?? []) {
      draft.put(['kubernetes', 'cni', 'cilium', 'values', entry.key], entry);
    }
    draft.agree(network);
    draft.ensure(['kubernetes', 'cni', 'cilium']);
    assume('the version of Cilium is not in the input: it is one that was tested with this project');
  } else draft.agree(network);
  draft.put(['kubernetes', 'kubeProxy'], proxy, (data) => data !== true);
  draft.put(['kubernetes', 'schedulingOnControlPlanes'], scheduling, (data) => data !== true);
}

/** Flux by its operator is another one; what it follows is carried over. */
function carryGitops(gitops: Entry | undefined, { draft }: SourceInput): void {
  if (gitops === undefined) return;
  if (gitops.find('provider')?.data !== 'flux') {
    draft.leave(gitops, 'only Flux is put into the cluster; Argo CD can stand under kubernetes.inlineManifests');
    return;
  }
  draft.agree(gitops.find('provider'));
  const path = ['gitops', 'flux'];
  const bootstrap = gitops.find('bootstrap');
  draft.put([...path, 'repository', 'https', 'url'], bootstrap?.find('repo_url'));
  draft.put([...path, 'branch'], bootstrap?.find('revision'));
  draft.put([...path, 'path'], bootstrap?.find('path'));
  draft.put([...path, 'namespace'], gitops.find('namespace'));
  draft.leave(
    gitops.find('chart_version'),
    'Flux is put in by the Flux provider, without a chart; gitops.flux.version names a version',
  );
  draft.leave(bootstrap?.find('destination_namespace'), 'targetNamespace of the Kustomization in the repository');
}

/** Machines of one role, spread over its hosts one after the other. */
function carryRole(
  configuration: Entry,
  { key, machineType, prefix }: (typeof ROLES)[number],
  { draft }: SourceInput,
): void {
  const role = configuration.find(key);
  const pool = role?.find('host_pool')?.children() ?? [];
  const nodes = role?.find('nodes')?.children() ?? [];
  for (const host of pool.slice(nodes.length)) draft.leave(host, 'no machine is placed on it');
  nodes.forEach((node, index) => {
    const path = ['nodes', `${prefix}-${String(index).padStart(2, '0')}`];
    draft.set([...path, 'machineType'], machineType);
    const host = pool[index % pool.length];
    if (host?.text !== undefined) draft.set([...path, 'host'], host.text, host);
    const size = node.find('size');
    const row = size?.text === undefined ? undefined : configuration.at('node_size_configuration', size.text);
    if (size === undefined || row === undefined) draft.leave(size, 'there is no such size');
    else draft.agree(size);
    draft.put([...path, 'cpuCores'], row?.find('cpu'), asNumber);
    draft.put([...path, 'memoryMiB'], row?.find('memory'), asNumber);
    draft.put([...path, 'diskGiB'], row?.find('os_disk'), asNumber);
    draft.put([...path, 'disks', 'data', 'sizeGiB'], row?.find('data_disk'), asNumber);
    if (row?.find('data_disk') !== undefined) draft.set([...path, 'disks', 'data', 'slot'], 1);
    carryNetworks(node, path, host, draft);
  });
}

/** The network with the gateway is that of the machine; others have cards beside its own. */
function carryNetworks(
  node: Entry,
  path: readonly string[],
  host: Entry | undefined,
  draft: SourceInput['draft'],
): void {
  const networks = node.find('networks')?.children() ?? [];
  const own = networks.find((network) => network.find('gateway') !== undefined) ?? networks[0];
  networks
    .filter((network) => network !== own)
    .forEach((network, index) => carryFurtherCard(network, [...path, 'networkDevices'], index + 1, draft));
  if (own === undefined) return;
  const address = own.find('address');
  const [ip, prefix] = address?.text?.split('/') ?? [];
  if (address !== undefined && ip !== undefined) draft.set([...path, 'address'], ip, address);
  if (address !== undefined && prefix !== undefined) {
    putSubnet(draft, new Entry({ ...address.value, value: ip ?? null } as Entry['value'], address.path), prefix);
  }
  draft.put(['network', 'gateway'], own.find('gateway'));
  const bridge = host?.text === undefined ? undefined : [...hostPath(host.text), 'networkBridge'];
  if (bridge === undefined) return;
  const known = draft.valueAt(bridge);
  if (known === undefined) draft.set(bridge, own.key);
  else if (known !== own.key) draft.set([...path, 'networkBridge'], own.key);
}

/** A card beside the first, called like the bridge that it is connected to. */
function carryFurtherCard(network: Entry, path: readonly string[], slot: number, draft: SourceInput['draft']): void {
  const card = [...path, network.key.toLowerCase().replace(/[^a-z0-9-]/g, '-')];
  draft.set([...card, 'slot'], slot);
  draft.set([...card, 'bridge'], network.key, network);
  const address = network.find('address');
  if (address?.text !== undefined) draft.set([...card, 'addresses'], [address.text], address);
}
