import * as fc from 'fast-check';
import { machinePatches } from '../../src/machine-config/machine-patches';
import type { ClusterSettings } from '../../src/machine-config/settings/cluster';
import type { MachineSettings, VolumeSettings } from '../../src/machine-config/settings/machine';
import { Cni } from '../../src/manifests/cni/cni';
import { INSTALLER_IMAGE, LONGHORN, clusterSettings, controlPlane, worker } from './fixtures';

/** The patches of a machine, read. */
function patches(cluster: ClusterSettings, machine: MachineSettings): Record<string, unknown>[] {
  return machinePatches(cluster, machine, INSTALLER_IMAGE).map((text) => JSON.parse(text) as Record<string, unknown>);
}

/** A machine when nothing is asked for. */
const CERT_SANS = ['10.200.5.10', '10.200.5.2'];
const KUBELET = { nodeIP: { validSubnets: ['10.200.0.0/16'] } };
const NETWORK = { dnsDomain: 'cluster.local', podSubnets: ['10.244.0.0/16'], serviceSubnets: ['10.96.0.0/12'] };

describe('with required settings only', () => {
  test('G-12 F-38 a worker of contract v1.13 has its name, its address and its networks', () => {
    expect(patches(clusterSettings('v1.13'), worker())).toEqual([
      {
        machine: { install: { image: INSTALLER_IMAGE }, certSANs: CERT_SANS, kubelet: KUBELET },
        cluster: { network: NETWORK },
      },
      { apiVersion: 'v1alpha1', kind: 'HostnameConfig', auto: 'off', hostname: 'work-00' },
      {
        apiVersion: 'v1alpha1',
        kind: 'LinkConfig',
        name: 'eth0',
        addresses: [{ address: '10.200.5.2/16' }],
        routes: [{ gateway: '10.200.0.1' }],
      },
    ]);
  });

  test('S-5 F-38 a worker of contract v1.11 has the same in the main document', () => {
    expect(patches(clusterSettings('v1.11'), worker())).toEqual([
      {
        machine: {
          install: { image: INSTALLER_IMAGE },
          certSANs: CERT_SANS,
          network: {
            hostname: 'work-00',
            interfaces: [
              {
                interface: 'eth0',
                dhcp: false,
                addresses: ['10.200.5.2/16'],
                routes: [{ network: '0.0.0.0/0', gateway: '10.200.0.1' }],
              },
            ],
          },
          kubelet: KUBELET,
        },
        cluster: { network: NETWORK },
      },
    ]);
  });

  test('a control plane has in addition what is its work', () => {
    expect(patches(clusterSettings('v1.13'), controlPlane())[0]).toEqual({
      machine: { install: { image: INSTALLER_IMAGE }, certSANs: ['10.200.5.10', '10.200.5.1'], kubelet: KUBELET },
      cluster: {
        network: NETWORK,
        allowSchedulingOnControlPlanes: false,
        apiServer: { certSANs: ['10.200.5.10', '10.200.5.1'] },
        etcd: { advertisedSubnets: ['10.200.0.0/16'] },
      },
    });
  });
});

