import { machinePatches } from '../../src/machine-config/machine-patches';
import type { ClusterSettings } from '../../src/machine-config/settings/cluster';
import type { MachineSettings } from '../../src/machine-config/settings/machine';
import { Cni } from '../../src/manifests/cni/cni';
import type { KubernetesSettings } from '../../src/manifests/settings';
import { type MachineConfigRequest, describeWithTofu, machineConfigs } from '../support/tofu';
import { type PatchCase, REFUSED, TAKEN } from './patches/patch-cases';
import { INSTALLER_IMAGE, LONGHORN, clusterSettings, controlPlane, worker } from './fixtures';

const CONTRACTS = ['v1.9', 'v1.10', 'v1.11', 'v1.12', 'v1.13'];

const MACHINES: readonly (readonly [string, Partial<MachineSettings>])[] = [
  ['as little as possible', { gateway: undefined }],
  ['an interface by name', { link: 'eth0' }],
  [
    'the only physical interface',
    { link: 'physical', dnsServers: ['1.1.1.1', '8.8.8.8'], searchDomains: ['example.com'] },
  ],
  ['IPv6', { address: 'fd00::1', subnet: 'fd00::/64', gateway: 'fd00::ffff' }],
  ['a gateway on the link', { address: 'fd00::1', subnet: 'fd00::/64', gateway: 'fe80::1' }],
  ['an IPv4 gateway outside', { address: '203.0.113.10', subnet: '203.0.113.10/32', gateway: '198.51.100.1' }],
  ['an IPv6 gateway outside', { address: 'fd00::1', subnet: 'fd00::/64', gateway: 'fd01::1' }],
  ['volumes', { volumes: [LONGHORN, { ...LONGHORN, name: 'data', mountPath: '/var/data', serial: 'data' }] }],
  [
    'everything else',
    {
      nodeLabels: { 'topology.kubernetes.io/zone': 'pve1' },
      nodeTaints: { 'nvidia.com/gpu': 'present:NoSchedule' },
      certSans: ['ctrl.example.com'],
      kubeletExtraArgs: { 'rotate-server-certificates': 'true' },
      sysctls: { 'vm.nr_hugepages': '1024' },
      kernelModules: ['nvme_tcp', 'vfio_pci'],
      searchDomains: ['example.com'],
    },
  ],
];

