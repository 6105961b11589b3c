import { ClusterPatches } from '../../../src/machine-config/machine-patches';
import type { ClusterSettings } from '../../../src/machine-config/settings/cluster';
import type { MachineSettings } from '../../../src/machine-config/settings/machine';
import { Cni } from '../../../src/manifests/cni/cni';
import type { KubernetesSettings } from '../../../src/manifests/settings';
import { clusterSettings, controlPlane, INSTALLER_IMAGE, worker } from '../fixtures';

type Fields = Readonly<Record<string, unknown>>;

function documentsOf(machine: MachineSettings, kubernetes: Partial<KubernetesSettings> = {}): readonly Fields[] {
  const cluster: ClusterSettings = clusterSettings('v1.14', { kubernetes });
  return new ClusterPatches(cluster, [machine]).documentsOf(machine, INSTALLER_IMAGE);
}

/** The document of a kind, without what tells it apart. */
function documentOf(kind: string, machine: MachineSettings, kubernetes?: Partial<KubernetesSettings>): unknown {
  const found = documentsOf(machine, kubernetes).find((each) => each.kind === kind);
  if (found === undefined) return undefined;
  const { kind: _kind, apiVersion: _version, ...fields } = found;
  return fields;
}

test('the main document has what no other says', () => {
  const [main] = documentsOf(controlPlane({ certSans: ['a.example'], logging: { services: ['udp://10.0.0.7:6051'] } }));
  expect(main).toEqual({
    machine: {
      certSANs: ['10.200.5.10', '10.200.5.1', 'a.example'],
      logging: { destinations: [{ endpoint: 'udp://10.0.0.7:6051', format: 'json_lines' }] },
    },
    cluster: { etcd: { advertisedSubnets: ['10.200.0.0/16'] } },
  });
});

test.each([
  [undefined, 'disk.dev_path == "/dev/sda"'],
  ['/dev/sda', 'disk.dev_path == "/dev/sda" || "/dev/sda" in disk.symlinks'],
  [
    { type: 'nvme', size: '>= 500GB', model: 'Samsung*', busPath: '/pci*' },
    'disk.size >= 500000000000u && glob("Samsung*", disk.model) && disk.transport != "" && disk.transport == "nvme" && glob("/pci*", disk.bus_path) && !disk.readonly && !disk.cdrom',
  ],
  [{ size: '1.5TiB' }, 'disk.size == 1649267441664u && disk.transport != "" && !disk.readonly && !disk.cdrom'],
  [{ type: 'hdd' }, 'disk.transport != "" && disk.rotational && !disk.readonly && !disk.cdrom'],
] as const)('the install disk %j is an expression', (installDisk, match) => {
  expect(documentOf('UnattendedInstallConfig', worker({ installDisk }))).toEqual({
    installer: { image: INSTALLER_IMAGE },
    provisioning: { diskSelector: { match } },
  });
});

test('a control plane that takes pods has no taint of Talos', () => {
  const of = (machine: MachineSettings) => documentOf('KubeNodeConfig', machine, { schedulingOnControlPlanes: true });
  const nodeIP = { validSubnets: ['10.200.0.0/16'] };
  const key = 'node-role.kubernetes.io/control-plane';
  expect(of(controlPlane())).toEqual({ nodeIP, taints: { [key]: { $patch: 'delete' } } });
  expect(of(controlPlane({ nodeTaints: { [key]: ':NoExecute' } }))).toEqual({
    nodeIP,
    taints: { [key]: ':NoExecute' },
  });
  expect(of(worker())).toEqual({ nodeIP });
  expect(documentOf('KubeNodeConfig', controlPlane())).toEqual({ nodeIP });
});

test('only control planes have flannel to take away', () => {
  expect(documentOf('KubeFlannelCNIConfig', controlPlane(), { cni: Cni.none() })).toEqual({ $patch: 'delete' });
  expect(documentOf('KubeFlannelCNIConfig', worker(), { cni: Cni.none() })).toBeUndefined();
  expect(documentOf('KubeFlannelCNIConfig', controlPlane())).toBeUndefined();
});

test.each([
  [{}, { claim: 'sub', prefix: 'https://id.example.com#' }],
  [{ usernameClaim: 'email' }, { claim: 'email', prefix: '' }],
  [{ usernamePrefix: '-' }, { claim: 'sub', prefix: '' }],
  [
    { usernameClaim: 'email', usernamePrefix: 'oidc:' },
    { claim: 'email', prefix: 'oidc:' },
  ],
])('OpenID Connect with %j names users as its arguments do', (options, username) => {
  const oidc = { issuerUrl: 'https://id.example.com', clientId: 'kubernetes', ...options };
  expect(documentOf('KubeAuthenticationConfig', controlPlane(), { oidc })).toEqual({
    configuration: {
      anonymous: { enabled: true, conditions: [{ path: '/livez' }, { path: '/readyz' }, { path: '/healthz' }] },
      jwt: [{ issuer: { url: 'https://id.example.com', audiences: ['kubernetes'] }, claimMappings: { username } }],
    },
  });
  expect(documentOf('KubeAPIServerConfig', controlPlane(), { oidc })).not.toHaveProperty('extraArgs');
});

test('C-18 safeguards are said only where a setting says them', () => {
  const kinds = ['SecurityProfileConfig', 'FilesystemTrimConfig'];
  const of = (machine: MachineSettings) => kinds.map((kind) => documentOf(kind, machine));
  expect(of(worker())).toEqual([undefined, undefined]);
  const safeguards = { workloadIsolation: false, filesystemTrimHours: 24 };
  expect(of(worker({ safeguards }))).toEqual([{ workloadIsolation: false }, { interval: '24h' }]);
  expect(documentOf('FilesystemTrimConfig', worker({ safeguards: { filesystemTrimHours: 0 } }))).toEqual({
    $patch: 'delete',
  });
});

test('a metrics address of kube-proxy is part of its configuration', () => {
  expect(documentOf('KubeProxyConfig', controlPlane(), { exposeMetrics: true })).toEqual({
    config: { metricsBindAddress: '0.0.0.0:10249' },
  });
  expect(documentOf('KubeProxyConfig', controlPlane(), { kubeProxy: false })).toEqual({ enabled: false });
});
