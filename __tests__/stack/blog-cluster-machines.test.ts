import { ClusterSpecError, parseClusterSpec } from '../../src';
import { addWorker, blogCluster as out, changed } from '../support/blog-cluster';
import { copyOf, type EditableSpec, resourcesOf } from '../support/cluster-stack';
import { projectRoot } from '../support/project';

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
      agent: { enabled: true, timeout: '2m', wait_for_ip: { disabled: true } },
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