const KUBERNETES: readonly (readonly [string, Partial<KubernetesSettings>])[] = [
  ['the default CNI', {}],
  ['both families', { podSubnets: ['10.244.0.0/16', 'fd02::/56'], serviceSubnets: ['10.96.0.0/12', 'fd01::/112'] }],
  ['no CNI', { cni: Cni.none(), coreDns: 'none' }],
  [
    'Cilium, no kube-proxy, own CoreDNS',
    {
      cni: Cni.cilium({ version: 'v1.17.3' }),
      kubeProxy: false,
      coreDns: { version: '1.11.1' },
      schedulingOnControlPlanes: true,
      apiServerExtraArgs: { 'oidc-issuer-url': 'https://login.example.com' },
      extraManifests: ['https://example.com/manifest.yaml'],
      inlineManifests: [{ name: 'extra', contents: 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: extra\n' }],
      dnsDomain: 'kube.example.com',
    },
  ],
];

function request(name: string, cluster: ClusterSettings, machine: MachineSettings): MachineConfigRequest {
  return {
    name,
    clusterName: cluster.clusterName,
    clusterEndpoint: cluster.clusterEndpoint,
    contract: cluster.contract.tag,
    kubernetesVersion: cluster.kubernetes.kubernetesVersion.tag,
    machineType: machine.machineType,
    configPatches: machinePatches(cluster, machine, INSTALLER_IMAGE),
    mode: machine.installDisk === undefined ? 'cloud' : 'metal',
  };
}

/** Refused here though the library is content: what they say is not what happens. */
const MILDER_IN_TALOS = [
  'a date where Talos knows no fields',
  'a deletion of a kind of a later contract',
  'a negative number',
  'an item that is nothing',
  'another directive',
];

const BOTH = [controlPlane(), worker()];

describeWithTofu('the library of Talos', () => {
  test.each(CONTRACTS)('G-12 F-38 S-5 takes every configuration for contract %s without a word', (contract) => {
    const requests = BOTH.flatMap((base) =>
      KUBERNETES.flatMap(([kubernetesName, kubernetes]) =>
        MACHINES.flatMap(([machineName, changes]) =>
          [undefined, '10.200.5.10'].map((vip) =>
            request(
              `${base.hostname}, ${kubernetesName}, ${machineName}, VIP ${vip}`,
              clusterSettings(contract, { kubernetes, vip }),
              { ...base, ...changes },
            ),
          ),
        ),
      ),
    );
    const said = machineConfigs(requests).filter(
      ({ error, warnings = [] }) => error !== undefined || warnings.length > 0,
    );
    expect(said.map(({ name, error, warnings }) => ({ name, error, warnings }))).toEqual([]);
  });

  test('F-26 F-24 the networks, the name and the certificates are those of the settings and no others', () => {
    const cluster = clusterSettings('v1.13', {
      clusterEndpoint: 'https://api.example.com:6443',
      kubernetes: { podSubnets: ['10.42.0.0/16'], serviceSubnets: ['10.43.0.0/16'], dnsDomain: 'kube.example.com' },
    });
    const configurations = machineConfigs(BOTH.map((machine) => request(machine.hostname, cluster, machine)));
    for (const { documents = [] } of configurations) {
      expect(documents[0]).toHaveProperty('cluster.network', {
        dnsDomain: 'kube.example.com',
        podSubnets: ['10.42.0.0/16'],
        serviceSubnets: ['10.43.0.0/16'],
      });
    }
    const [controlPlaneDocuments, workerDocuments] = configurations.map(({ documents = [] }) => documents);
    expect(controlPlaneDocuments?.[0]).toHaveProperty('cluster.apiServer.certSANs', [
      '10.200.5.10',
      '10.200.5.1',
      'api.example.com',
    ]);
    expect(controlPlaneDocuments?.map(({ kind }) => kind)).toEqual([
      undefined,
      'HostnameConfig',
      'LinkConfig',
      'Layer2VIPConfig',
    ]);
    expect(workerDocuments?.[1]).toEqual({
      apiVersion: 'v1alpha1',
      kind: 'HostnameConfig',
      auto: 'off',
      hostname: 'work-00',
    });
  });

  test('HT-23 the domain of the cluster is that of the settings, and its name can be patched', () => {
    const cluster = clusterSettings('v1.9', {
      kubernetes: { dnsDomain: 'kube.example.com' },
      configPatches: [{ origin: 'patches', content: { cluster: { clusterName: 'kube.example.com' } } }],
    });
    for (const { documents } of machineConfigs(BOTH.map((machine) => request(machine.hostname, cluster, machine)))) {
      expect(documents?.[0]).toMatchObject({
        cluster: { clusterName: 'kube.example.com', network: { dnsDomain: 'kube.example.com' } },
      });
    }
  });

  test('a physical machine is taken with the disk that Talos is installed on', () => {
    const cluster = clusterSettings('v1.13');
    const machine = worker({ installDisk: '/dev/sda', link: 'physical' });
    const [result] = machineConfigs([request('metal', cluster, machine)]);
    expect([result?.error, result?.warnings]).toEqual([undefined, undefined]);
    expect(result?.documents?.[0]).toMatchObject({
      machine: { install: { disk: '/dev/sda', image: INSTALLER_IMAGE } },
    });
  });

  describe('of patches', () => {
    const refused = REFUSED.filter(({ name }) => !MILDER_IN_TALOS.includes(name));
    let errors: ReadonlyMap<string, string | undefined>;

    beforeAll(() => {
      const requests = [...TAKEN, ...refused].map(patched);
      errors = new Map(machineConfigs(requests).map(({ name, error }) => [name, error]));
      expect(errors.size).toBe(requests.length);
    });

    test.each(TAKEN)('takes $name', ({ name }) => {
      expect(errors.get(name)).toBeUndefined();
    });

    test.each(refused)('refuses $name', ({ name }) => {
      expect(errors.get(name)).toEqual(expect.any(String));
    });
  });
});

function patched({ name, content, contract = 'v1.13' }: PatchCase): MachineConfigRequest {
  const machine = worker({ configPatches: [{ origin: 'patch.yaml', content }] });
  return request(name, clusterSettings(contract), machine);
}