describe('name, address and virtual IP', () => {
  test('BC-28 F-38 the name is that of the settings, always with "auto: off" where there are documents', () => {
    expect(patches(clusterSettings('v1.12'), worker({ hostname: 'other' }))).toContainEqual({
      apiVersion: 'v1alpha1',
      kind: 'HostnameConfig',
      auto: 'off',
      hostname: 'other',
    });
  });

  test('BC-29 S-6 F-20 the physical interface has the static address and the route, without DHCP', () => {
    const [main] = patches(clusterSettings('v1.9', { vip: undefined }), worker({ link: 'physical' }));
    expect(main).toHaveProperty('machine.network.interfaces', [
      {
        deviceSelector: { physical: true },
        dhcp: false,
        addresses: ['10.200.5.2/16'],
        routes: [{ network: '0.0.0.0/0', gateway: '10.200.0.1' }],
      },
    ]);
  });

  test('BC-29 with documents the physical interface is found by what it is', () => {
    expect(patches(clusterSettings('v1.13'), controlPlane({ link: 'physical' })).slice(2)).toEqual([
      {
        apiVersion: 'v1alpha1',
        kind: 'LinkAliasConfig',
        name: 'net0',
        selector: { match: 'link.type == 1 && link.kind == ""' },
      },
      {
        apiVersion: 'v1alpha1',
        kind: 'LinkConfig',
        name: 'net0',
        addresses: [{ address: '10.200.5.1/16' }],
        routes: [{ gateway: '10.200.0.1' }],
      },
      { apiVersion: 'v1alpha1', kind: 'Layer2VIPConfig', name: '10.200.5.10', link: 'net0' },
    ]);
  });

  test.each(['v1.9', 'v1.13'])(
    'BC-30 F-24 with contract %s control planes carry the virtual IP, workers do not',
    (contract) => {
      const cluster = clusterSettings(contract);
      const carried = (machine: MachineSettings) =>
        machinePatches(cluster, machine, '').some((text) =>
          /"vip":\{"ip":"10\.200\.5\.10"\}|Layer2VIPConfig/.test(text),
        );
      expect([carried(controlPlane()), carried(worker())]).toEqual([true, false]);
    },
  );

  test.each(['v1.9', 'v1.13'])(
    'BC-30 with contract %s no key for a virtual IP appears where there is none',
    (contract) => {
      const text = machinePatches(clusterSettings(contract, { vip: undefined }), controlPlane(), '').join('\n');
      expect(text).not.toMatch(/vip/i);
    },
  );

  test('HT-24 eth0 carries the virtual IP of a control plane', () => {
    const [main] = patches(clusterSettings('v1.9'), controlPlane());
    expect(main).toHaveProperty('machine.network.interfaces.0.interface', 'eth0');
    expect(main).toHaveProperty('machine.network.interfaces.0.vip', { ip: '10.200.5.10' });
  });

  test('an address of IPv6 has the default route of IPv6', () => {
    const machine = worker({ address: 'fd00::2', subnet: 'fd00::/64', gateway: 'fd00::1' });
    const [main] = patches(clusterSettings('v1.11'), machine);
    expect(main).toHaveProperty('machine.network.interfaces.0.addresses', ['fd00::2/64']);
    expect(main).toHaveProperty('machine.network.interfaces.0.routes', [{ network: '::/0', gateway: 'fd00::1' }]);
  });

  test.each([
    ['203.0.113.10', '203.0.113.10/32', '198.51.100.1', '198.51.100.1/32', '0.0.0.0/0'],
    ['fd00:10::11', 'fd00:10::/64', 'fd00:11::1', 'fd00:11::1/128', '::/0'],
  ])('b12 %s of %s has a route to its gateway %s', (address, subnet, gateway, own, all) => {
    const machine = worker({ address, subnet, gateway });
    const [main] = patches(clusterSettings('v1.11'), machine);
    expect(main).toHaveProperty('machine.network.interfaces.0.routes', [{ network: own }, { network: all, gateway }]);
    const link = patches(clusterSettings('v1.13'), machine).find((document) => document.kind === 'LinkConfig');
    expect(link).toHaveProperty('routes', [{ destination: own }, { gateway }]);
  });

  test('b12 a link-local gateway needs no route', () => {
    const machine = worker({ address: 'fd00:10::11', subnet: 'fd00:10::/64', gateway: 'fe80::1' });
    const [main] = patches(clusterSettings('v1.11'), machine);
    expect(main).toHaveProperty('machine.network.interfaces.0.routes', [{ network: '::/0', gateway: 'fe80::1' }]);
  });

  test('S-10 there is one default route and no other', () => {
    const texts = ['v1.9', 'v1.13'].map((contract) =>
      machinePatches(clusterSettings(contract), worker(), '').join('\n'),
    );
    expect(texts.map((text) => text.split('"gateway"').length - 1)).toEqual([1, 1]);
  });

  test('no route appears without a gateway', () => {
    for (const contract of ['v1.9', 'v1.13']) {
      expect(machinePatches(clusterSettings(contract), worker({ gateway: undefined }), '').join()).not.toContain(
        'routes',
      );
    }
  });

  test('DNS servers and search domains are written where they are given', () => {
    const machine = worker({ dnsServers: ['1.1.1.1', '8.8.8.8'], searchDomains: ['example.com'] });
    expect(patches(clusterSettings('v1.13'), machine)).toContainEqual({
      apiVersion: 'v1alpha1',
      kind: 'ResolverConfig',
      nameservers: [{ address: '1.1.1.1' }, { address: '8.8.8.8' }],
      searchDomains: { domains: ['example.com'] },
    });
    expect(patches(clusterSettings('v1.11'), machine)[0]).toHaveProperty('machine.network.nameservers', [
      '1.1.1.1',
      '8.8.8.8',
    ]);
    expect(patches(clusterSettings('v1.11'), machine)[0]).toHaveProperty('machine.network.searchDomains', [
      'example.com',
    ]);
  });
});

