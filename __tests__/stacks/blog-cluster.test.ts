import { ClusterSpecError, parseClusterSpec } from '../../src';
import {
  configurationOf,
  copyOf,
  dataOf,
  type EditableSpec,
  EXAMPLES,
  resourcesOf,
  synthCluster,
  type SynthesizedCluster,
} from '../support/cluster-stack';
import { projectRoot } from '../support/project';

const out = synthCluster(EXAMPLES['blog-cluster']);
const GUEST_AGENT = 'ce4c980550dd2ab1b17bbf2b08801c7eb59418eafe8f279833297925d67c7515';
const MACHINES = ['ctrl-00', 'ctrl-01', 'ctrl-02'];

function changed(change: (spec: EditableSpec) => void): SynthesizedCluster {
  const spec = copyOf('blog-cluster');
  change(spec);
  return synthCluster(spec);
}

/** A worker on a host of its own, as the example of the original has one. */
function addWorker(spec: EditableSpec): void {
  spec.proxmox!.endpoints.main!.hosts.abel = { diskDatastoreId: 'samsung-500gb', networkBridge: 'vmbr200' };
  spec.nodes['work-00'] = {
    machineType: 'worker',
    host: 'abel',
    vmId: 810,
    address: '10.200.5.20',
    dnsServers: ['1.1.1.1', '8.8.8.8'],
    cpuCores: 8,
    memoryMiB: 4096,
  };
}

function faultsOf(change: (spec: EditableSpec) => void): readonly string[] {
  const spec = copyOf('blog-cluster');
  change(spec);
  try {
    parseClusterSpec(spec, { directory: projectRoot });
  } catch (error) {
    if (error instanceof ClusterSpecError) return error.message.split('\n');
    throw error;
  }
  return [];
}

test('BC-6 BC-42 BC-44 S-11 three machines on one host make these resources', () => {
  expect(out.resources).toEqual([
    'flux_bootstrap_git', // one bootstrap of Flux
    'gitea_repository_key', // one deploy key in the repository
    'proxmox_download_file', // one image, as all machines are on one host
    'proxmox_virtual_environment_vm',
    'proxmox_virtual_environment_vm',
    'proxmox_virtual_environment_vm',
    'talos_cluster_kubeconfig',
    'talos_image_factory_schematic', // registered once
    'talos_machine_bootstrap',
    'talos_machine_configuration_apply',
    'talos_machine_configuration_apply',
    'talos_machine_configuration_apply',
    'talos_machine_secrets', // one set for the cluster
    'terraform_data', // gate before Flux
    'terraform_data', // image of each machine
    'terraform_data',
    'terraform_data',
    'tls_private_key',
  ]);
});

