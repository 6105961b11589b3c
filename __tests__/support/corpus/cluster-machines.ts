import fc from 'fast-check';
import type { MachineType } from '../../../src/values/machine-type';
import type { Choices, Fields } from './choices';
import { type ClusterFrame, type Hardware, RELEASES } from './cluster-frame';
import { CERTIFICATE } from '../certificate';
import { encryptions } from '../encryption-samples';
import { COMMON_PATCHES, dataOf, fits, type ListedPatch, type PatchTarget } from './patch-files';

/** Arbitraries of the keys of a map. */
type Keys = Readonly<Record<string, fc.Arbitrary<unknown>>>;

type Role = `${MachineType}`;

const AGENT = { extensions: ['siderolabs/qemu-guest-agent'] };
/** Of computers on one board, which are physical. */
const OVERLAY = {
  image: 'siderolabs/sbc-raspberrypi',
  name: 'rpi_generic',
  options: { serial: true, clock: 50, configTxt: 'a=1' },
};
const HOSTS = ['main/pve1', 'main/pve2', 'lab/pve1'];

/** A schematic with the guest agent, as machines may have it switched on. */
export function schematic({ map, oneOf, of }: Choices, hardware: Hardware): fc.Arbitrary<unknown> {
  return oneOf<unknown>(
    map(
      {
        extensions: of(AGENT.extensions, [...AGENT.extensions, 'siderolabs/iscsi-tools']),
        extraKernelArgs: of(['console=ttyS0'], ['mitigations=off', 'apparmor=0']),
        meta: of([{ key: 12, value: '{}' }]),
        ...(hardware === 'physical' && { overlay: of(OVERLAY) }),
      },
      ['extensions'],
    ),
    of('templates/schematics/qemu-guest-agent.yaml', 'templates/schematics/longhorn.yaml'),
  );
}

