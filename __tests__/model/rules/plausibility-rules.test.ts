import { testFaults, testWarnings } from '../../support/rule-rows';
import { changedSpec, faultsOf, notesOf } from '../../support/small-spec';

const work = 'nodes.work-00';
const url = 'proxmox.endpoints.main.url';
const cilium = (version: string, more: object = {}) => ({
  'kubernetes.cni': { cilium: { version, ...more } },
  'kubernetes.kubeProxy': false,
});

testWarnings([
  {
    title: 'memory counts in MiB',
    good: { [`${work}.memoryMiB`]: 1048575 },
    bad: { [`${work}.memoryMiB`]: 4194304 },
    line: `${work}.memoryMiB: got 4194304, which is 4 TiB of memory; memoryMiB counts in MiB, and 4 GiB are 4096`,
  },
  {
    title: 'memory of all machines of a type is reported once',
    good: { 'nodeDefaults.worker.memoryMiB': 4096 },
    bad: { 'nodeDefaults.worker.memoryMiB': 1048576 },
    line: 'nodeDefaults.worker.memoryMiB: got 1048576, which is 1 TiB of memory; memoryMiB counts in MiB, and 4 GiB are 4096',
  },
  {
    title: 'a system disk counts in GiB',
    good: { [`${work}.diskGiB`]: 10239 },
    bad: { [`${work}.diskGiB`]: 20480 },
    line: `${work}.diskGiB: got 20480, which is a disk of 20 TiB; diskGiB counts in GiB`,
  },
  {
    title: 'a data disk counts in GiB',
    good: { [`${work}.disks.data`]: { slot: 1, sizeGiB: 20480 } },
    bad: { [`${work}.disks.data`]: { slot: 1, sizeGiB: 102400 } },
    line: `${work}.disks.data.sizeGiB: got 102400, which is a disk of 100 TiB; sizeGiB counts in GiB`,
  },
  {
    title: 'the URL of a Proxmox VE has a port',
    good: { [url]: 'https://pve1.example:443' },
    bad: { [url]: 'https://pve1.example' },
    line: `${url}: got "https://pve1.example", which means port 443, and Proxmox VE listens on 8006; write "https://pve1.example:8006" unless something in front of it takes 443`,
  },
  {
    title: 'the URL of a Proxmox VE with IPv6 has a port',
    good: { [url]: 'https://[fd00::1]:8006/' },
    bad: { [url]: 'https://[fd00::1]' },
    line: `${url}: got "https://[fd00::1]", which means port 443, and Proxmox VE listens on 8006; write "https://[fd00::1]:8006" unless something in front of it takes 443`,
  },
  {
    title: 'h10 the URL of a Proxmox VE has no path',
    good: { [url]: 'https://pve1.example:8006/' },
    bad: { [url]: 'https://pve1.example:8006/api2/json' },
    line: `${url}: got "https://pve1.example:8006/api2/json"; the provider drops the path "/api2/json" and asks for /api2/json at the host itself; write "https://pve1.example:8006"`,
  },
  {
    title: 'machines have a gateway',
    good: {},
    bad: { 'network.gateway': undefined },
    line: 'network.gateway: missing; without a default route the machines reach nothing outside of 10.0.0.0/24, neither registries nor Image Factory; write a gateway, or set routes in a patch',
  },
  {
    title: 'machines without one have their route from a DHCP server, or by another card',
    both: {
      'network.gateway': undefined,
      'nodes.ctrl-00.networkDevices': { out: { slot: 1, addresses: ['10.1.0.11/24'], gateway: '10.1.0.1' } },
    },
    good: { 'nodes.work-00.dhcp': true },
    bad: {},
    line: 'network.gateway: missing; without a default route the machines reach nothing outside of 10.0.0.0/24, neither registries nor Image Factory; write a gateway, or set routes in a patch',
  },
  {
    title: 'a patch release of Kubernetes is one that may exist',
    good: { 'kubernetes.version': 'v1.36.20' },
    bad: { 'kubernetes.version': 'v1.36.99' },
    line: 'kubernetes.version: got "v1.36.99"; no minor version has had more than 20 patch releases, and machines never start what does not exist; check that it was released',
  },
  {
    title: 'a patch release of Talos is one that may exist',
    good: { 'talos.version': 'v1.13.20' },
    bad: { 'talos.version': 'v1.13.21' },
    line: 'talos.version: got "v1.13.21"; no minor version has had more than 20 patch releases, and machines never start what does not exist; check that it was released',
  },
  {
    title: 'Cilium is one that the command line installs',
    good: cilium('v1.15.0'),
    bad: cilium('v0.9.0'),
    line: 'kubernetes.cni.cilium.version: got "v0.9.0"; the cilium command line v0.18.7, which installs it, knows v1.15.0 and newer only; write such a version, or an older cliVersion',
  },
  {
    title: 'an old Cilium has a command line of its own',
    good: cilium('v1.14.9', { cliVersion: 'v0.15.22' }),
    bad: cilium('v1.14.9'),
    line: 'kubernetes.cni.cilium.version: got "v1.14.9"; the cilium command line v0.18.7, which installs it, knows v1.15.0 and newer only; write such a version, or an older cliVersion',
  },
  {
    title: 'Flux is the second one',
    both: { 'gitops.flux.repository.https.url': 'https://git.example.com/a/b.git' },
    good: { 'gitops.flux.version': 'v2.8.5' },
    bad: { 'gitops.flux.version': 'v0.41.2' },
    line: 'gitops.flux.version: got "v0.41.2"; the provider writes the manifests of Flux 2, write a version that begins with v2',
  },
]);