describe('image', () => {
  test('BC-1 BC-2 BC-3 G-3 the schematic is a file of the project, and its id is known at synth', () => {
    expect(resourcesOf(out, 'talos_image_factory_schematic')[0]).toMatchObject({
      schematic:
        'customization:\n    systemExtensions:\n        officialExtensions:\n            - siderolabs/qemu-guest-agent\n',
    });
    expect(out.stack.model.images[0]?.schematic.id).toBe(GUEST_AGENT);
  });

  test('BC-4 BC-5 BC-6 S-8 the download has the URL, the file name and the form of the original', () => {
    expect(resourcesOf(out, 'proxmox_download_file')).toEqual([
      expect.objectContaining({
        provider: 'proxmox.main',
        node_name: 'ryzen-proxmox',
        datastore_id: 'local',
        content_type: 'iso',
        decompression_algorithm: 'gz',
        overwrite: false,
        file_name: `talos-basic-example-${GUEST_AGENT}-v1.9.5-nocloud-amd64.img`,
        url: `https://factory.talos.dev/image/${GUEST_AGENT}/v1.9.5/nocloud-amd64.raw.gz`,
      }),
    ]);
  });

  test('BC-6 F-3 S-9 a second host adds exactly one download', () => {
    const more = changed(addWorker);
    const added = Object.keys(more.byAddress).filter((address) => !(address in out.byAddress));
    expect(added.filter((address) => address.startsWith('proxmox_download_file'))).toHaveLength(1);
    expect(resourcesOf(more, 'talos_image_factory_schematic')).toHaveLength(1);
    expect(resourcesOf(more, 'proxmox_download_file').map(({ node_name }) => node_name)).toEqual([
      'abel',
      'ryzen-proxmox',
    ]);
  });

  test.each([
    ['the schematic', { version: 'v1.9.6' }, `${GUEST_AGENT}/v1.9.6`],
    [
      'the version',
      { schematic: {} },
      '376567988ad370138ad8b2698212367b8edcb69b5fd68c80be1f2ec7d603b4ba/v1.9.5', // Talos as released
    ],
  ])('BC-7 %s of the update falls back to the first one', (_, update, image) => {
    const more = changed((spec) => {
      spec.talos.update = update;
      spec.nodes['ctrl-01']!.update = true;
    });
    expect(resourcesOf(more, 'proxmox_download_file').map(({ url }) => url)).toContain(
      `https://factory.talos.dev/image/${image}/nocloud-amd64.raw.gz`,
    );
  });

  test('BC-8 BC-9 F-5 S-3 a machine with the update has its image, its schematic and its installer; the others stay', () => {
    const extensions = ['siderolabs/qemu-guest-agent', 'siderolabs/iscsi-tools'];
    const more = changed((spec) => {
      spec.talos.update = { version: 'v1.9.6', schematic: { extensions } };
      spec.nodes['ctrl-01']!.update = true;
    });
    const touched = Object.keys(more.byAddress).filter(
      (address) => JSON.stringify(more.byAddress[address]) !== JSON.stringify(out.byAddress[address]),
    );
    expect(touched.map((address) => address.replace(/_[0-9A-F]{8}$/, '')).sort()).toEqual([
      expect.stringMatching(/^proxmox_download_file\.image_[0-9a-f]{8}-v196_main_ryzen-proxmox$/),
      'proxmox_virtual_environment_vm.nodes_ctrl-01',
      expect.stringMatching(/^talos_image_factory_schematic\.schematics_[0-9a-f]{8}$/),
      'talos_machine_configuration.cluster_nodes_ctrl-01_configuration',
      'terraform_data.nodes_ctrl-01_boot-image',
    ]);
    expect(configurationOf(more, 'ctrl-01').machine.install).toEqual({
      image: expect.stringMatching(/^factory\.talos\.dev\/nocloud-installer\/[0-9a-f]{64}:v1\.9\.6$/) as string,
    });
  });
});

