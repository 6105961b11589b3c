import { PRESET_SAMPLES } from './preset-samples';
import { OUTPUT_SAMPLES, PHYSICAL } from './output-samples';
import { SAFEGUARD_SAMPLES } from './safeguard-samples';
import { capacity, ENDPOINT_ENTRIES, ENDPOINT_SAMPLES, ENDPOINT_WHOLE } from './endpoint-samples';
import { CERTIFICATE } from './certificate';
import { CONTROL_PLANE_SAMPLES } from './control-plane-samples';
import { ENCRYPTION_SAMPLES } from './encryption-samples';
import { FIREWALL_SAMPLES } from './firewall-samples';
import { diskSamples, ofPhysicalMachines } from './disk-samples';
import { CARDS, SLOTS, WHOLE_CARDS } from './network-samples';
import { KUBESPAN_SAMPLES } from './kubespan-samples';
import { LINK_ENTRIES, LINK_NEEDS, LINK_SAMPLES, LINK_SECTIONS, LINK_WHOLE } from './link-key-samples';
import { NEED_SECRETS, SECRET_ENTRIES, SECRET_SAMPLES, SECRET_WHOLE } from './secret-keys';
import { HOST_SAMPLES } from './host-samples';
import { STORAGE_ENTRIES, STORAGE_SAMPLES, STORAGE_WHOLE, VOLUME_TYPES } from './storage-samples';
import { wholeMap } from './whole-maps';

/** Samples for one key of a cluster file. */
export interface Sample {
  /** Values of which each makes another stack than all others; `undefined` leaves the key out. */
  readonly values: readonly unknown[];
  /**
   * Place that takes the values, where the key can't be tried alone.
   * @default - that of the key
   */
  readonly at?: string;
  /**
   * Other settings without which the key means nothing, by place.
   * @default - nothing
   */
  readonly beside?: Readonly<Record<string, unknown>>;
}

/** Where the kinds of repositories are alternatives. */
const CERTIFICATES = '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n';
const REPOSITORY = 'gitops.flux.repository';
const HTTPS = { https: { url: 'https://git.example/me/cluster.git' } };
const GITEA = { url: 'https://git.example', owner: 'me', repository: 'cluster' };

const UUID = '6f1a3ac0-2f0f-4d5a-9c3e-2b0f6f1d7a55';

/** Entries of maps that samples are made for, by the place of the map. */
export const ENTRIES: Readonly<Record<string, string>> = {
  nodes: 'work-00',
  pools: 'pool',
  'node.overrides': 'pool-00',
  sizes: 'large',
  'node.disks': 'data',
  'node.networkDevices': 'storage',
  'node.registries.mirrors': 'docker.io',
  'node.registries.tls': 'docker.io',
  ...STORAGE_ENTRIES,
  ...LINK_ENTRIES,
  ...SECRET_ENTRIES,
  'network.firewall.rules': 'web',
  'proxmox.endpoints': 'main',
  'proxmox.endpoints.any.hosts': 'pve1',
  'proxmox.endpoints.any.ssh.nodes': 'pve1',
  ...ENDPOINT_ENTRIES,
};