describe('machine', () => {
  test.each(['v1.9', 'v1.13'])('S-3 with contract %s every machine has the installer image', (contract) => {
    for (const machine of [controlPlane(), worker()]) {
      expect(patches(clusterSettings(contract), machine)[0]).toHaveProperty('machine.install', {
        image: INSTALLER_IMAGE,
      });
    }
  });

  test('a physical machine has the disk to install on', () => {
    const [main] = patches(clusterSettings('v1.13'), worker({ installDisk: '/dev/nvme0n1' }));
    expect(main).toHaveProperty('machine.install', { disk: '/dev/nvme0n1', image: INSTALLER_IMAGE });
  });

  test('HT-19 F-24 certificates are valid for the virtual IP, the address and the endpoint name', () => {
    const cluster = clusterSettings('v1.9', {
      clusterEndpoint: 'https://api.kube.example.com:6443',
      certSans: ['k8s.example.com'],
    });
    const expected = ['10.200.5.10', '10.200.5.2', 'api.kube.example.com', 'k8s.example.com', 'work.example.com'];
    const [main] = patches(cluster, worker({ certSans: ['work.example.com', '10.200.5.2'] }));
    expect(main).toHaveProperty('machine.certSANs', expected);
  });

  test('an endpoint of IPv6 is a name without brackets', () => {
    const cluster = clusterSettings('v1.13', { clusterEndpoint: 'https://[fd00::10]:6443', vip: undefined });
    expect(patches(cluster, worker())[0]).toHaveProperty('machine.certSANs', ['10.200.5.2', 'fd00::10']);
  });

  test.each([
    ['https://[FD00:0:0::10]:6443', 'fd00::10'],
    ['https://API.Example.com:6443', 'api.example.com'],
  ])('an endpoint such as %s is in certificates as clients spell it', (clusterEndpoint, host) => {
    const cluster = clusterSettings('v1.13', { clusterEndpoint, vip: undefined });
    expect(patches(cluster, worker())[0]).toHaveProperty('machine.certSANs', ['10.200.5.2', host]);
  });

  test('HT-20 the kubelet tells pods the address of our own CoreDNS, and takes arguments', () => {
    const cluster = clusterSettings('v1.9', { kubernetes: { coreDns: { version: '1.11.1' } } });
    const machine = worker({ kubeletExtraArgs: { 'rotate-server-certificates': 'true' } });
    expect(patches(cluster, machine)[0]).toHaveProperty('machine.kubelet', {
      clusterDNS: ['10.96.0.10'],
      extraArgs: { 'rotate-server-certificates': 'true' },
      ...KUBELET,
    });
  });

  test('HT-21 kernel parameters and modules', () => {
    const machine = worker({ sysctls: { 'vm.nr_hugepages': '1024' }, kernelModules: ['nvme_tcp', 'vfio_pci'] });
    const [main] = patches(clusterSettings('v1.9'), machine);
    expect(main).toHaveProperty('machine.sysctls', { 'vm.nr_hugepages': '1024' });
    expect(main).toHaveProperty('machine.kernel', { modules: [{ name: 'nvme_tcp' }, { name: 'vfio_pci' }] });
  });

  test('labels and taints, empty values too', () => {
    const machine = worker({
      nodeLabels: { 'topology.kubernetes.io/zone': 'pve1', 'node.longhorn.io/create-default-disk': '' },
      nodeTaints: { 'nvidia.com/gpu': 'present:NoSchedule' },
    });
    const [main] = patches(clusterSettings('v1.13'), machine);
    expect(main).toHaveProperty('machine.nodeLabels', machine.nodeLabels);
    expect(main).toHaveProperty('machine.kubelet.extraConfig', {
      registerWithTaints: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }],
    });
    expect(main).not.toHaveProperty('machine.nodeTaints');
  });

  test('taints of a control plane, which Talos may set at any time', () => {
    const nodeTaints = { 'nvidia.com/gpu': 'present:NoSchedule' };
    const [main] = patches(clusterSettings('v1.13'), controlPlane({ nodeTaints }));
    expect(main).toHaveProperty('machine.nodeTaints', nodeTaints);
    expect(main).not.toHaveProperty('machine.kubelet.extraConfig');
  });

  test('a disk to install on by what is known of it', () => {
    const installDisk = { type: 'nvme', wwid: 'eui.0025388b010a2f3c' } as const;
    const [main] = patches(clusterSettings('v1.13'), worker({ installDisk }));
    expect(main).toHaveProperty('machine.install', { diskSelector: installDisk, image: INSTALLER_IMAGE });
  });

  test('what a person writes for Kubernetes keeps its empty lists and maps, which may mean none', () => {
    const cluster = clusterSettings('v1.13');
    const configuration = { profiles: [{ plugins: { score: { disabled: [] } } }], extenders: [] };
    const auditPolicy = { rules: [], omitStages: [] };
    const kubernetes = { ...cluster.kubernetes, scheduler: { configuration }, auditPolicy };
    const kubelet = { config: { enforceNodeAllocatable: [], memorySwap: {} } };
    const [main] = patches({ ...cluster, kubernetes }, controlPlane({ kubelet }));
    expect(main).toHaveProperty('machine.kubelet.extraConfig', kubelet.config);
    expect(main).toHaveProperty('cluster.scheduler.config', configuration);
    expect(main).toHaveProperty('cluster.apiServer.auditPolicy', auditPolicy);
  });
});

