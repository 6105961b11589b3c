import { type Changes, changedSpec, faultsOf } from '../support/small-spec';

type Row = readonly [title: string, changes: Changes, line: string];

const work = 'nodes.work-00';
const repository = 'gitops.flux.repository';

/** Keys of other tools, where this library has the thing under another name; each is reported once, whatever is missing. */
const otherWords: readonly Row[] = [
  ['cards', { [`${work}.nics`]: 2 }, `${work}.nics: unknown key "nics"; write "networkDevices"`],
  ['an MTU', { [`${work}.mtu`]: 1400 }, `${work}.mtu: unknown key "mtu"; write primaryNetworkDevice: { mtu: … }`],
  ['DHCP of all machines', { 'network.dhcp': true }, 'network.dhcp: unknown key "dhcp"; write nodes.<name>.dhcp'],
  ['a size without its unit', { [`${work}.disk`]: 20 }, `${work}.disk: unknown key "disk"; write "diskGiB"`],
  ['a size with another unit', { [`${work}.ram`]: 4 }, `${work}.ram: unknown key "ram"; write "memoryMiB"`],
  ['a number of processors', { [`${work}.cpu`]: 4 }, `${work}.cpu: unknown key "cpu"; write "cpuCores"`],
  ['a type of processor', { [`${work}.cpu`]: 'x86-64-v3' }, `${work}.cpu: unknown key "cpu"; write "cpuType"`],
  ['disks under one disk', { [`${work}.disk`]: { data: {} } }, `${work}.disk: unknown key "disk"; write "disks"`],
  [
    'the address as talhelper calls it',
    { [`${work}.address`]: undefined, [`${work}.ip`]: '10.0.0.21' },
    `${work}.ip: unknown key "ip"; write "address"`,
  ],
  [
    'a control plane as talhelper marks it',
    { 'nodes.ctrl-00.machineType': undefined, 'nodes.ctrl-00.controlPlane': true },
    'nodes.ctrl-00.controlPlane: unknown key "controlPlane"; write machineType: controlplane',
  ],
  [
    'no control plane as talhelper marks it',
    { [`${work}.machineType`]: undefined, [`${work}.controlPlane`]: false },
    `${work}.controlPlane: unknown key "controlPlane"; write machineType: worker`,
  ],
  [
    'a version at the top',
    { 'talos.version': undefined, talosVersion: 'v1.13.9' },
    'talosVersion: unknown key "talosVersion"; write talos.version',
  ],
  [
    'extensions beside the schematic',
    { 'talos.extensions': ['siderolabs/iscsi-tools'] },
    'talos.extensions: unknown key "extensions"; write talos.schematic.extensions',
  ],
  [
    'extensions of one machine',
    { [`${work}.extensions`]: ['siderolabs/iscsi-tools'] },
    `${work}.extensions: unknown key "extensions"; write schematic: { extensions: … }`,
  ],
  [
    'the machine type under a word that is near',
    { [`${work}.machineType`]: undefined, [`${work}.machine`]: 'worker' },
    `${work}.machine: unknown key "machine"; write "machineType"`,
  ],
  [
    'a number of machines in one entry',
    { [`${work}.count`]: 5 },
    `${work}.count: "count" is not supported; several machines of one kind are a pool: pools: { <name>: { nodes: 5, machineType: worker, addresses: … } }`,
  ],
  [
    'a number of machines in a pool',
    {
      'pools.more': { machineType: 'worker', addresses: '10.0.0.31-10.0.0.39', hosts: ['pve1'], replicas: 3 },
    },
    'pools.more.replicas: unknown key "replicas"; write "nodes"',
  ],
  ['a VLAN as Proxmox VE calls it', { [`${work}.tag`]: 30 }, `${work}.tag: unknown key "tag"; write "vlanId"`],
  [
    'a key that another section has',
    { 'talos.contract': undefined, contract: 'v1.13' },
    'contract: unknown key "contract"; write talos.contract',
  ],
  [
    'a key of a section at a machine',
    { [`${work}.gateway`]: '10.0.0.1' },
    `${work}.gateway: unknown key "gateway"; write network.gateway`,
  ],
  ...(
    [
      ['machine', 'pc', 'qemuMachine'],
      ['balloon', 1024, 'memoryMinimumMiB'],
      ['sockets', 2, 'cpuSockets'],
      ['tpmState', {}, 'tpm'],
      ['smbios', {}, 'smbiosUuid'],
      ['efiDisk', {}, 'firmwareDatastoreId'],
      ['serialDevice', {}, 'serialConsole'],
    ] as const
  ).map(([key, value, meant]): Row => [
    `${key} in place of ${meant}`,
    { [`${work}.${key}`]: value },
    `${work}.${key}: unknown key "${key}"; write "${meant}"`,
  ]),
  [
    'a repository without its kind',
    { [repository]: { url: 'https://git.example.com/a/b.git' } },
    `${repository}.url: unknown key "url"; write https: { url: … } with a token, or ssh: { url: … } with a key`,
  ],
  [
    'a misspelt kind among several',
    { [repository]: { htps: { url: 'https://git.example.com/a/b.git' } } },
    `${repository}.htps: unknown key "htps"; write "https"`,
  ],
  [
    'an unknown kind among several',
    { [repository]: { svn: {} } },
    `${repository}.svn: unknown key "svn"; remove it, the keys here are gitea, ssh, https`,
  ],
];