/** Settings that an object needs before one of its keys can be tried, by its place. */
export const WHOLE: Readonly<Record<string, unknown>> = {
  'pools.any': { machineType: 'worker', nodes: 2, addresses: '10.0.0.41-10.0.0.50' },
  'node.disks.any': { slot: 1, sizeGiB: 10 },
  ...WHOLE_CARDS,
  'node.pciDevices.0': { mapping: 'gpu' },
  'node.usbDevices.0': { mapping: 'stick' },
  'node.vga': { type: 'std' },
  'node.registries.mirrors.any': { endpoints: ['https://a.example'] },
  'node.registries.tls.any': { ca: CERTIFICATE },
  ...STORAGE_WHOLE,
  ...LINK_WHOLE,
  ...SECRET_WHOLE,
  'node.kubelet.mounts.0': { source: '/var/mnt/a' },
  ...volumes('apiServer'),
  ...volumes('controllerManager'),
  ...volumes('scheduler'),
  'network.firewall.rules.any': { ports: [80], subnets: ['0.0.0.0/0'] },
  'schematic.meta.0': { key: 12, value: 'rack 1' },
  'schematic.overlay': { image: 'siderolabs/sbc-raspberrypi', name: 'rpi_generic' },
  'kubernetes.update': { version: 'v1.36.4' },
  'kubernetes.cni.cilium': { version: 'v1.17.3' },
  'kubernetes.coreDns': { version: '1.11.1' },
  'kubernetes.talosApiAccess': { allowedRoles: ['os:reader'], allowedNamespaces: ['monitoring'] },
  'kubernetes.oidc': { issuerUrl: 'https://id.example', clientId: 'home' },
  'kubernetes.inlineManifests.0': {
    name: 'space',
    contents: 'apiVersion: v1\nkind: Namespace\nmetadata: { name: space }\n',
  },
  'proxmox.endpoints.any.ssh.nodes.any': { address: '10.0.0.251' },
  ...ENDPOINT_WHOLE,
  'state.backend.s3': { bucket: 'states', region: 'eu-central-1' },
  'state.backend.http': { address: 'https://state.example/home', lockAddress: 'https://state.example/home/lock' },
  'state.backend.pg': {},
  'state.backend.kubernetes': {},
  'state.backend.kubernetes.exec': { apiVersion: 'client.authentication.k8s.io/v1', command: 'kubelogin' },
  'gitops.flux': { repository: HTTPS },
};

const ARGUMENTS: Sample = { values: [undefined, { v: 2 }, { v: '3' }] };