describe('cluster', () => {
  const homelab = clusterSettings('v1.9', {
    kubernetes: {
      cni: Cni.cilium({ version: 'v1.17.3' }),
      kubeProxy: false,
      coreDns: { version: '1.11.1' },
      dnsDomain: 'kube.example.com',
      extraManifests: ['https://example.com/a.yaml'],
      apiServerExtraArgs: { 'oidc-issuer-url': 'https://login.example.com' },
    },
  });

  test('HT-25 no built-in CNI, kube-proxy and CoreDNS, no workloads on control planes', () => {
    expect(patches(homelab, controlPlane())[0]).toMatchObject({
      cluster: {
        network: { cni: { name: 'none' } },
        proxy: { disabled: true },
        coreDNS: { disabled: true },
        allowSchedulingOnControlPlanes: false,
      },
    });
  });

  test('BC-31 HT-27 control planes get the switch for workloads and the manifests from URLs, workers do not', () => {
    const cluster = clusterSettings('v1.9', {
      kubernetes: { schedulingOnControlPlanes: true, extraManifests: ['https://example.com/a.yaml'] },
    });
    expect(patches(cluster, controlPlane())[0]).toMatchObject({
      cluster: { allowSchedulingOnControlPlanes: true, extraManifests: ['https://example.com/a.yaml'] },
    });
    expect(Object.keys(patches(cluster, worker())[0]?.cluster as object)).toEqual(['network']);
  });

  test('HT-28 HT-38 the manifests of the first boot are in the configuration of control planes', () => {
    const names = (machine: MachineSettings) =>
      (
        patches(homelab, machine)[0] as { cluster: { inlineManifests?: { name: string }[] } }
      ).cluster.inlineManifests?.map(({ name }) => name);
    expect(names(controlPlane())).toEqual(['cilium-values', 'cilium-bootstrap', 'coredns-bootstrap']);
    expect(names(worker())).toBeUndefined();
  });

  test('F-26 domain, pod and service networks are on every machine', () => {
    for (const machine of [controlPlane(), worker()]) {
      expect(patches(homelab, machine)[0]).toHaveProperty('cluster.network', {
        cni: { name: 'none' },
        dnsDomain: 'kube.example.com',
        podSubnets: ['10.244.0.0/16'],
        serviceSubnets: ['10.96.0.0/12'],
      });
    }
  });

  test('arguments and names of the API server are on control planes', () => {
    expect(patches(homelab, controlPlane())[0]).toHaveProperty('cluster.apiServer', {
      certSANs: ['10.200.5.10', '10.200.5.1'],
      extraArgs: { 'oidc-issuer-url': 'https://login.example.com' },
    });
  });

  test('S-17 nothing about etcd is written to workers', () => {
    expect(machinePatches(homelab, worker(), '').join()).not.toContain('etcd');
  });

  test('S-12 a manifest is text in the configuration, not a reference to something made later', () => {
    const [main = ''] = machinePatches(homelab, controlPlane(), INSTALLER_IMAGE);
    expect(main).not.toContain('${');
  });
});