describe('machines', () => {
  test('BC-10 BC-11 BC-12 BC-13 BC-14 BC-15 BC-16 BC-17 BC-18 a machine is that of the original', () => {
    const [machine] = resourcesOf(out, 'proxmox_virtual_environment_vm');
    expect(machine).toEqual({
      provider: 'proxmox.main',
      name: 'ctrl-00',
      vm_id: 800,
      node_name: 'ryzen-proxmox',
      migrate: true,
      description: 'Talos Control Plane',
      tags: ['control-plane', 'k8s', 'stack-talos-basic-example'],
      on_boot: true,
      stop_on_destroy: true,
      machine: 'q35',
      scsi_hardware: 'virtio-scsi-single',
      bios: 'seabios',
      operating_system: { type: 'l26' },
      agent: { enabled: true, timeout: '2m' },
      cpu: { type: 'host', cores: 2 },
      memory: { dedicated: 2048 },
      serial_device: [{ device: 'socket' }],
      network_device: [expect.objectContaining({ bridge: 'vmbr200', vlan_id: null, mac_address: null })],
      boot_order: ['scsi0'],
      disk: [
        {
          interface: 'scsi0',
          datastore_id: 'samsung-500gb',
          size: 10,
          file_format: 'raw',
          iothread: true,
          cache: 'writethrough',
          discard: 'on',
          ssd: true,
          file_id: expect.stringMatching(/^\$\{proxmox_download_file\.image_.*\.id\}$/) as string,
        },
      ],
      initialization: {
        datastore_id: 'samsung-500gb',
        ip_config: [{ ipv4: { address: '10.200.5.1/16', gateway: '10.200.0.1' } }],
      },
      lifecycle: expect.anything() as object,
    });
  });

  test('BC-10 BC-15 each has the id, the cores and the memory of the table', () => {
    const rows = resourcesOf(out, 'proxmox_virtual_environment_vm').map(({ name, vm_id, cpu, memory }) => [
      name,
      vm_id,
      (cpu as { cores: number }).cores,
      (memory as { dedicated: number }).dedicated,
    ]);
    expect(rows).toEqual([
      ['ctrl-00', 800, 2, 2048],
      ['ctrl-01', 801, 2, 2048],
      ['ctrl-02', 802, 2, 2048],
    ]);
  });

  test('BC-11 BC-12 BC-18 a worker has its own description, tag, size and DNS servers', () => {
    const machine = resourcesOf(changed(addWorker), 'proxmox_virtual_environment_vm').find(
      ({ name }) => name === 'work-00',
    );
    expect(machine).toMatchObject({
      node_name: 'abel',
      vm_id: 810,
      description: 'Talos Worker',
      tags: ['k8s', 'stack-talos-basic-example', 'worker'],
      cpu: { cores: 8 },
      memory: { dedicated: 4096 },
      disk: [{ size: 50 }],
      initialization: { dns: { servers: ['1.1.1.1', '8.8.8.8'] } },
    });
  });

  test('BC-19 G-24 F-17 a machine with the mapping iGPU gets it as hostpci0, one without gets nothing', () => {
    const more = changed((spec) => {
      spec.nodes['ctrl-01']!.pciDevices = [{ mapping: 'iGPU' }];
    });
    expect(resourcesOf(more, 'proxmox_virtual_environment_vm').map(({ hostpci }) => hostpci)).toEqual([
      undefined,
      [{ device: 'hostpci0', mapping: 'iGPU', pcie: true, rombar: true, xvga: false }],
      undefined,
    ]);
  });

  test('BC-21 G-11 two machines with one id, and a control plane with too little memory, are refused', () => {
    const faults = faultsOf((spec) => {
      spec.nodes['ctrl-01']!.vmId = 800;
      spec.nodes['ctrl-02']!.memoryMiB = 1600;
    });
    expect(faults).toHaveLength(2);
    expect(faults.join('\n')).toMatch(/nodes\.ctrl-01\.vmId: .*800/);
    expect(faults.join('\n')).toMatch(/nodes\.ctrl-02\.memoryMiB: got 1600; .*1698/);
  });

  test('BC-22 machines of one cluster can be on different bridges', () => {
    const more = changed((spec) => {
      spec.nodes['ctrl-01']!.networkBridge = 'vmbr100';
    });
    const bridges = resourcesOf(more, 'proxmox_virtual_environment_vm').map(
      ({ network_device }) => (network_device as readonly { bridge: string }[])[0]?.bridge,
    );
    expect(bridges).toEqual(['vmbr200', 'vmbr100', 'vmbr200']);
  });
});

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