/** Values for the keys of a section; those of truth values and of closed sets are known from the schema. */
const NODE: Readonly<Record<string, Sample>> = {
  vmId: { values: [undefined, 801, 802] },
  macAddress: { values: [undefined, 'bc:24:11:00:00:01', 'deterministic'] },
  cpuCores: { values: [undefined, 6] },
  cpuType: { values: [undefined, 'x86-64-v3'] },
  memoryMiB: { values: [undefined, 6144] },
  diskGiB: { values: [undefined, 60] },
  diskDatastoreId: { values: [undefined, 'zfs'] },
  'disks.any.slot': { values: [1, 2] },
  'disks.any.sizeGiB': { values: [10, 20] },
  'disks.any.datastoreId': { values: [undefined, 'zfs'] },
  'disks.any.mountPath': { values: [undefined, '/var/lib/longhorn'] },
  'disks.any.diskVm.vmId': { values: [undefined, 901, 902] },
  'disks.any.diskVm.vmName': { values: [undefined, 'keeper'] },
  'disks.any.existingVolume': { values: [undefined, 'tank:vm-900-disk-0', 'local:900/vm-900-disk-1.qcow2'] },
  'disks.any.serial': { values: [undefined, 'ssd-1'] },
  networkBridge: { values: [undefined, 'vmbr1'] },
  dhcp: { values: [false, true] },
  ...CARDS,
  vlanId: { values: [undefined, 20] },
  link: { values: [undefined, 'eth1', 'physical'] },
  'dnsServers.0': { values: [undefined, ['9.9.9.9']] },
  'startup.order': { values: [undefined, 2], beside: { 'node.startup.upDelaySeconds': 10 } },
  'startup.upDelaySeconds': { values: [undefined, 10], beside: { 'node.startup.order': 2 } },
  'startup.downDelaySeconds': { values: [undefined, 10], beside: { 'node.startup.order': 2 } },
  'pciDevices.0.mapping': { values: ['gpu', 'nic'] },
  ...HOST_SAMPLES,
  'osDisk.ioThread': { values: [true, false], beside: { 'node.osDisk.bus': 'virtio' } },
  'disks.any.ioThread': { values: [true, false], beside: { 'node.disks.any.bus': 'virtio' } },
  ...diskSamples('osDisk'),
  ...diskSamples('disks.any'),
  description: { values: [undefined, 'Second rack', ''] },
  vmName: { values: [undefined, 'k8s-worker-1'] },
  smbiosUuid: { values: [undefined, UUID] },
  smbiosSerial: { values: [undefined, 'rack-1'], beside: { 'node.smbiosUuid': UUID } },
  qemuMachine: { values: [undefined, 'pc', 'pc-q35-10.0'] },
  cpuSockets: { values: [undefined, 2] },
  'cpuFlags.0': { values: [undefined, ['+aes'], ['-pcid']] },
  cpuLimit: { values: [undefined, 1.5] },
  cpuUnits: { values: [undefined, 200] },
  numa: { values: [undefined, true] },
  memoryMinimumMiB: { values: [undefined, 2048] },
  'vga.memoryMiB': { values: [undefined, 32] },
  'watchdog.timeoutSeconds': { values: [undefined, 30] },
  firmwareDatastoreId: { values: [undefined, 'zfs'] },
  cloudInitInterface: { values: [undefined, 'scsi30'] },
  update: { values: [false, true], beside: { 'talos.update': { version: 'v1.13.10' } } },
  'tags.0': { values: [undefined, ['longhorn']] },
  poolId: { values: [undefined, 'talos'] },
  schematic: { values: [undefined, 'templates/schematics/longhorn.yaml'] },
  'nodeTaints.any': { values: [undefined, { dedicated: 'gpu:NoSchedule' }, { dedicated: 'gpu:NoExecute' }] },
  'nodeLabels.any': { values: [undefined, { tier: 'a' }, { tier: 1 }, { tier: true }] },
  'sysctls.any': { values: [undefined, { 'vm.nr_hugepages': 1024 }, { 'vm.nr_hugepages': '2048' }] },
  'udevRules.0': { values: [undefined, ['KERNEL=="a"']] },
  'nodeAnnotations.any': { values: [undefined, { owner: 'me' }, { owner: 1 }] },
  'logging.services.0': { values: [undefined, ['udp://10.0.0.7:6051']] },
  'logging.tags.any': {
    values: [undefined, { a: 'b' }],
    beside: Object.fromEntries(
      ['machine', 'nodes.work-00', 'nodeDefaults.controlplane', 'nodeDefaults.worker'].map((section) => [
        `${section}.logging.services`,
        ['udp://10.0.0.7:6051'],
      ]),
    ),
  },
  'logging.kernel.any': { values: [undefined, { collector: 'tcp://10.0.0.7:6052' }] },
  ...KUBESPAN_SAMPLES,
  ...STORAGE_SAMPLES,
  ...SAFEGUARD_SAMPLES,
  ...LINK_SAMPLES,
  'kernelModules.0': { values: [undefined, ['nvme_tcp']] },
  'kubeletExtraArgs.any': { values: [undefined, { v: 2 }, { v: '3' }, { v: true }] },
  'controllerManagerExtraArgs.any': ARGUMENTS,
  'schedulerExtraArgs.any': ARGUMENTS,
  'etcdExtraArgs.any': ARGUMENTS,
  'registries.mirrors.any.endpoints.0': { values: [['https://a.example'], ['https://b.example']] },
  'registries.mirrors.any.overridePath': { values: [undefined, false, true] },
  'registries.mirrors.any.skipFallback': { values: [undefined, false, true] },
  'registries.tls.any.ca': { values: [CERTIFICATE, CERTIFICATE + CERTIFICATE] },
  'registries.tls.any.insecureSkipVerify': { values: [undefined, false, true] },
  'trustedRoots.any': { values: [undefined, { home: CERTIFICATE }, { lab: CERTIFICATE }] },
  'time.servers.0': { values: [undefined, ['10.0.0.1']] },
  'time.ptpDevices.0': { values: [undefined, ['/dev/ptp0']] },
  'time.enabled': { values: [undefined, false, true] },
  'time.bootTimeoutSeconds': { values: [undefined, 60] },
  'hostDns.enabled': { values: [undefined, false, true] },
  'hostDns.forwardKubeDnsToHost': { values: [undefined, false, true] },
  'hostDns.resolveMemberNames': { values: [undefined, false, true] },
  'kubelet.mounts.0.source': { values: ['/var/mnt/a', '/var/mnt/b'] },
  'kubelet.mounts.0.destination': { values: [undefined, '/data'] },
  'kubelet.nodeSubnets.0': { values: [undefined, ['10.0.0.0/16']] },
  'kubelet.defaultSeccompProfile': { values: [undefined, false, true] },
  'kubelet.staticPodDirectory': { values: [undefined, false, true] },
  'certSans.0': { values: [undefined, ['node.example']] },
  'patches.0': {
    values: [undefined, ['templates/patches/time-servers.yaml'], [{ machine: { time: { disabled: true } } }]],
  },
};

