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

const out = synthCluster(EXAMPLES['homelab-tofu']);
const CONTROL_PLANES = ['ctrl-00', 'ctrl-01', 'ctrl-02'];
const WORKERS = ['work-00', 'work-01', 'work-02'];
const SCHEMATIC = '53513e54bb39202f35694412577a6bc53d484744d35a126e5d42ef34785c0d83';

function changed(change: (spec: EditableSpec) => void): SynthesizedCluster {
  const spec = copyOf('homelab-tofu');
  change(spec);
  return synthCluster(spec);
}

/** Addresses without hash of what is new, gone or different. */
function differences(before: SynthesizedCluster, after: SynthesizedCluster): readonly string[] {
  const addresses = new Set([...Object.keys(before.byAddress), ...Object.keys(after.byAddress)]);
  return [...addresses]
    .filter((address) => JSON.stringify(before.byAddress[address]) !== JSON.stringify(after.byAddress[address]))
    .map((address) => address.replace(/_[0-9A-F]{8}$/, ''))
    .sort();
}

function machinesOf(cluster: SynthesizedCluster): readonly Readonly<Record<string, unknown>>[] {
  return resourcesOf(cluster, 'proxmox_virtual_environment_vm');
}

test('HT-4 HT-6 HT-16 six machines, one image, three data disks, no second schematic', () => {
  expect(out.resources.filter((type) => !type.startsWith('local_'))).toEqual([
    'proxmox_download_file',
    ...Array<string>(6).fill('proxmox_virtual_environment_vm'),
    'talos_cluster_kubeconfig',
    'talos_image_factory_schematic',
    'talos_machine_bootstrap',
    ...Array<string>(6).fill('talos_machine_configuration_apply'),
    'talos_machine_secrets',
    ...Array<string>(6).fill('terraform_data'), // image of each machine
  ]);
  const disks = machinesOf(out).flatMap(({ disk }) =>
    (disk as readonly { interface: string; size: number }[]).slice(1),
  );
  expect(disks.map(({ interface: slot, size }) => [slot, size])).toEqual([
    ['scsi1', 180],
    ['scsi1', 180],
    ['scsi1', 180],
  ]);
});

describe('image', () => {
  test('HT-1 HT-2 HT-3 extensions, file name, URL and form are those of the original', () => {
    expect(resourcesOf(out, 'talos_image_factory_schematic')[0]?.schematic).toBe(
      [
        'customization:',
        '    systemExtensions:',
        '        officialExtensions:',
        '            - siderolabs/qemu-guest-agent',
        '            - siderolabs/iscsi-tools',
        '            - siderolabs/util-linux-tools',
        '',
      ].join('\n'),
    );
    expect(resourcesOf(out, 'proxmox_download_file')).toEqual([
      expect.objectContaining({
        node_name: 'host3',
        datastore_id: 'local',
        content_type: 'iso',
        decompression_algorithm: 'gz',
        overwrite: false,
        file_name: `talos-${SCHEMATIC}_v1.9.5-nocloud-amd64.img`,
        url: `https://factory.talos.dev/image/${SCHEMATIC}/v1.9.5/nocloud-amd64.raw.gz`,
      }),
    ]);
  });

  test('HT-4 HT-5 HT-45 F-5 S-8 S-9 update on work-00 adds exactly one schematic and one download, and changes no other machine', () => {
    const more = changed((spec) => {
      spec.talos.update = { version: 'v1.10.1', schematic: { extensions: ['siderolabs/qemu-guest-agent'] } };
      spec.nodes['work-00']!.update = true;
    });
    expect(differences(out, more)).toEqual([
      'proxmox_download_file.image_ce4c9805-v1101_kube_host3',
      'proxmox_virtual_environment_vm.nodes_work-00',
      'talos_image_factory_schematic.schematics_ce4c9805',
      'talos_machine_configuration.cluster_nodes_work-00_configuration',
      'terraform_data.nodes_work-00_boot-image',
    ]);
  });

  test('HT-4 S-8 an update to another version of the same schematic adds the download only', () => {
    const more = changed((spec) => {
      spec.nodes['work-00']!.update = true;
    });
    expect(differences(out, more)).toEqual([
      expect.stringMatching(/^proxmox_download_file\.image_[0-9a-f]{8}-v1101_kube_host3$/),
      'proxmox_virtual_environment_vm.nodes_work-00',
      'talos_machine_configuration.cluster_nodes_work-00_configuration',
      'terraform_data.nodes_work-00_boot-image',
    ]);
  });

  test('S-3 S-34 F-10 each machine boots the version and the schematic that its installer image has', () => {
    const more = changed((spec) => {
      spec.nodes['work-00']!.update = true;
    });
    const files = Object.entries(more.json.resource.proxmox_download_file ?? {});
    for (const machine of machinesOf(more)) {
      const [disk] = machine.disk as readonly { readonly file_id: string }[];
      const [, file] = files.find(([id]) => disk?.file_id.includes(id)) ?? [];
      const [, schematic, version] = /image\/([0-9a-f]{64})\/(v[^/]+)\//.exec(String(file?.url)) ?? [];
      expect(configurationOf(more, String(machine.name)).machine.install).toEqual({
        image: `factory.talos.dev/nocloud-installer/${schematic ?? ''}:${version ?? ''}`,
      });
    }
  });

  test('HT-6 F-3 S-9 each host that runs a machine gets the image', () => {
    const more = changed((spec) => {
      spec.proxmox!.endpoints.kube!.hosts.host4 = { diskDatastoreId: 'velocity' };
      spec.nodes['work-01']!.host = 'host4';
    });
    expect(resourcesOf(more, 'proxmox_download_file').map(({ node_name }) => node_name)).toEqual(['host3', 'host4']);
  });
});