describe('patches of the person', () => {
  test('come last: of the cluster, of the machine type, of the machine', () => {
    const patch = (origin: string) => [{ origin, content: { machine: { sysctls: { origin } } } }];
    const cluster = clusterSettings('v1.13', {
      configPatches: patch('cluster'),
      controlPlanePatches: patch('control planes'),
      workerPatches: patch('workers'),
    });
    const origins = (machine: MachineSettings) =>
      machinePatches(cluster, machine, '')
        .slice(-3)
        .map((text) => /"origin":"([^"]+)"/.exec(text)?.[1]);
    expect(origins(worker({ configPatches: patch('work-00') }))).toEqual(['cluster', 'workers', 'work-00']);
    expect(origins(controlPlane({ configPatches: patch('ctrl-00') }))).toEqual([
      'cluster',
      'control planes',
      'ctrl-00',
    ]);
  });

  test('stay as they are when they are text', () => {
    const content = '# why\nmachine:\n  files: [{ permissions: 0644, path: /var/a }]\n';
    const machine = worker({ configPatches: [{ origin: 'a.yaml', content }] });
    expect(machinePatches(clusterSettings('v1.13'), machine, '').at(-1)).toBe(content);
  });

  test('S-1 no patch is empty, and none appears for a machine without its own', () => {
    expect(machinePatches(clusterSettings('v1.13'), worker(), INSTALLER_IMAGE).every((text) => text.length > 2)).toBe(
      true,
    );
    expect(machinePatches(clusterSettings('v1.13', { configPatches: [] }), worker({ configPatches: [] }), '')).toEqual(
      machinePatches(clusterSettings('v1.13'), worker(), ''),
    );
  });
});

function hasEmptyBlock(value: unknown): boolean {
  if (typeof value !== 'object') return false;
  return value === null || Object.keys(value).length === 0 || Object.values(value).some(hasEmptyBlock);
}

test('no patch has an empty block, whatever the settings', () => {
  const settings = fc.record(
    {
      nodeLabels: fc.dictionary(fc.string(), fc.string(), { maxKeys: 2 }),
      sysctls: fc.dictionary(fc.string(), fc.string(), { maxKeys: 2 }),
      kernelModules: fc.array(fc.string(), { maxLength: 2 }),
      volumes: fc.constantFrom<VolumeSettings[]>([], [LONGHORN]),
      dnsServers: fc.constantFrom<string[]>([], ['1.1.1.1']),
      searchDomains: fc.constantFrom<string[]>([], ['example.com']),
      kubeletExtraArgs: fc.constantFrom<Record<string, string>>({}, { a: 'b' }),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(settings, fc.constantFrom('v1.9', 'v1.11', 'v1.13'), fc.boolean(), (changes, contract, isWorker) => {
      const machine = isWorker ? worker(changes) : controlPlane(changes);
      expect(patches(clusterSettings(contract), machine).some(hasEmptyBlock)).toBe(false);
    }),
  );
});