/** A release whose overlays nobody knows yet. */
const NEWER = 'v1.15.0';

const SCHEMATIC: Readonly<Record<string, Sample>> = {
  'extensions.0': { values: [undefined, ['siderolabs/iscsi-tools']] },
  'extraKernelArgs.0': { values: [undefined, ['mitigations=off']] },
  'meta.0.key': { values: [12, 13] },
  'meta.0.value': { values: ['rack 1', 'rack 2'] },
  'overlay.image': {
    values: ['siderolabs/sbc-raspberrypi', 'siderolabs/sbc-other'],
    beside: { 'talos.version': NEWER },
  },
  'overlay.name': { values: ['rpi_generic', 'rpi_5'] },
  'overlay.options.any': { values: [undefined, { serial: 'a' }, { serial: 1 }, { serial: true }] },
};

/** Sections of which a cluster file has several, by their places, and what their samples are kept under. */
export const SECTIONS: readonly (readonly [place: RegExp, section: string])[] = [
  [/^.*\bschematic\.(?=.)/, 'schematic.'],
  [/^(?:nodes\.any|nodeDefaults\.(?:controlplane|worker)|sizes\.any|pools\.any(?:\.overrides\.any)?)\.(?=.)/, 'node.'],
  [
    /^machine\.(?=nodeLabels|sysctls|kernelModules|kubeletExtraArgs|kubelet|registries|trustedRoots|time|hostDns|staticHosts|kernelModuleParameters|udevRules|nodeAnnotations|logging|extensionServices|kubeSpan|safeguards|storage|links)/,
    'node.',
  ],
];

const STATIC_HOSTS = wholeMap('staticHosts', [
  undefined,
  { '10.0.0.6': ['nas.example'] },
  { '10.0.0.6': ['registry.example'] },
]);

const MODULE_PARAMETERS = wholeMap('kernelModuleParameters', [undefined, { zfs: ['a=1'] }, { zfs: ['a=2'] }]);

/** Settings elsewhere without which a section means nothing. */
export const NEEDED: readonly (readonly [place: RegExp, settings: Readonly<Record<string, unknown>>])[] = [
  [/^sizes\./, { 'nodes.work-00.size': 'large' }],
  ...NEED_SECRETS,
  ...LINK_NEEDS,
  // an address is that of one machine
  [/^pools\.any\.(?:primaryNetworkDevice|networkDevices)\./, { 'pools.any.nodes': 1 }],
];

