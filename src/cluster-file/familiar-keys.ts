import {
  backendInstead,
  byPatch,
  disksAreRaw,
  gitopsByManifests,
  highAvailabilityOfEndpoint,
  imageBySchematic,
  imageInsteadOfTemplate,
  keyStandsElsewhere,
  noArguments,
  noEncryptedMemory,
  noEnrolledKeys,
  numaBySockets,
  otherWord,
  pciByMapping,
  poolForSeveral,
  randomByProcessor,
  repositoryByUrl,
  repositoryKinds,
  schematicByContent,
  schematicFileInstead,
  shareOfHost,
  tokenNamesUser,
  unsupportedKey,
  usbByMapping,
} from './unknown-key-faults';
import type { KeyAdvice } from '../forms/form-faults';
import type { Path } from '../values/path';

/** Advice on a key at a place, by its value; nothing if the value fits something else better. */
type Familiar = (key: string, value: unknown, path: Path) => KeyAdvice | undefined;

/** A key of the same map. */
function as(meant: string): Familiar {
  return (key, _value, path) => ({ message: otherWord(key, `"${meant}"`), meant: [...path, meant] });
}

/** A key of another section. */
function at(place: string): Familiar {
  return (key) => ({ message: keyStandsElsewhere(key, place), meant: place.split('.') });
}

/** Nothing that this library does. */
function unsupported(instead: string): Familiar {
  return (key) => ({ message: unsupportedKey(key, instead) });
}

/** Nothing that this library does, where another key of the map takes its place. */
function unsupportedFor(meant: string, instead: string): Familiar {
  return (key, _value, path) => ({ message: unsupportedKey(key, instead), meant: [...path, meant] });
}

/** A key of the schematic of the same map. */
function inSchematic(name: string): Familiar {
  return (key, _value, path) => ({
    message: otherWord(key, `schematic: { ${name}: … }`),
    meant: [...path, 'schematic'],
  });
}

/** An option of the first network card of the same machine. */
function inPrimaryCard(name: string): Familiar {
  return (key, _value, path) => ({
    message: otherWord(key, `primaryNetworkDevice: { ${name}: … }`),
    meant: [...path, 'primaryNetworkDevice'],
  });
}

/** A key for one kind of value only. */
function when(isMeant: (value: unknown) => boolean, familiar: Familiar): Familiar {
  return (key, value, path) => (isMeant(value) ? familiar(key, value, path) : undefined);
}

/** `controlPlane: true`, as talhelper has it. */
const controlPlane: Familiar = (key, value, path) => ({
  message: otherWord(key, `machineType: ${value === false ? 'worker' : 'controlplane'}`),
  meant: [...path, 'machineType'],
});

function isSize(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'string';
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && /^\d+$/.test(value));
}

function isMachineType(value: unknown): boolean {
  return value === 'controlplane' || value === 'worker';
}

function each(keys: readonly string[], familiar: Familiar): Readonly<Record<string, Familiar>> {
  return Object.fromEntries(keys.map((key) => [key, familiar]));
}

