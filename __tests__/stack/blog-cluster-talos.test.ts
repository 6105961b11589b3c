import { addWorker, blogCluster as out, changed, MACHINES } from '../support/blog-cluster';
import { configurationOf, dataOf, resourcesOf, type SynthesizedCluster } from '../support/cluster-stack';

describe('Talos', () => {
  test('BC-23 BC-26 the secrets are one set; contract and image have one version, each said on its own', () => {
    expect(resourcesOf(out, 'talos_machine_secrets')).toEqual([
      { talos_version: 'v1.9', lifecycle: { ignore_changes: ['talos_version'] } },
    ]);
    expect(dataOf(out, 'talos_machine_configuration').map(({ talos_version }) => talos_version)).toEqual([
      'v1.9',
      'v1.9',
      'v1.9',
    ]);
  });

  test('BC-24 BC-51 the talosconfig names all machines, and control planes as endpoints', () => {
    const more = changed(addWorker);
    expect(dataOf(more, 'talos_client_configuration')).toEqual([
      expect.objectContaining({
        endpoints: ['10.200.5.1', '10.200.5.2', '10.200.5.3'],
        nodes: ['10.200.5.1', '10.200.5.2', '10.200.5.3', '10.200.5.20'],
      }),
    ]);
  });

  test('BC-25 the endpoint is the VIP, and the first control plane if there is none', () => {
    const without = changed((spec) => {
      delete spec.network.vip;
    });
    expect(out.stack.cluster.clusterEndpoint).toBe('https://10.200.5.10:6443');
    expect(without.stack.cluster.clusterEndpoint).toBe('https://10.200.5.1:6443');
  });

  test.each(MACHINES)('BC-27 BC-28 BC-29 BC-30 S-6 %s has its labels, name, address and the VIP', (name) => {
    const { machine } = configurationOf(out, name);
    expect(machine.nodeLabels).toEqual({
      'topology.kubernetes.io/region': 'ryzen-proxmox',
      'topology.kubernetes.io/zone': 'ryzen-proxmox',
    });
    expect(machine.network).toEqual({
      hostname: name,
      interfaces: [
        {
          deviceSelector: { physical: true },
          dhcp: false,
          addresses: [`10.200.5.${MACHINES.indexOf(name) + 1}/16`],
          routes: [{ network: '0.0.0.0/0', gateway: '10.200.0.1' }],
          vip: { ip: '10.200.5.10' },
        },
      ],
    });
  });

  test('BC-30 without a VIP there is no VIP key, and a worker never has one', () => {
    const without = changed((spec) => {
      delete spec.network.vip;
      addWorker(spec);
    });
    const withVip = changed(addWorker);
    expect(configurationOf(without, 'ctrl-00').machine.network.interfaces[0]).not.toHaveProperty('vip');
    expect(configurationOf(withVip, 'work-00').machine.network.interfaces[0]).not.toHaveProperty('vip');
  });

  test('BC-31 BC-40 control planes take workloads and extra manifests; the CNI is that of Talos', () => {
    const extraManifests = ['https://example.com/v1.2.1/install.yaml'];
    const more = changed((spec) => {
      spec.kubernetes.extraManifests = extraManifests;
      addWorker(spec);
    });
    expect(configurationOf(more, 'ctrl-00').cluster).toMatchObject({
      allowSchedulingOnControlPlanes: true,
      extraManifests,
    });
    expect(configurationOf(more, 'ctrl-00').cluster.network).not.toHaveProperty('cni');
    expect(configurationOf(more, 'work-00').cluster).not.toHaveProperty('extraManifests');
  });

  test('BC-32 S-2 the Kubernetes version decides about the configuration', () => {
    const more = changed((spec) => {
      spec.kubernetes.version = 'v1.31.7';
    });
    const versions = (cluster: SynthesizedCluster): unknown[] =>
      dataOf(cluster, 'talos_machine_configuration').map(({ kubernetes_version }) => kubernetes_version);
    expect(versions(out)).toEqual(['v1.32.3', 'v1.32.3', 'v1.32.3']);
    expect(versions(more)).toEqual(['v1.31.7', 'v1.31.7', 'v1.31.7']);
  });

  test('BC-20 BC-33 F-20 the cloud-init data and Talos have one address', () => {
    const inCloudInit = resourcesOf(out, 'proxmox_virtual_environment_vm').map(
      ({ initialization }) =>
        (initialization as { ip_config: readonly { ipv4: { address: string } }[] }).ip_config[0]?.ipv4.address,
    );
    const inTalos = MACHINES.map((name) => configurationOf(out, name).machine.network.interfaces[0]?.addresses);
    expect(inTalos).toEqual(inCloudInit.map((address) => [address]));
  });

  test('F-26 pod and service networks are on all machines', () => {
    const more = changed(addWorker);
    const networks = [...MACHINES, 'work-00'].map((name) => configurationOf(more, name).cluster.network);
    const network = { dnsDomain: 'cluster.local', podSubnets: ['10.244.0.0/16'], serviceSubnets: ['10.43.0.0/16'] };
    expect(networks).toEqual([network, network, network, network]);
  });
});