/** Values for keys that stand in one place only. */
const OTHER: Readonly<Record<string, Sample>> = {
  name: { values: ['home', 'work'] },
  'talos.version': { values: ['v1.13.9', 'v1.13.10'] },
  'talos.contract': { values: ['v1.13', 'v1.12', 'v1.11'] },
  'talos.schematic': { values: [undefined, 'templates/schematics/longhorn.yaml'] },
  'talos.factoryUrl': { values: [undefined, 'https://factory.example'] },
  'talos.imageMirror': { values: [undefined, 'https://proxy.example.com'] },
  'talos.installerMirror': { values: [undefined, 'harbor.example.com/talos'] },
  'talos.imageFileName': { values: [undefined, 'talos-{schematic}-{version}'] },
  'talos.update.version': { values: ['v1.13.10', 'v1.13.11'], beside: { 'nodes.work-00.update': true } },
  ...inUpdate(SCHEMATIC),
  'talos.update.schematic': {
    values: [undefined, 'templates/schematics/longhorn.yaml'],
    beside: { 'nodes.work-00.update': true, 'talos.update.version': 'v1.13.10' },
  },
  'talos.bootRoute': {
    values: ['import', 'file', 'iso'],
    beside: { 'proxmox.endpoints.main.ssh': { agent: true } },
  },
  'talos.healthCheck.timeoutSeconds': { values: [undefined, 60] },
  'talos.timeouts.applySeconds': { values: [undefined, 60] },
  'talos.timeouts.bootstrapSeconds': { values: [undefined, 60] },
  'talos.timeouts.kubeconfigSeconds': { values: [undefined, 90] },
  'talos.timeouts.kubernetesApiSeconds': {
    values: [undefined, 60],
    beside: { 'gitops.flux': { repository: HTTPS } },
  },
  'kubernetes.version': { values: ['v1.36.3', 'v1.36.4'] },
  'kubernetes.update.version': { values: ['v1.36.4', 'v1.36.5'], beside: { 'nodes.work-00.update': true } },
  'kubernetes.podSubnets.0': { values: [undefined, ['10.1.0.0/16']] },
  'kubernetes.serviceSubnets.0': { values: [undefined, ['10.2.0.0/16']] },
  'kubernetes.dnsDomain': { values: [undefined, 'home.arpa'] },
  'kubernetes.cni.cilium.version': { values: ['v1.17.3', 'v1.17.4'] },
  'kubernetes.cni.cilium.cliVersion': { values: [undefined, 'v0.18.9'] },
  'kubernetes.cni.cilium.values': { values: [undefined, 'templates/cilium/values.yaml', { debug: { enabled: true } }] },
  'kubernetes.coreDns.version': { values: ['1.11.1', '1.11.2'] },
  'kubernetes.coreDns.replicas': { values: [undefined, 3] },
  'kubernetes.coreDns.zones.0': { values: [undefined, ['home.example']] },
  'kubernetes.coreDns.forwarders.0': { values: [undefined, ['9.9.9.9']] },
  'kubernetes.coreDns.cacheSeconds': { values: [undefined, 60] },
  'kubernetes.coreDns.ttlSeconds': { values: [undefined, 60] },
  ...CONTROL_PLANE_SAMPLES,
  'kubernetes.kubeProxy': { values: [true, false], beside: { 'kubernetes.cni': 'none' } },
  'kubernetes.extraManifests.0': { values: [undefined, ['https://example.com/v1.2.1/install.yaml']] },
  'kubernetes.inlineManifests.0.name': { values: ['space', 'place'] },
  'kubernetes.inlineManifests.0.contents': {
    values: ['a', 'b'].map((name) => `apiVersion: v1\nkind: Namespace\nmetadata: { name: ${name} }\n`),
  },
  'kubernetes.inlineManifests.0.file': {
    values: ['a', 'b'].map((name) => `__tests__/support/manifests/space-${name}.yaml`),
    beside: { 'kubernetes.inlineManifests.0.contents': undefined },
  },
  'network.subnet': { values: ['10.0.0.0/24', '10.0.0.0/16'] },
  'network.gateway': { values: [undefined, '10.0.0.1', '10.0.0.2'] },
  'network.vip': { values: [undefined, '10.0.0.9'] },
  'network.endpoint': { values: [undefined, 'api.example'] },
  'network.dnsServers.0': { values: [undefined, ['9.9.9.9']] },
  'network.searchDomains.0': { values: [undefined, ['home.example']] },
  ...FIREWALL_SAMPLES,
  ...VOLUME_TYPES,
  ...ENCRYPTION_SAMPLES,
  ...LINK_SECTIONS,
  ...PRESET_SAMPLES,
  'network.link': { values: [undefined, 'eth1', 'physical'] },
  'network.vlanId': { values: [undefined, 20] },
  ...STATIC_HOSTS,
  ...MODULE_PARAMETERS,
  'patches.0': NODE['patches.0']!,
  'nodes.any.controllerManagerExtraArgs.any': { ...ARGUMENTS, at: 'nodes.ctrl-00.controllerManagerExtraArgs' },
  'nodes.any.schedulerExtraArgs.any': { ...ARGUMENTS, at: 'nodes.ctrl-00.schedulerExtraArgs' },
  'nodes.any.etcdExtraArgs.any': { ...ARGUMENTS, at: 'nodes.ctrl-00.etcdExtraArgs' },
  'nodes.any.address': { values: ['10.0.0.21', '10.0.0.22'] },
  'nodes.any.host': { values: ['pve1', 'pve2'] },
  ...ofPhysicalMachines('nodes.any', 'work-00'),
  'nodeDefaults.controlplane.host': { values: ['pve1', 'pve2'], beside: { 'nodes.ctrl-00.host': undefined } },
  ...ofPhysicalMachines('nodeDefaults.controlplane', 'ctrl-00'),
  'nodeDefaults.worker.host': { values: ['pve1', 'pve2'], beside: { 'nodes.work-00.host': undefined } },
  ...ofPhysicalMachines('nodeDefaults.worker', 'work-00'),
  'nodes.any.size': { values: [undefined, 'large'], beside: { 'sizes.large': { diskGiB: 70 } } },
  'pools.any.nodes': { values: [1, 2, ['pool-00', 'pool-02']] },
  'pools.any.nodes.0': { values: [['pool-00'], ['pool-01']] },
  'pools.any.firstName': { values: [undefined, 'far-7'] },
  'pools.any.addresses': { values: ['10.0.0.41-10.0.0.50', '10.0.0.42-10.0.0.50'] },
  'pools.any.vmIds': { values: [undefined, '840-849', '850-859'] },
  'pools.any.size': { values: [undefined, 'large'], beside: { 'sizes.large': { diskGiB: 70 } } },
  'pools.any.host': { values: ['pve1', 'pve2'] },
  // an id and a volume belong to one machine
  'pools.any.disks.any.diskVm.vmId': { ...NODE['disks.any.diskVm.vmId']!, beside: { 'pools.pool.nodes': 1 } },
  'pools.any.disks.any.existingVolume': { ...NODE['disks.any.existingVolume']!, beside: { 'pools.pool.nodes': 1 } },
  'pools.any.hosts.0': { values: [['pve1'], ['pve2']] },
  'pools.any.placement': { values: ['spread', 'modulo'], beside: { 'pools.pool.nodes': ['pool-01', 'pool-03'] } },
  'pools.any.overrides.any.size': { values: [undefined, 'large'], beside: { 'sizes.large': { diskGiB: 70 } } },
  'pools.any.overrides.any.host': { values: ['pve1', 'pve2'] },
  'proxmox.tags.0': { values: [undefined, ['talos']] },
  'proxmox.endpoints.any.url': { values: ['https://pve1.example:8006', 'https://pve2.example:8006'] },
  'proxmox.endpoints.any.region': { values: [undefined, 'cellar'] },
  'proxmox.endpoints.any.ssh.username': { values: [undefined, 'talos'] },
  'proxmox.endpoints.any.ssh.nodes.any.address': { values: ['10.0.0.251', '10.0.0.252'] },
  'proxmox.endpoints.any.ssh.nodes.any.port': { values: [undefined, 2222] },
  'proxmox.endpoints.any.hostDefaults.imageDatastoreId': { values: [undefined, 'nas'] },
  'proxmox.endpoints.any.hostDefaults.diskDatastoreId': {
    values: ['local-lvm', 'zfs'],
    beside: { 'proxmox.endpoints.main.hosts': { pve1: {}, pve2: {} } },
  },
  'proxmox.endpoints.any.hostDefaults.networkBridge': { values: [undefined, 'vmbr1'] },
  'proxmox.endpoints.any.hostDefaults.capacity.cpuCores': capacity('main.hostDefaults', 'cpuCores', [5, 100]),
  'proxmox.endpoints.any.hostDefaults.capacity.memoryMiB': capacity('main.hostDefaults', 'memoryMiB', [9000, 99_000]),
  'proxmox.endpoints.any.hosts.any.capacity.cpuCores': capacity('main.hosts.pve1', 'cpuCores', [5, 100]),
  'proxmox.endpoints.any.hosts.any.capacity.memoryMiB': capacity('main.hosts.pve1', 'memoryMiB', [9000, 99_000]),
  'proxmox.endpoints.any.hosts.any.imageDatastoreId': { values: [undefined, 'nas'] },
  'proxmox.endpoints.any.hosts.any.diskDatastoreId': { values: ['local-lvm', 'zfs'] },
  'proxmox.endpoints.any.hosts.any.networkBridge': { values: [undefined, 'vmbr1'] },
  ...ENDPOINT_SAMPLES,
  maxUnavailableWorkers: { values: [undefined, 2, '50%'] },
  'state.backend': {
    values: [
      'local',
      { s3: { bucket: 'states', region: 'eu-central-1' } },
      { http: { address: 'https://state.example' } },
      { pg: {} },
      { kubernetes: {} },
    ],
  },
  'state.backend.s3.bucket': { values: ['states', 'other'] },
  'state.backend.s3.key': { values: [undefined, 'a.tfstate'] },
  'state.backend.s3.region': { values: ['eu-central-1', 'eu-central-2'] },
  'state.backend.s3.endpoint': { values: [undefined, 'https://s3.example'] },
  'state.backend.http.address': { values: ['https://state.example/home', 'https://state.example/work'] },
  'state.backend.http.lockAddress': { values: [undefined, 'https://state.example/home/lock'] },
  'state.backend.http.unlockAddress': { values: [undefined, 'https://state.example/home/unlock'] },
  'state.backend.http.retryWaitMinSeconds': { values: [undefined, 5] },
  'state.backend.pg.address': { values: [undefined, 'postgres://db.example/tofu'] },
  'state.backend.pg.schemaName': { values: [undefined, 'other'] },
  'state.backend.pg.tableName': { values: [undefined, 'other'] },
  'state.backend.pg.indexName': { values: [undefined, 'other'] },
  'state.backend.kubernetes.secretSuffix': { values: [undefined, 'other'] },
  'state.backend.kubernetes.namespace': { values: [undefined, 'states'] },
  'state.backend.kubernetes.labels.any': { values: [undefined, { team: 'home' }] },
  'state.backend.kubernetes.configPath': { values: [undefined, '~/.kube/states'] },
  'state.backend.kubernetes.configContext': { values: [undefined, 'admin@states'] },
  'state.backend.kubernetes.configContextAuthInfo': { values: [undefined, 'admin'] },
  'state.backend.kubernetes.configContextCluster': { values: [undefined, 'states'] },
  'state.backend.kubernetes.endpoint': { values: [undefined, 'https://192.168.1.10:6443'] },
  'state.backend.kubernetes.clusterCaCertificate': { values: [undefined, CERTIFICATES] },
  'state.backend.kubernetes.exec.apiVersion': {
    values: ['client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1'],
  },
  'state.backend.kubernetes.exec.command': { values: ['kubelogin', 'tsh'] },
  'state.backend.kubernetes.exec.args.0': { values: [undefined, ['get-token']] },
  'state.lockTimeoutSeconds': { values: [undefined, 600] },
  'state.encryptionIterations': { values: [undefined, 700_000] },
  'gitops.flux.repository.gitea.url': gitea({ url: 'https://git2.example', sshHost: 'git.example' }),
  'gitops.flux.repository.gitea.owner': gitea({ owner: 'you' }),
  'gitops.flux.repository.gitea.repository': gitea({ repository: 'other' }),
  'gitops.flux.repository.gitea.sshHost': gitea({ sshHost: 'ssh.example:2222' }),
  'gitops.flux.repository.ssh.url': {
    at: REPOSITORY,
    values: [{ ssh: { url: 'ssh://git@git.example/me/a.git' } }, { ssh: { url: 'ssh://git@git.example/me/b.git' } }],
  },
  'gitops.flux.repository.https.url': {
    at: REPOSITORY,
    values: [HTTPS, { https: { url: 'https://git.example/me/other.git' } }],
  },
  'gitops.flux.repository.https.username': {
    at: REPOSITORY,
    values: [HTTPS, { https: { ...HTTPS.https, username: 'me' } }],
  },
  'gitops.flux.branch': { values: [undefined, 'home'] },
  'gitops.flux.path': { values: [undefined, 'clusters/other'] },
  'gitops.flux.intervalSeconds': { values: [undefined, 300] },
  'gitops.flux.components.0': { values: [undefined, ['source-controller', 'kustomize-controller']] },
  'gitops.flux.componentsExtra.0': { values: [undefined, ['source-watcher']] },
  'gitops.flux.namespace': { values: [undefined, 'flux'] },
  'gitops.flux.version': { values: [undefined, 'v2.8.5'] },
  ...OUTPUT_SAMPLES,
};