/** Settings of Talos that one machine may have, or all. */
export function talosSettings(choices: Choices, { contract }: ClusterFrame): Keys {
  const { map, oneOf, of } = choices;
  const isNew = contract === 'v1.13' || contract === 'v1.14';
  const placed = { diskSelector: of('system_disk', '!system_disk && disk.size > 10u * GiB'), minSize: of('1GiB') };
  const size = { ...placed, maxSize: of('10GiB', '50%', '-1GiB'), grow: fc.boolean() };
  const mount = { secure: fc.boolean(), disableAccessTime: fc.boolean() };
  const isNewest = contract === 'v1.14';
  const encryption = encryptions(choices, isNewest);
  const trim: Keys = isNewest ? { trimHours: of(0, 24) } : {};
  const upkeep: Keys = isNewest ? { ...trim, scrubHours: of(0, 168) } : {};
  const format: Keys = isNewest ? { xfsMinAllocationGroupSize: of('64GiB') } : {};
  const system = { ...size, secure: fc.boolean(), ...format };
  const part = map({ ...system, ...trim, encryption, maxSize: of('10GiB') }, ['diskSelector', 'minSize', 'maxSize']);
  return {
    ...(!isNew && { storage: map({ systemVolumes: encryptedSystem(choices) }) }),
    ...(isNew && {
      links: links({ map, of }),
      storage: map({
        systemVolumes: map({
          STATE: map({ encryption }, ['encryption']),
          EPHEMERAL: map({ ...system, ...upkeep, encryption }),
          IMAGECACHE: map(size),
          ...(isNewest && { ETCD: part, CRI: part, KUBELET: part, LOG: part }),
        }),
        userVolumes: map({
          scratch: map(
            {
              ...size,
              ...mount,
              ...upkeep,
              ...format,
              type: of('partition'),
              filesystem: of('xfs'),
              projectQuota: fc.boolean(),
              encryption,
            },
            Object.keys(placed),
          ),
          whole: of({ type: 'disk', diskSelector: 'disk.serial == "a"', filesystem: 'ext4' }),
          shared: of({ type: 'directory' }),
        }),
        rawVolumes: map({ raw: map({ ...size, encryption }, Object.keys(placed)) }),
        swapVolumes: map({ swap: map({ ...size, encryption }, Object.keys(placed)) }),
        existingVolumes: map({
          media: map(
            { volumeSelector: of('volume.partition_label == "a"'), readOnly: fc.boolean(), ...mount, ...upkeep },
            ['volumeSelector'],
          ),
        }),
      }),
    }),
    presets: map({
      longhorn: of(true, false),
      nvidia: map({ branch: of('production', 'lts'), openKernelModules: fc.boolean() }),
      'intel-gpu': of(true),
      'amd-gpu': of(true),
      tailscale: map({ authKey: of({ secret: 'login' }), routes: of(['10.0.0.0/24']) }, ['authKey']),
      iscsi: of(true),
      nfs: of(isNew),
    }),
    nodeLabels: of({ 'example.com/rack': 'a' }, { tier: 1, gpu: true }, { 'topology.kubernetes.io/zone': 'z' }),
    sysctls: of({ 'vm.nr_hugepages': 1024 }, { 'net.core.somaxconn': '65535' }),
    kernelModuleParameters: of({ zfs: ['zfs_arc_max=1073741824'] }, { nvme_tcp: ['wq_unbound=1', 'so_priority=1'] }),
    udevRules: of(['SUBSYSTEM=="drm", KERNEL=="renderD*", GROUP="44", MODE="0660"']),
    nodeAnnotations: of({ 'example.com/owner': 'home' }, { owner: 1, b: true }),
    logging: map(
      {
        services: of(['udp://10.0.0.7:6051'], ['tcp://[fd00::7]:6051']),
        tags: of({ cluster: 'home' }),
        kernel: of({ collector: 'tcp://10.0.0.7:6052' }),
      },
      ['services'],
    ),
    kubeSpan: map({
      enabled: of(true),
      advertiseKubernetesNetworks: fc.boolean(),
      allowDownPeerBypass: fc.boolean(),
      harvestExtraEndpoints: fc.boolean(),
      mtu: of(1280, 1420),
      ...(isNew && { excludeAdvertisedNetworks: of(['192.168.0.0/24'], ['fd00::/8']) }),
      endpointFilters: of(['0.0.0.0/0', '!10.0.0.0/8'], ['!fd00::/8', '::/0', '0.0.0.0/0']),
      extraEndpoints: of(['203.0.113.9:51820'], ['[2001:db8::1]:51821']),
    }),
    safeguards: map({
      workloadIsolation: fc.boolean(),
      filesystemTrimHours: of(0, 24),
      filesystemScrubHours: of(0, 168),
    }),
    kernelModules: of(['nvme_tcp'], ['vfio_pci', 'br_netfilter']),
    kubeletExtraArgs: of({ 'rotate-server-certificates': true }, { v: 2 }),
    registries: map({
      mirrors: map({
        'docker.io': fc.record({
          endpoints: of(['https://harbor.example.com/v2/hub'], ['http://10.0.0.6:5000']),
          overridePath: fc.boolean(),
          skipFallback: fc.boolean(),
        }),
        '*': of({ endpoints: ['https://a.example.com', 'https://b.example.com'] }),
      }),
      tls: of(
        { 'harbor.example.com': { ca: CERTIFICATE, insecureSkipVerify: false } },
        { '10.0.0.6:5000': { insecureSkipVerify: true } },
      ),
      auth: of(
        { 'ghcr.io': { username: 'me', password: { secret: 'login' } } },
        { 'ghcr.io': { auth: { secret: 'login' } }, 'harbor.example.com': { identityToken: { secret: 'login' } } },
      ),
    }),
    // of an extension that is not one of the official ones, as those are not in every image
    extensionServices: of(
      { agent: { environment: { AGENT_TOKEN: { secret: 'login' }, AGENT_LEVEL: 2 } } },
      {
        agent: {
          configFiles: [
            { mountPath: '/etc/agent/a.conf', content: 'a=1\n' },
            { mountPath: '/etc/agent/key', content: { secret: 'login' } },
          ],
        },
      },
    ),
    trustedRoots: of({ home: CERTIFICATE }, { home: CERTIFICATE, lab: CERTIFICATE }),
    time: oneOf<unknown>(
      map({ servers: of(['10.0.0.1', 'time.example.com']), enabled: of(true), bootTimeoutSeconds: of(60) }),
      of({ enabled: false }),
      of(isNew || contract === 'v1.12' ? { ptpDevices: ['/dev/ptp0', '/dev/ptp1'] } : { enabled: true }),
    ),
    hostDns: oneOf<unknown>(
      map({ enabled: of(true), forwardKubeDnsToHost: fc.boolean(), resolveMemberNames: fc.boolean() }),
      of({ enabled: false }),
    ),
    staticHosts: of({ '10.0.0.6': ['nas.example.com'] }, { 'fd00::6': ['nas.example.com', 'nas'] }),
    kubelet: map({
      config: of({ maxPods: 200, systemReserved: { memory: '512Mi' } }),
      mounts: of([{ source: '/var/mnt/a', destination: '/a', readOnly: true }], [{ source: '/var/mnt/b' }]),
      nodeSubnets: of(['10.0.0.0/24'], ['10.0.0.0/24', '!10.0.0.128/25']),
      defaultSeccompProfile: fc.boolean(),
      staticPodDirectory: fc.boolean(),
    }),
  };
}

