import { configurationOf, dataOf, resourcesOf } from '../support/cluster-stack';
import { changed, CONTROL_PLANES, homelabTofu as out, SCHEMATIC, WORKERS } from '../support/homelab-tofu';

describe('Talos on every machine', () => {
  test('HT-17 HT-18 S-4 contract, endpoint and Kubernetes version are those of the file', () => {
    const rows = dataOf(out, 'talos_machine_configuration').map(
      ({ talos_version, cluster_endpoint, kubernetes_version }) => [
        talos_version,
        cluster_endpoint,
        kubernetes_version,
      ],
    );
    expect(rows).toEqual(Array(6).fill(['v1.9', 'https://api.kube.example.com:6443', 'v1.33.0']));
    expect(resourcesOf(out, 'talos_machine_secrets')).toMatchObject([{ talos_version: 'v1.9' }]);
  });

  test('HT-17 F-39 the image moves on without the contract', () => {
    const more = changed((spec) => {
      spec.talos.version = 'v1.10.0';
    });
    expect(resourcesOf(more, 'talos_machine_secrets')).toMatchObject([{ talos_version: 'v1.9' }]);
    expect(configurationOf(more, 'ctrl-00').machine.install).toEqual({
      image: `factory.talos.dev/nocloud-installer/${SCHEMATIC}:v1.10.0`,
    });
  });

  test.each([...CONTROL_PLANES, ...WORKERS])(
    'HT-19 HT-20 HT-21 HT-22 HT-23 %s is configured as in the original',
    (name) => {
      const { machine, cluster } = configurationOf(out, name);
      const node = out.stack.findNode(name);
      expect(machine.certSANs).toEqual(['10.25.150.10', node.address, 'api.kube.example.com']);
      expect(machine.kubelet).toMatchObject({
        clusterDNS: ['10.96.0.10'],
        extraArgs: { 'rotate-server-certificates': 'true' },
      });
      expect(machine.sysctls).toEqual({ 'vm.nr_hugepages': '1024' });
      expect(machine.kernel).toEqual({ modules: [{ name: 'nvme_tcp' }, { name: 'vfio_pci' }] });
      expect(machine.network.hostname).toBe(name);
      expect(machine.nodeLabels).toEqual({
        'topology.kubernetes.io/region': 'kube',
        'topology.kubernetes.io/zone': 'host3',
      });
      expect(cluster.clusterName).toBe('kube.example.com');
      expect(cluster.network.dnsDomain).toBe('kube.example.com');
    },
  );

  test('S-6 F-20 the address is static in Talos too', () => {
    expect(configurationOf(out, 'work-00').machine.network.interfaces).toEqual([
      {
        interface: 'eth0',
        dhcp: false,
        addresses: ['10.25.150.21/24'],
        routes: [{ network: '0.0.0.0/0', gateway: '10.25.150.1' }],
      },
    ]);
  });
});

describe('control planes', () => {
  test.each(CONTROL_PLANES)('HT-24 HT-26 %s carries the VIP and allows the sysctl of the VPN agent', (name) => {
    const { machine } = configurationOf(out, name);
    expect(machine.network.interfaces).toMatchObject([{ interface: 'eth0', vip: { ip: '10.25.150.10' } }]);
    expect(machine.kubelet.extraArgs).toMatchObject({ 'allowed-unsafe-sysctls': 'net.ipv4.conf.all.src_valid_mark' });
  });

  test('HT-25 no CNI, kube-proxy and CoreDNS of Talos, and no workloads', () => {
    expect(configurationOf(out, 'ctrl-00').cluster).toMatchObject({
      network: { cni: { name: 'none' } },
      proxy: { disabled: true },
      coreDNS: { disabled: true },
      allowSchedulingOnControlPlanes: false,
    });
  });

  test('HT-27 manifests from URLs with pinned versions', () => {
    const urls = configurationOf(out, 'ctrl-00').cluster.extraManifests as readonly string[];
    expect(urls).toEqual([
      expect.stringMatching(/gateway-api\/releases\/download\/v1\.2\.1\/standard-install\.yaml$/),
      expect.stringMatching(/gateway-api\/v1\.2\.1\/config\/crd\/experimental\/.*tlsroutes\.yaml$/),
      expect.stringMatching(/kubelet-serving-cert-approver\/v\d+\.\d+\.\d+\//),
      expect.stringMatching(/metrics-server\/releases\/download\/v\d+\.\d+\.\d+\//),
    ]);
  });

  test('HT-28 HT-38 CNI and DNS are in the machine configuration, in this order, and only on control planes', () => {
    const names = configurationOf(out, 'ctrl-02').cluster.inlineManifests.map(({ name }) => name);
    expect(names).toEqual(['cilium-values', 'cilium-bootstrap', 'coredns-bootstrap']);
    expect(configurationOf(out, 'work-00').cluster).not.toHaveProperty('inlineManifests');
  });
});

describe('workers', () => {
  test.each(WORKERS)('HT-29 HT-30 HT-31 F-14 S-14 %s mounts its disk, found by its serial, for the kubelet', (name) => {
    const { machine } = configurationOf(out, name);
    expect(machine.kubelet.extraMounts).toEqual([
      {
        destination: '/var/lib/longhorn',
        source: '/var/lib/longhorn',
        type: 'bind',
        options: ['bind', 'rshared', 'rw'],
      },
    ]);
    expect(machine.disks).toEqual([
      {
        device: '/dev/disk/by-id/scsi-0QEMU_QEMU_HARDDISK_longhorn',
        partitions: [{ mountpoint: '/var/lib/longhorn' }],
      },
    ]);
  });

  test('control planes have no such mount', () => {
    expect(configurationOf(out, 'ctrl-00').machine).not.toHaveProperty('disks');
    expect(configurationOf(out, 'ctrl-00').machine.kubelet).not.toHaveProperty('extraMounts');
  });
});
