import { resourcesOf } from '../support/cluster-stack';
import { changed, CONTROL_PLANES, differences, homelabTofu as out, machinesOf, WORKERS } from '../support/homelab-tofu';

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