/** Volumes of Talos itself that every contract encrypts. */
function encryptedSystem({ map, of }: Choices): fc.Arbitrary<unknown> {
  const encryption = { keys: [{ slot: 0, nodeId: true }], cipher: 'aes-xts-plain64', options: ['same_cpu_crypt'] };
  const server = { slot: 1, kms: { endpoint: 'https://kms.example.com:4443' } };
  const ofState = { ...encryption, keys: [...encryption.keys, server] };
  return map({ STATE: of({ encryption: ofState }), EPHEMERAL: of({ encryption }) });
}

/** Links that any machine may have, whatever its cards are. */
function links({ map, of }: Pick<Choices, 'map' | 'of'>): fc.Arbitrary<Fields> {
  return map({
    vlans: of(
      { v20: { parent: 'eno7', id: 20, dhcp: true, mtu: 1400 } },
      { v21: { parent: 'eno7', id: 21, dhcpv6: true } },
    ),
    dummies: of({ dummy0: { addresses: ['10.255.0.1/32'], multicast: false } }),
    bridges: of({ br0: { members: ['eno8'], stp: true } }, { br0: { members: ['eno8'], vlanFiltering: false } }),
    wireGuard: of({ wg0: { privateKey: { secret: 'login' }, listenPort: 51_821, mtu: 1420 } }),
    vrfs: of({ blue: { members: ['eno9'], table: 20 } }),
    blackholeRoutes: of({ '10.98.0.0/16': {} }, { 'fd98::/16': { metric: 9 } }),
    routingRules: of(
      { '1000': { table: 20, from: '10.97.0.0/16' } },
      { '1001': { action: 'blackhole', to: 'fd97::/16' } },
    ),
    tcpProbes: of({ router: { endpoint: '10.0.0.1:443', failureThreshold: 0 } }),
  });
}

/** Settings that every machine may have. */
function settings(choices: Choices, frame: ClusterFrame, role: Role): Keys {
  const { of } = choices;
  return {
    ...talosSettings(choices, frame),
    link: of('eth1', 'physical'),
    dnsServers: of(['9.9.9.9']),
    schematic: schematic(choices, frame.hardware),
    update: fc.boolean(),
    nodeTaints: of({ 'example.com/gpu': 'present:NoSchedule' }, { dedicated: ':NoExecute', b: 'PreferNoSchedule' }),
    certSans: of(['node.example.com'], ['192.0.2.7']),
    ...(role === 'controlplane' && {
      controllerManagerExtraArgs: of({ v: 2 }),
      schedulerExtraArgs: of({ v: 2 }),
      etcdExtraArgs: of({ 'quota-backend-bytes': 8_589_934_592 }),
    }),
    patches: patches(frame, role),
  };
}

/** A volume of its own for each. */
const existingDisk = fc
  .integer({ min: 9100, max: 9_999_999 })
  .map((vmId) => ({ slot: 1, sizeGiB: 100, existingVolume: `tank:vm-${vmId}-disk-0` }));