describe('machines', () => {
  test('HT-7 HT-8 HT-9 HT-10 HT-11 HT-12 HT-13 G-5 a worker is that of the original', () => {
    expect(machinesOf(out).find(({ name }) => name === 'work-00')).toMatchObject({
      node_name: 'host3',
      description: 'Talos Worker',
      tags: ['k8s', 'stack-talos', 'worker'],
      machine: 'q35',
      scsi_hardware: 'virtio-scsi-single',
      bios: 'seabios',
      agent: { enabled: true },
      cpu: { type: 'host', cores: 8 },
      operating_system: { type: 'l26' },
      on_boot: true,
      network_device: [{ bridge: 'vmbr0', vlan_id: 150, mac_address: 'BC:24:11:64:5B:CB' }],
      boot_order: ['scsi0'],
      disk: [
        {
          interface: 'scsi0',
          datastore_id: 'velocity',
          size: 40,
          file_format: 'raw',
          iothread: true,
          cache: 'writethrough',
          discard: 'on',
          ssd: true,
        },
        {
          interface: 'scsi1',
          datastore_id: 'velocity',
          size: 180,
          file_format: 'raw',
          iothread: true,
          cache: 'writethrough',
          discard: 'on',
          ssd: true,
          serial: 'longhorn',
        },
      ],
      initialization: {
        dns: { domain: 'kube.example.com', servers: ['10.25.150.1'] },
        ip_config: [{ ipv4: { address: '10.25.150.21/24', gateway: '10.25.150.1' } }],
      },
    });
  });

  test('HT-7 HT-8 HT-13 each has the id, address, MAC, cores and memory of the table', () => {
    const rows = machinesOf(out).map(({ name, vm_id, initialization, network_device, cpu, memory }) => [
      name,
      vm_id,
      (initialization as { ip_config: readonly { ipv4: { address: string } }[] }).ip_config[0]?.ipv4.address,
      (network_device as readonly { mac_address: string }[])[0]?.mac_address,
      (cpu as { cores: number }).cores,
      (memory as { dedicated: number }).dedicated,
    ]);
    expect(rows).toEqual([
      ['ctrl-00', 8101, '10.25.150.11/24', 'BC:24:11:E6:BA:07', 6, 6144],
      ['ctrl-01', 8102, '10.25.150.12/24', 'BC:24:11:44:94:5C', 6, 6144],
      ['ctrl-02', 8103, '10.25.150.13/24', 'BC:24:11:1E:1D:2F', 6, 6144],
      ['work-00', 8201, '10.25.150.21/24', 'BC:24:11:64:5B:CB', 8, 10240],
      ['work-01', 8202, '10.25.150.22/24', 'BC:24:11:C9:22:C3', 8, 10240],
      ['work-02', 8203, '10.25.150.23/24', 'BC:24:11:6F:20:03', 8, 8192],
    ]);
  });

  test('HT-14 G-24 a graphics card is handed over by a mapping that the stack makes', () => {
    const more = changed((spec) => {
      spec.proxmox!.endpoints.kube!.pciMappings = {
        iGPU: {
          devices: [{ host: 'host3', path: '0000:00:02.0', id: '8086:4680', subsystemId: '8086:7270', iommuGroup: 0 }],
        },
      };
      spec.nodes['work-01']!.pciDevices = [{ mapping: 'iGPU' }];
    });
    expect(resourcesOf(more, 'proxmox_hardware_mapping_pci')).toEqual([
      {
        provider: 'proxmox.kube',
        name: 'iGPU',
        map: [{ node: 'host3', path: '0000:00:02.0', id: '8086:4680', subsystem_id: '8086:7270', iommu_group: 0 }],
      },
    ]);
    expect(machinesOf(more).find(({ name }) => name === 'work-01')?.hostpci).toEqual([
      {
        device: 'hostpci0',
        mapping: expect.stringMatching(/^\$\{proxmox_hardware_mapping_pci\..*\.name\}$/) as string,
        pcie: true,
        rombar: true,
        xvga: false,
      },
    ]);
  });

  test('HT-15 F-12 more memory and more cores are an update: nothing but that machine differs', () => {
    const more = changed((spec) => {
      spec.nodes['work-02']!.memoryMiB = 10240;
      spec.nodes['work-02']!.cpuCores = 10;
    });
    expect(differences(out, more)).toEqual(['proxmox_virtual_environment_vm.nodes_work-02']);
    const [before, after] = [out, more].map((cluster) => machinesOf(cluster).find(({ name }) => name === 'work-02'));
    expect({ ...after, cpu: before?.cpu, memory: before?.memory }).toEqual(before);
  });

  test('HT-16 an entry more is a machine more, an entry less a machine less', () => {
    const added = changed((spec) => {
      spec.nodes['work-03'] = { ...spec.nodes['work-02']!, vmId: 8204, address: '10.25.150.24', macAddress: undefined };
    });
    const removed = changed((spec) => {
      delete spec.nodes['work-02'];
    });
    expect(machinesOf(added).map(({ name }) => name)).toEqual([...CONTROL_PLANES, ...WORKERS, 'work-03']);
    expect(machinesOf(removed).map(({ name }) => name)).toEqual([...CONTROL_PLANES, 'work-00', 'work-01']);
  });
});

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
      spec.talos.version = 'v1.10.1';
    });
    expect(resourcesOf(more, 'talos_machine_secrets')).toMatchObject([{ talos_version: 'v1.9' }]);
    expect(configurationOf(more, 'ctrl-00').machine.install).toEqual({
      image: `factory.talos.dev/nocloud-installer/${SCHEMATIC}:v1.10.1`,
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

describe('order', () => {
  test('HT-40 HT-42 bootstrap and kubeconfig go to the first control plane; health waits three minutes', () => {
    expect(resourcesOf(out, 'talos_machine_bootstrap')).toMatchObject([{ node: '10.25.150.11' }]);
    expect(resourcesOf(out, 'talos_cluster_kubeconfig')).toMatchObject([
      { node: '10.25.150.11', timeouts: { create: '1m' } },
    ]);
    expect(dataOf(out, 'talos_cluster_health')).toMatchObject([{ timeouts: { read: '3m' } }]);
  });

  test('HT-41 F-31 the configuration of a machine is applied again when the machine was made anew', () => {
    const applies = resourcesOf(out, 'talos_machine_configuration_apply');
    expect(applies.map(({ lifecycle }) => lifecycle)).toEqual(
      [...CONTROL_PLANES, ...WORKERS].map((name) => ({
        replace_triggered_by: [
          expect.stringMatching(new RegExp(`^proxmox_virtual_environment_vm\\.nodes_${name}_\\w+\\.id$`)) as string,
        ],
      })),
    );
  });
});

describe('outputs and files', () => {
  test('HT-43 kubeconfig and talosconfig are put out, sensitive', () => {
    expect(out.json.output).toMatchObject({ kube_config: { sensitive: true }, talos_config: { sensitive: true } });
  });

  test('HT-44 the files have the names of the original, and only their owner can read them', () => {
    const files = resourcesOf(out, 'local_sensitive_file');
    expect(files.map(({ filename }) => filename)).toEqual([
      '../../../output/kube-config.yaml',
      '../../../output/talos-config.yaml',
      ...[...CONTROL_PLANES, ...WORKERS].map((name) => `../../../output/talos-machine-config-${name}.yaml`),
    ]);
    expect(new Set(files.map(({ file_permission }) => file_permission))).toEqual(new Set(['0600']));
  });

  test('HT-45 the status tells which machines are marked and what each one has', () => {
    const more = changed((spec) => {
      spec.nodes['ctrl-01']!.update = true;
    });
    expect(more.json.output.upgrade_status).toMatchObject({
      value: {
        current_version: 'v1.9.5',
        target_version: 'v1.10.1',
        nodes_marked_for_upgrade: ['ctrl-01'],
        pending_upgrades: ['ctrl-00', 'ctrl-02', ...WORKERS],
        node_versions: { 'ctrl-00': { talos: 'v1.9.5' }, 'ctrl-01': { talos: 'v1.10.1', kubernetes: 'v1.33.0' } },
      },
    });
  });
});

test('G-34 what the system does against advice draws a warning', () => {
  expect(out.warnings.join('\n')).toContain('all 3 control planes run on kube/host3');
  expect(out.warnings.join('\n')).toContain('Talos v1.9.5 supports Kubernetes 1.27 to 1.32 only');
});