function byMapping(mappings: string): string {
  return `an API token may hand out mapped devices only; list the device under proxmox.endpoints.<endpoint>.${mappings}, and write the name of that mapping as mapping`;
}

/** Things that this library does not do: called so, with what to use instead. */
const unsupported: readonly Row[] = [
  [
    'a repository with an API of its own',
    { [repository]: { github: { owner: 'a', repository: 'b' } } },
    `${repository}.github: "github" is not supported; write https: { url: … } with a token, or ssh: { url: … } with a key`,
  ],
  [
    'processors of the host',
    { [`${work}.cpuAffinity`]: '0-3' },
    `${work}.cpuAffinity: "cpuAffinity" is not supported; Proxmox VE lets the password of root@pam alone set it, and an API token never; share the host out with cpuLimit and cpuUnits`,
  ],
  [
    'pages of the host',
    { [`${work}.hugepages`]: 1024 },
    `${work}.hugepages: "hugepages" is not supported; Proxmox VE lets the password of root@pam alone set it, and an API token never; share the host out with cpuLimit and cpuUnits`,
  ],
  [
    'arguments of QEMU',
    { [`${work}.args`]: '-S' },
    `${work}.args: "args" is not supported; Proxmox VE lets the password of root@pam alone set it, as it could take over the host, and an API token never; write the setting that the argument stands for`,
  ],
  ...(
    [
      ['keepHugepages', true, 'share the host out with cpuLimit and cpuUnits'],
      ['kvm_arguments', '-S', 'write the setting that the argument stands for'],
      ['hookScriptFileId', 'local:snippets/a.sh', 'write the setting that the argument stands for'],
    ] as const
  ).map(([key, value, instead]): Row => [
    `${key}, which the password of root@pam sets`,
    { [`${work}.${key}`]: value },
    `${work}.${key}: "${key}" is not supported; Proxmox VE lets the password of root@pam alone set it, ${key === 'keepHugepages' ? '' : 'as it could take over the host, '}and an API token never; ${instead}`,
  ]),
  [
    'memory that the host cannot read',
    { [`${work}.amdSev`]: { type: 'snp' } },
    `${work}.amdSev: "amdSev" is not supported; the provider sets it with the password of root@pam alone; encrypt what the machine keeps with the encryption of its storage, or run it on hardware of its own`,
  ],
  ...(['nodes.work-00', 'nodeDefaults.worker', 'sizes.big', 'pools.more'] as const).flatMap((place) =>
    (
      [
        ['pciDevices', { id: '10de:1eb8' }, 'id', 'pciMappings'],
        ['usbDevices', { host: '046d:c52b' }, 'host', 'usbMappings'],
      ] as const
    ).map(([list, device, key, mappings]): Row => [
      `raw ids in ${list} of ${place}`,
      {
        ...(place === 'sizes.big' && { sizes: { big: {} } }),
        ...(place === 'pools.more' && {
          'pools.more': { machineType: 'worker', nodes: 1, addresses: '10.0.0.31-10.0.0.39', hosts: ['pve1'] },
        }),
        [`${place}.${list}`]: [device],
      },
      `${place}.${list}[0].${key}: "${key}" is not supported; ${byMapping(mappings)}`,
    ]),
  ),
  [
    'the id of a USB device in place of its mapping',
    { [`${work}.usbDevices`]: ['046d:c52b'] },
    `${work}.usbDevices[0]: "046d:c52b" is not supported; ${byMapping('usbMappings')}`,
  ],
  [
    'a device for random numbers',
    { [`${work}.rng`]: { source: '/dev/urandom' } },
    `${work}.rng: "rng" is not supported; the provider sets it with the password of root@pam alone; Talos takes random numbers from the processor, so leave it out, and write cpuType: host`,
  ],
  [
    'keys of Microsoft',
    { [`${work}.preEnrolledKeys`]: true },
    `${work}.preEnrolledKeys: "preEnrolledKeys" is not supported; the EFI disk holds no keys, as Talos is not signed with those of Microsoft and enrolls its own; leave it out`,
  ],
  [
    'NUMA nodes one by one',
    { [`${work}.numaNodes`]: [{ cpus: '0-1' }] },
    `${work}.numaNodes: "numaNodes" is not supported; write numa: true, and one NUMA node is made of each of the cpuSockets`,
  ],
  [
    'a PCI device by its place',
    { [`${work}.pciDevices`]: [{ id: '0000:00:02.0' }] },
    `${work}.pciDevices[0].id: "id" is not supported; an API token may hand out mapped devices only; list the device under proxmox.endpoints.<endpoint>.pciMappings, and write the name of that mapping as mapping`,
  ],
  [
    'a PCI device as text',
    { [`${work}.pciDevices`]: ['0000:00:02.0'] },
    `${work}.pciDevices[0]: "0000:00:02.0" is not supported; an API token may hand out mapped devices only; list the device under proxmox.endpoints.<endpoint>.pciMappings, and write the name of that mapping as mapping`,
  ],
  [
    'the user of an endpoint',
    { 'proxmox.endpoints.main.username': 'root@pam' },
    'proxmox.endpoints.main.username: "username" is not supported; an API token names its user; give both as the variable proxmox_<endpoint>_api_token, such as root@pam!tofu=…',
  ],
  [
    'another network of pods',
    { 'kubernetes.cni': 'calico' },
    'kubernetes.cni: "calico" is not supported; write "none", and install it with kubernetes.extraManifests or kubernetes.inlineManifests',
  ],
  [
    'another backend as a word',
    { 'state.backend': 'remote' },
    'state.backend: "remote" is not supported; write "local", s3: { … }, http: { … }, pg: { … } or kubernetes: { … }; GitLab has the form of http, and most object stores that of s3',
  ],
  [
    'another backend as a key',
    { 'state.backend': { gcs: { bucket: 'a' } } },
    'state.backend.gcs: "gcs" is not supported; write "local", s3: { … }, http: { … }, pg: { … } or kubernetes: { … }; GitLab has the form of http, and most object stores that of s3',
  ],
  [
    'another lifecycle',
    { lifecycle: 'in-place' },
    'lifecycle: "in-place" is not supported; write "manual" and upgrade with talosctl, or "replace"',
  ],
  [
    'the id of a schematic',
    { 'talos.schematic': '376567988ad370138ad8b2698212367b8edcb69b5fd68c80be1f2ec7d603b4ba' },
    'talos.schematic: "376567988ad370138ad8b2698212367b8edcb69b5fd68c80be1f2ec7d603b4ba" is not supported; a schematic id does not say what is in it; write the extensions here, or the path of the file that the id was made from',
  ],
];

test.each(otherWords)('fails for %s', (_title, changes, line) => {
  expect(faultsOf(changedSpec(changes))).toEqual([line]);
});

test.each(unsupported)('fails for %s, and says what to use instead', (_title, changes, line) => {
  expect(faultsOf(changedSpec(changes))).toEqual([line]);
});