const MACHINE: Readonly<Record<string, Familiar>> = {
  ...each(['ip', 'ipAddress', 'ipv4', 'ipv6'], as('address')),
  ...each(['controlPlane', 'controlplane', 'isControlPlane'], controlPlane),
  ...each(['role', 'type'], as('machineType')),
  machine: (...rest) => (isMachineType(rest[1]) ? as('machineType') : as('qemuMachine'))(...rest),
  ...each(['chipset', 'qemuMachineType'], as('qemuMachine')),
  ...each(['disk', 'diskSize', 'diskSizeGiB', 'diskGB', 'size'], when(isSize, as('diskGiB'))),
  ...each(['ram', 'memoryMB', 'memoryGiB', 'memorySize'], as('memoryMiB')),
  ...each(['balloon', 'ballooning', 'memoryFloating', 'minMemory', 'memoryMin'], as('memoryMinimumMiB')),
  ...each(['cpu', 'cpus', 'vcpu', 'vcpus'], when(isNumber, as('cpuCores'))),
  ...each(['sockets'], as('cpuSockets')),
  ...each(['cpulimit'], as('cpuLimit')),
  ...each(['cpuunits'], as('cpuUnits')),
  ...each(['numaNodes', 'numa0'], unsupported(numaBySockets())),
  ...each(['affinity', 'cpuAffinity', 'hugepages', 'keepHugepages'], unsupported(shareOfHost())),
  ...each(
    ['args', 'kvmArguments', 'kvm_arguments', 'qemuArgs', 'hookscript', 'hookScript', 'hookScriptFileId'],
    unsupported(noArguments()),
  ),
  ...each(['amdSev', 'amd_sev', 'sev'], unsupported(noEncryptedMemory())),
  ...each(['rng', 'rng0', 'rngDevice', 'virtioRng'], unsupported(randomByProcessor())),
  ...each(['display', 'graphics', 'vgaType'], as('vga')),
  ...each(['serial', 'serial0', 'serialDevice'], as('serialConsole')),
  ...each(['smbios', 'smbios1', 'uuid'], as('smbiosUuid')),
  ...each(['efiDisk', 'efidisk0', 'efiDiskStorage'], as('firmwareDatastoreId')),
  ...each(['secureBoot', 'secureboot'], at('talos.secureBoot')),
  ...each(['preEnrolledKeys', 'efiKeys'], unsupported(noEnrolledKeys())),
  ...each(['cloudInitDrive', 'initializationInterface'], as('cloudInitInterface')),
  ...each(['storage', 'storageId', 'diskStorage'], as('diskDatastoreId')),
  ...each(['vlanTag'], as('vlanId')),
  tag: when(isNumber, as('vlanId')),
  ...each(['mac'], as('macAddress')),
  ...each(['id', 'vmid', 'vmID'], as('vmId')),
  ...each(['node', 'nodeName', 'targetNode', 'pveNode', 'proxmoxNode'], as('host')),
  ...each(['hostpci', 'hostPci', 'hostpci0', 'pci', 'gpu'], as('pciDevices')),
  ...each(['usb', 'usb0', 'usbPassthrough'], as('usbDevices')),
  ...Object.fromEntries(['mtu', 'trunks', 'queues'].map((name) => [name, inPrimaryCard(name)])),
  ...each(['networks', 'network', 'networkInterfaces', 'interfaces', 'nics', 'net0', 'net1'], as('networkDevices')),
  ...each(['gateway'], at('network.gateway')),
  ...each(['subnet', 'prefix', 'cidr', 'netmask'], at('network.subnet')),
  ...each(['nameservers', 'dns'], as('dnsServers')),
  ...each(['tpmState', 'tpmstate0'], as('tpm')),
  ...each(['installDiskSelector'], as('installDisk')),
  ...each(['template', 'templateId', 'clone'], unsupported(imageInsteadOfTemplate())),
  ...each(['image', 'imageUrl', 'talosImageURL', 'installerImage'], unsupported(imageBySchematic())),
  ...each(['count', 'replicas'], (key, value, path) => unsupported(poolForSeveral(value))(key, value, path)),
  ...each(['ha', 'haGroup', 'haState', 'highAvailability'], unsupported(highAvailabilityOfEndpoint())),
  ...each(['extensions', 'systemExtensions'], inSchematic('extensions')),
  ...each(['extraKernelArgs', 'kernelArgs'], inSchematic('extraKernelArgs')),
  ...each(['annotations', 'nodeAnnotations'], unsupported(byPatch('{ machine: { nodeAnnotations: { … } } }'))),
  ...each(['files', 'machineFiles'], unsupported(byPatch('{ machine: { files: [ … ] } }'))),
  ...each(['configPatches'], as('patches')),
};

/** Where settings of machines are written; a pool knows other words for its number. */
const MACHINE_PLACES = ['nodes.*', 'nodeDefaults.*', 'sizes.*', 'pools.*.overrides.*'] as const;

