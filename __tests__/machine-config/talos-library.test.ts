import { machinePatches } from '../../src/machine-config/machine-patches';
import type { ClusterSettings, MachineSettings } from '../../src/machine-config/settings';
import { Cni } from '../../src/manifests/cni';
import type { KubernetesSettings } from '../../src/manifests/kubernetes-settings';
import { type MachineConfigRequest, describeWithTofu, machineConfigs } from '../support/tofu';
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

const BOTH = [controlPlane(), worker()];

describeWithTofu('the library of Talos', () => {
  test.each(CONTRACTS)('G-12 F-38 S-4 S-5 takes every configuration for contract %s without a word', (contract) => {
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
});