const DISK_VM = { vmId: 9001, vmName: 'keeper', protection: true };

/** Every limit of a disk. */
const SPEED = {
  readMiBPerSecond: 200,
  readBurstMiBPerSecond: 400,
  writeMiBPerSecond: 100,
  writeBurstMiBPerSecond: 200,
  readIops: 1000,
  readBurstIops: 2000,
  writeIops: 500,
  writeBurstIops: 1000,
};

/** Settings of virtual machines. */
function virtualSettings({ map, of, oneOf }: Choices): Keys {
  const options = {
    cache: of('none', 'directsync'),
    discard: fc.boolean(),
    ssd: of(true),
    ioThread: of(false),
    backup: fc.boolean(),
    replicate: fc.boolean(),
    aio: of('io_uring', 'native', 'threads'),
    queues: of(2),
    speed: oneOf<unknown>(
      map({ readMiBPerSecond: of(200), writeMiBPerSecond: of(100), readIops: of(1000), writeIops: of(500) }),
      of(SPEED),
    ),
  };
  return {
    cpuCores: fc.integer({ min: 2, max: 8 }),
    ...hardware(map, of),
    cpuType: of('host', 'x86-64-v3'),
    memoryMiB: fc.integer({ min: 2048, max: 32_768 }),
    diskGiB: fc.integer({ min: 20, max: 200 }),
    diskDatastoreId: of('local-zfs'),
    osDisk: map({ bus: of('scsi', 'sata'), ...options }),
    disks: fc.record({
      data: fc.oneof(
        {
          arbitrary: map(
            {
              slot: fc.constant(1),
              sizeGiB: of(100),
              datastoreId: of('tank'),
              mountPath: of('/var/mnt/data', '/var/lib/longhorn'),
              serial: of('data-1'),
              bus: of('scsi', 'sata'),
              ...options,
            },
            ['slot', 'sizeGiB'],
          ),
          weight: 18,
        },
        // rarely, as such a disk belongs to one machine
        { arbitrary: of({ slot: 1, sizeGiB: 100, diskVm: DISK_VM }), weight: 1 },
        { arbitrary: existingDisk, weight: 1 },
      ),
    }),
    networkBridge: of('vmbr1'),
    vlanId: of(9),
    bios: of('ovmf', 'seabios'),
    scsiHardware: of('virtio-scsi-pci', 'virtio-scsi-single'),
    onBoot: fc.boolean(),
    startup: map({ order: of(1), upDelaySeconds: of(30), downDelaySeconds: of(60) }),
    guestAgent: of(true),
    description: of('a machine of the corpus'),
    tags: of(['gpu', 'rack-1']),
    poolId: of('talos'),
    onHostChange: of('migrate', 'ignore'),
    protection: fc.boolean(),
  };
}

/** Hardware beside processor cores, memory and disks. */
function hardware(map: Choices['map'], of: Choices['of']): Keys {
  return {
    // as devices are of PCI Express
    qemuMachine: of('q35', 'pc-q35-9.2'),
    cpuSockets: of(1, 2),
    cpuFlags: of(['+aes'], ['+aes', '-spec-ctrl']),
    cpuLimit: of(2, 1.5),
    cpuUnits: of(200),
    numa: fc.boolean(),
    memoryMinimumMiB: of(2048),
    vga: map({ type: of('std', 'virtio'), memoryMiB: of(32) }, ['type']),
    serialConsole: fc.boolean(),
    watchdog: map({ timeoutSeconds: of(60, 120), action: of('reset', 'poweroff') }),
    tpm: of(true),
    firmwareDatastoreId: of('local-zfs'),
    cloudInitInterface: of('ide2', 'sata5'),
  };
}

function pciDevices({ map, of }: Choices, mapping: string): fc.Arbitrary<unknown> {
  const device = { mapping: fc.constant(mapping), pcie: fc.boolean(), rombar: fc.boolean(), xvga: of(false) };
  return fc.tuple(map(device, ['mapping']));
}