/** Keys by the map that they are looked for in; `*` stands for any key. */
const BY_PLACE: readonly (readonly [place: string, keys: Readonly<Record<string, Familiar>>])[] = [
  [
    '',
    {
      clusterName: as('name'),
      talosVersion: at('talos.version'),
      kubernetesVersion: at('kubernetes.version'),
      ...each(['talosImageURL', 'imageFactory', 'factoryUrl'], at('talos.factoryUrl')),
      ...each(['schematicId'], unsupported(schematicByContent())),
      ...each(['extensions', 'systemExtensions'], at('talos.schematic.extensions')),
      ...each(
        ['allowSchedulingOnControlPlanes', 'allowSchedulingOnMasters'],
        at('kubernetes.schedulingOnControlPlanes'),
      ),
      additionalApiServerCertSans: at('kubernetes.certSans'),
      additionalMachineCertSans: at('nodeDefaults.<type>.certSans'),
      ...each(['cniConfig'], at('kubernetes.cni')),
      ...each(['cilium'], at('kubernetes.cni.cilium')),
      ...each(['clusterPodNets', 'podCIDR', 'podCidr'], at('kubernetes.podSubnets')),
      ...each(['clusterSvcNets', 'serviceCIDR', 'serviceCidr'], at('kubernetes.serviceSubnets')),
      domain: at('kubernetes.dnsDomain'),
      ...each(['controlPlane', 'controlplane'], at('nodeDefaults.controlplane')),
      ...each(['worker', 'workers'], at('nodeDefaults.worker')),
      ...each(['clusterEndpoint'], at('network.endpoint')),
      ...each(['flux'], at('gitops.flux')),
      ...each(['argocd', 'argoCd', 'argoCD'], unsupported(gitopsByManifests())),
      ...each(['configPatches'], as('patches')),
    },
  ],
  [
    'talos',
    {
      ...each(['extensions', 'systemExtensions'], at('talos.schematic.extensions')),
      ...each(['extraKernelArgs', 'kernelArgs'], at('talos.schematic.extraKernelArgs')),
      ...each(['schematicId'], unsupportedFor('schematic', schematicByContent())),
      ...each(['image', 'imageUrl', 'installerImage', 'installer'], unsupported(imageBySchematic())),
      ...each(['factory', 'imageFactory', 'imageFactoryUrl'], as('factoryUrl')),
      ...each(['isoMirror', 'iso_mirror', 'imageMirrorUrl'], as('imageMirror')),
      ...each(['installer_mirror', 'installerRegistry'], as('installerMirror')),
      ...each(['secureboot', 'secure_boot'], as('secureBoot')),
      ...each(['patches', 'configPatches'], at('patches')),
    },
  ],
  ...['talos.schematic', 'talos.update.schematic', 'nodes.*.schematic', 'nodeDefaults.*.schematic'].map(
    (place) =>
      [
        place,
        {
          ...each(['systemExtensions', 'officialExtensions'], as('extensions')),
          ...each(['kernelArgs'], as('extraKernelArgs')),
          ...each(
            [
              'customization',
              'secureboot',
              'secureBoot',
              'bootloader',
              'owner',
              'diskImage',
              'embeddedMachineConfiguration',
            ],
            unsupported(schematicFileInstead()),
          ),
        },
      ] as const,
  ),
  [
    'kubernetes',
    {
      ...each(['podCIDR', 'podCidr', 'clusterPodNets'], as('podSubnets')),
      ...each(['serviceCIDR', 'serviceCidr', 'clusterSvcNets'], as('serviceSubnets')),
      ...each(['allowSchedulingOnControlPlanes', 'allowSchedulingOnMasters'], as('schedulingOnControlPlanes')),
      ...each(['cilium'], at('kubernetes.cni.cilium')),
      ...each(['proxy'], as('kubeProxy')),
      ...each(['dns'], as('coreDns')),
      ...each(['manifests'], as('inlineManifests')),
    },
  ],
  [
    'network',
    {
      ...each(['mtu'], at('nodes.<name>.primaryNetworkDevice.mtu')),
      ...each(['cidr', 'prefix', 'network'], as('subnet')),
      ...each(['nameservers', 'dns'], as('dnsServers')),
      ...each(['interface', 'interfaceName', 'nic'], as('link')),
      ...each(['bridge', 'networkBridge'], at('proxmox.endpoints.<endpoint>.hosts.<host>.networkBridge')),
      ...each(['dhcp'], at('nodes.<name>.dhcp')),
      ...each(['ntpServers', 'timeServers', 'ntp'], unsupported(byPatch('{ machine: { time: { servers: [ … ] } } }'))),
      ...each(['interfaces', 'networks'], at('nodes.<name>.networkDevices')),
    },
  ],
  [
    'machine',
    { ...each(['annotations', 'nodeAnnotations', 'files', 'machineFiles'], MACHINE.nodeAnnotations ?? as('')) },
  ],
  ...MACHINE_PLACES.map((place) => [place, MACHINE] as const),
  ['pools.*', { ...MACHINE, ...each(['count', 'replicas', 'machines'], as('nodes')) }],
  ...[...MACHINE_PLACES, 'pools.*'].map(
    (place) =>
      [
        `${place}.pciDevices.*`,
        {
          ...each(['id', 'host', 'path', 'device', 'address'], unsupportedFor('mapping', pciByMapping())),
          ...each(['name'], as('mapping')),
        },
      ] as const,
  ),
  ...[...MACHINE_PLACES, 'pools.*'].map(
    (place) =>
      [
        `${place}.usbDevices.*`,
        {
          ...each(['id', 'host', 'path', 'device'], unsupportedFor('mapping', usbByMapping())),
          ...each(['name'], as('mapping')),
        },
      ] as const,
  ),
  ...[...MACHINE_PLACES, 'pools.*'].map(
    (place) =>
      [
        `${place}.disks.*`,
        {
          ...each(['storage', 'storageId'], as('datastoreId')),
          ...each(['interface', 'device'], as('slot')),
          ...each(['format', 'fileFormat'], unsupported(disksAreRaw())),
        },
      ] as const,
  ),
  [
    'proxmox.endpoints.*',
    {
      ...each(['host', 'endpoint', 'address', 'api', 'apiUrl'], as('url')),
      ...each(['username', 'user', 'tokenId'], unsupported(tokenNamesUser())),
      ...each(['nodes'], as('hosts')),
      ...each(['tlsInsecure', 'skipTlsVerify'], as('insecure')),
      ...each(['storage', 'datastore'], at('proxmox.endpoints.<endpoint>.hosts.<host>.diskDatastoreId')),
    },
  ],
  [
    'proxmox.endpoints.*.hosts.*',
    {
      ...each(['storage', 'datastore', 'datastoreId'], as('diskDatastoreId')),
      ...each(['isoStorage', 'imageStorage'], as('imageDatastoreId')),
      ...each(['address', 'ip'], at('proxmox.endpoints.<endpoint>.ssh.nodes.<host>.address')),
    },
  ],
  [
    'gitops',
    {
      ...each(['argocd', 'argoCd', 'argoCD', 'fleet'], unsupported(gitopsByManifests())),
      ...each(['fluxOperator', 'fluxInstance'], unsupported(gitopsByManifests())),
      ...each(['repository', 'branch', 'path'], at('gitops.flux')),
    },
  ],
  ['gitops.flux', { interval: as('intervalSeconds') }],
  [
    'gitops.flux.repository',
    {
      ...each(['github', 'gitlab', 'bitbucket', 'forgejo', 'azureDevops'], unsupported(repositoryByUrl())),
      ...each(['url', 'owner', 'name', 'repository'], (key) => ({ message: otherWord(key, repositoryKinds()) })),
    },
  ],
  [
    'state',
    {
      ...each(['s3', 'http', 'pg', 'kubernetes'], (key) => ({
        message: keyStandsElsewhere(key, `state.backend.${key}`),
        meant: ['state', 'backend'],
      })),
    },
  ],
  [
    'state.backend',
    {
      ...each(['azurerm', 'gcs', 'consul', 'remote', 'cloud', 'oss', 'cos', 'gitlab'], unsupported(backendInstead())),
      ...each(['postgres', 'postgresql'], as('pg')),
      k8s: as('kubernetes'),
    },
  ],
];

/**
 * Advice on an unknown key that people know from elsewhere.
 *
 * @param path map that the key stands in
 * @param known keys of that map
 * @returns nothing for any other key
 */
export function familiarKey(path: Path, key: string, value: unknown, known: readonly string[]): KeyAdvice | undefined {
  const keys = BY_PLACE.find(([place]) => isAt(path, place))?.[1] ?? {};
  const familiar = Object.hasOwn(keys, key) ? keys[key]?.(key, value, path) : undefined;
  const [own, ...below] = (familiar?.meant ?? []).slice(path.length);
  // defaults have no keys of single machines
  const isOfThisMap = own !== undefined && below.length === 0 && path.every((step, i) => step === familiar?.meant?.[i]);
  return isOfThisMap && !known.includes(String(own)) ? undefined : familiar;
}

function isAt(path: Path, place: string): boolean {
  const steps = place === '' ? [] : place.split('.');
  return steps.length === path.length && steps.every((step, index) => step === '*' || step === String(path[index]));
}