describe('order', () => {
  const addressOf = (prefix: string): string =>
    Object.keys(out.byAddress).find((address) => address.startsWith(prefix)) ?? '';

  /** Whether a resource names another one, or depends on it by others. */
  function comesAfter(later: string, earlier: string): boolean {
    const text = JSON.stringify(out.byAddress[later]);
    const named = Object.keys(out.byAddress).filter((address) => address !== later && text.includes(address));
    return named.includes(earlier) || named.some((address) => comesAfter(address, earlier));
  }

  test('BC-34 BC-36 BC-39 S-7 schematic, download, machine, configuration, bootstrap, health, kubeconfig, key, Flux', () => {
    // Flux signs in by its provider, so the gate stands before it in place of the kubeconfig
    const steps = [
      'talos_image_factory_schematic.',
      'proxmox_download_file.',
      'proxmox_virtual_environment_vm.nodes_ctrl-00',
      'talos_machine_configuration_apply.cluster_nodes_ctrl-00',
      'talos_machine_bootstrap.',
      'talos_cluster_health.',
      'terraform_data.cluster_gate',
      'flux_bootstrap_git.',
    ].map(addressOf);
    steps.slice(1).forEach((step, index) => {
      expect([step, comesAfter(step, steps[index] ?? '')]).toEqual([step, true]);
    });
    expect(comesAfter(addressOf('talos_cluster_kubeconfig.'), addressOf('talos_cluster_health.'))).toBe(true);
    expect(comesAfter(addressOf('flux_bootstrap_git.'), addressOf('gitea_repository_key.'))).toBe(true);
    expect(comesAfter(addressOf('gitea_repository_key.'), addressOf('tls_private_key.'))).toBe(true);
  });

  test('BC-35 F-31 the configuration of a machine is applied again when the machine was made anew', () => {
    expect(out.byAddress[addressOf('talos_machine_configuration_apply.cluster_nodes_ctrl-01')]).toMatchObject({
      lifecycle: { replace_triggered_by: [`${addressOf('proxmox_virtual_environment_vm.nodes_ctrl-01')}.id`] },
    });
  });

  test('BC-36 S-18 the bootstrap goes to the first control plane, never to the VIP', () => {
    expect(resourcesOf(out, 'talos_machine_bootstrap').map(({ node }) => node)).toEqual(['10.200.5.1']);
  });

  test('BC-37 BC-38 F-27 health waits ten minutes for all machines and can be switched off; the kubeconfig one minute', () => {
    expect(dataOf(out, 'talos_cluster_health')).toEqual([
      expect.objectContaining({
        count: '${var.health_check ? 1 : 0}',
        control_plane_nodes: ['10.200.5.1', '10.200.5.2', '10.200.5.3'],
        skip_kubernetes_checks: false,
        timeouts: { read: '10m' },
      }),
    ]);
    expect(out.json.variable?.health_check).toMatchObject({ type: 'bool', default: true });
    expect(resourcesOf(out, 'talos_cluster_kubeconfig')).toEqual([
      expect.objectContaining({ node: '10.200.5.1', timeouts: { create: '1m', update: '1m' } }),
    ]);
  });
});

describe('GitOps', () => {
  test('BC-41 BC-42 BC-43 the repository is found by its owner and name and gets an ED25519 key', () => {
    expect(dataOf(out, 'gitea_repo')).toEqual([{ username: 'homelab', name: 'fluxcd-demo' }]);
    expect(resourcesOf(out, 'tls_private_key')).toEqual([{ algorithm: 'ED25519' }]);
    expect(resourcesOf(out, 'gitea_repository_key')).toEqual([
      expect.objectContaining({
        title: 'talos-basic-example-flux',
        key: expect.stringMatching(/^\$\{trimspace\(/) as string,
      }),
    ]);
  });

  test('BC-44 BC-46 BC-47 Flux is bootstrapped with embedded manifests, which a destroy removes again', () => {
    const [flux] = resourcesOf(out, 'flux_bootstrap_git');
    expect(flux).toMatchObject({
      embedded_manifests: true,
      path: 'clusters/talos-basic-example',
      namespace: 'flux-system',
      interval: '1m0s',
    });
    expect(flux).not.toHaveProperty('delete_git_manifests');
  });

  test('BC-45 F-48 Git is reached by SSH as the user git, on the branch main', () => {
    expect(out.json.provider.flux?.[0]).toMatchObject({
      git: {
        url: 'ssh://git@gitea.example.com/homelab/fluxcd-demo.git',
        branch: 'main',
        ssh: { username: 'git' },
      },
    });
  });

  test('BC-49 nothing but Flux and the machine configuration puts anything into Kubernetes', () => {
    const providers = out.json.terraform.required_providers as object;
    expect(Object.keys(providers).sort()).toEqual(['flux', 'gitea', 'proxmox', 'talos', 'tls']);
  });
});

test('BC-50 BC-51 the outputs are those of the original, and sensitive', () => {
  const rows = Object.entries(out.json.output).map(([name, { sensitive }]) => [name, sensitive]);
  expect(rows).toEqual([
    ['client_configuration', true],
    ['kube_config', true],
    ['machine_config', true],
    ['machine_secrets', true],
    ['talos_config', true],
  ]);
});