/** Three control planes and three workers. */
export function machines(choices: Choices, frame: ClusterFrame): fc.Arbitrary<Fields> {
  const roles: readonly Role[] = ['controlplane', 'controlplane', 'controlplane', 'worker', 'worker', 'worker'];
  return fc.record(
    Object.fromEntries(roles.map((role, index) => [`${role}-${index}`, machine(choices, frame, role, index)])),
  );
}

function machine(choices: Choices, frame: ClusterFrame, role: Role, index: number): fc.Arbitrary<Fields> {
  const isVirtual = frame.hardware === 'virtual' || (frame.hardware === 'both' && index % 2 === 0);
  const { of } = choices;
  const virtual = {
    host: fc.constant(HOSTS[index % HOSTS.length]),
    vmId: fc.constant(800 + index),
    macAddress: fc.constant(`bc:24:11:00:00:${20 + index}`),
    vmName: fc.constant(`machine-${index}`),
    smbiosUuid: fc.constant(`8f5ed0a5-2f3c-4a63-9c6d-0000000000${20 + index}`),
    smbiosSerial: fc.constant(`serial-${index}`),
    ...virtualSettings(choices),
    ...((frame.contract === 'v1.13' || frame.contract === 'v1.14') && {
      virtiofs: of({ films: { mapping: 'media', readOnly: true } }, { music: { mapping: 'music', cache: 'never' } }),
    }),
    // there is one device on the host, so one machine has it
    ...(index === 4 && { pciDevices: pciDevices(choices, 'gpu'), usbDevices: of([{ mapping: 'dongle' }]) }),
  };
  const place = isVirtual ? virtual : { installDisk: installDisk(choices), architecture: of('amd64', 'arm64') };
  return choices.map(
    {
      machineType: fc.constant(role),
      address: fc.constant(`10.0.0.${20 + index}`),
      ...place,
      ...settings(choices, frame, role),
    },
    ['machineType', 'address', ...(isVirtual ? ['host', 'smbiosUuid'] : ['installDisk'])],
  );
}

/** Mostly by path: the machines that judge have no disk that is as it is known. */
function installDisk({ of, rarely }: Choices): fc.Arbitrary<unknown> {
  const known = of({
    type: 'nvme',
    size: '>= 500GB',
    model: 'Samsung SSD 980*',
    serial: 'S64ANJ0R*',
    wwid: 'eui.0025388b010a2f3c',
    uuid: '0f5ed0a5-*',
    modalias: 'nvme:*',
    busPath: '/pci0000:00/*',
  });
  return rarely<unknown>(of('/dev/sda', '/dev/nvme0n1'), known);
}

/** Settings of all machines of a role, where these are of one kind also those of the kind. */
export function nodeDefaults(choices: Choices, frame: ClusterFrame): fc.Arbitrary<Fields> {
  const virtual = {
    host: choices.of('main/pve1'),
    // of a mapping that is there already
    pciDevices: pciDevices(choices, 'igpu'),
    usbDevices: choices.of([{ mapping: 'stick' }]),
    ...virtualSettings(choices),
  };
  const of = (role: Role): fc.Arbitrary<Fields> =>
    choices.map({
      ...settings(choices, frame, role),
      ...(frame.hardware === 'virtual' && virtual),
      ...(frame.hardware === 'physical' && { installDisk: installDisk(choices), architecture: choices.of('arm64') }),
    });
  return choices.map({ controlplane: of('controlplane'), worker: of('worker') });
}

/** Patches that people write, for the machines and the contract. */
export function patches({ contract }: ClusterFrame, on: PatchTarget): fc.Arbitrary<readonly Fields[]> {
  const found = FITTING.get(contract)?.filter((patch) => patch.on === on) ?? [];
  const data: Fields[] = found.map(dataOf).filter((each) => each !== undefined);
  return fc.subarray(data, { maxLength: Math.min(2, data.length) });
}

/** Common patches by the contracts that know all they set. */
const FITTING: ReadonlyMap<string, readonly ListedPatch[]> = new Map(
  RELEASES.map(({ contract }) => [
    contract,
    COMMON_PATCHES.filter((patch) => patch.refused === undefined && fits(patch, contract)),
  ]),
);