/** Keys that change nothing in a stack: where their samples are found, and why that is so. */
export interface Silence {
  /** Why the key is there all the same. */
  readonly because: string;
  /** Values to try; all of them make one stack. */
  readonly sample: Sample;
}

const GUEST_AGENT: Silence = {
  because: 'the schematic decides; a value that contradicts it is refused',
  sample: { values: [undefined, true] },
};

/** Arguments that a machine may have if it is a control plane. */
const OF_CONTROL_PLANES = ['controllerManagerExtraArgs', 'schedulerExtraArgs', 'etcdExtraArgs'] as const;

const WITHOUT_WORKERS: Silence = {
  because: 'a worker runs none of the control plane, and is refused with it',
  sample: { values: [undefined, { v: 2 }], beside: { 'nodes.work-00': undefined } },
};

/** Keys that change nothing in a stack, each with its reason. */
export const SILENT: Readonly<Record<string, Silence>> = {
  'talos.platform': {
    because: 'each kind of machine has one platform, and any other is refused',
    sample: { values: [undefined, 'metal'], beside: PHYSICAL },
  },
  'kubernetes.allowUnsupported': {
    because: 'it accepts a version that is refused without it',
    sample: { values: [undefined, true, false] },
  },
  'node.guestAgent': GUEST_AGENT,
  'proxmox.endpoints.any.vmIds': {
    because: 'ids outside of it are refused',
    sample: { values: [undefined, '800-899'], beside: { 'nodes.ctrl-00.vmId': 800, 'nodes.work-00.vmId': 810 } },
  },
  ...Object.fromEntries(OF_CONTROL_PLANES.map((key) => [`nodeDefaults.worker.${key}.any`, WITHOUT_WORKERS])),
};