test('nothing is said of a gateway while a patch sets routes, and where routers announce themselves', () => {
  const routes = { machine: { network: { interfaces: [{ interface: 'eth0', routes: [{ gateway: '10.0.0.1' }] }] } } };
  const silent = { warnings: [], advice: [] };
  const old = { 'talos.version': 'v1.11.6', 'talos.contract': 'v1.11', 'kubernetes.version': 'v1.34.2' };
  expect(notesOf(changedSpec({ ...old, 'network.gateway': undefined, patches: [routes] }))).toEqual(silent);
  const ipv6 = {
    network: { subnet: 'fd00:10::/64' },
    'kubernetes.podSubnets': ['fd00:20::/56'],
    'kubernetes.serviceSubnets': ['fd00:30::/112'],
    'nodes.ctrl-00.address': 'fd00:10::11',
    'nodes.work-00.address': 'fd00:10::21',
  };
  expect(notesOf(changedSpec(ipv6))).toEqual(silent);
});

describe('faults', () => {
  testFaults([
    {
      title: 'an update of Talos brings another image',
      both: { 'nodes.work-00.update': true, lifecycle: 'replace' },
      good: { 'talos.update': { version: 'v1.13.10' } },
      bad: { 'talos.update': { version: 'v1.13.9' } },
      line: 'talos.update: the same as talos.version and talos.schematic (v1.13.9); write what machines shall be updated to, or remove the update and every update: true',
    },
    {
      title: 'an update of the schematic brings another image',
      both: { 'nodes.work-00.update': true, lifecycle: 'replace' },
      good: { 'talos.update': { version: 'v1.13.9', schematic: { extensions: ['siderolabs/btrfs'] } } },
      bad: { 'talos.update': { schematic: { extensions: ['siderolabs/qemu-guest-agent'] } } },
      line: 'talos.update: the same as talos.version and talos.schematic (v1.13.9); write what machines shall be updated to, or remove the update and every update: true',
    },
    {
      title: 'an update of Kubernetes brings another version',
      both: { 'nodes.ctrl-00.update': true },
      good: { 'kubernetes.update': { version: 'v1.36.4' } },
      bad: { 'kubernetes.update': { version: '1.36.3' } },
      line: 'kubernetes.update: the same as kubernetes.version (v1.36.3); write what machines shall be updated to, or remove the update and every update: true',
    },
  ]);

  test('nothing is said of an update whose base is faulty', () => {
    const changes = { 'talos.version': 1.13, 'talos.update': { version: 'v1.13.9' }, 'nodes.work-00.update': true };
    expect(faultsOf(changedSpec({ ...changes, lifecycle: 'replace' }))).toHaveLength(1);
  });
});