/** The samples of all places, by place or by the section that the place is in. */
export const SAMPLES: Readonly<Record<string, Sample>> = {
  ...SLOTS,
  ...Object.fromEntries(
    ['pools.any', 'pools.any.overrides.any'].flatMap((place) =>
      OF_CONTROL_PLANES.map((key) => [
        `${place}.${key}.any`,
        { ...ARGUMENTS, beside: { 'pools.pool.machineType': 'controlplane' } },
      ]),
    ),
  ),
  ...OTHER,
  ...SECRET_SAMPLES,
  ...under('node.', NODE),
  ...under('schematic.', SCHEMATIC),
};

function under(section: string, samples: Readonly<Record<string, Sample>>): Readonly<Record<string, Sample>> {
  return Object.fromEntries(Object.entries(samples).map(([key, sample]) => [`${section}${key}`, sample]));
}

function volumes(name: string): Readonly<Record<string, unknown>> {
  return { [`kubernetes.${name}.volumes.0`]: { hostPath: '/var/a', mountPath: '/a' } };
}

/** A repository in Gitea without and with a change. */
function gitea(change: Partial<typeof GITEA> & { readonly sshHost?: string }): Sample {
  return { at: REPOSITORY, values: [{ gitea: GITEA }, { gitea: { ...GITEA, ...change } }] };
}

/** Samples of the schematic that only machines with `update: true` have. */
function inUpdate(samples: Readonly<Record<string, Sample>>): Readonly<Record<string, Sample>> {
  const entries = Object.entries(samples).map(([key, { values, beside }]): [string, Sample] => [
    `talos.update.schematic.${key}`,
    { values, beside: { ...beside, 'nodes.work-00.update': true } },
  ]);
  return Object.fromEntries(entries);
}
