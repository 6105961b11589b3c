import type { TerraformStack } from 'cdktf';
import { VirtualEnvironmentVm } from '../../../.gen/providers/proxmox/virtual-environment-vm';
import type { ProxmoxNodeProps } from '../../../src/constructs/node/proxmox-node';
import { BootRoute } from '../../../src/values/boot-route';
import { DiskBus } from '../../../src/values/disk-bus';
import { MachineType } from '../../../src/values/machine-type';
import { Schematic } from '../../../src/values/schematic/schematic';
import { host, image, network, node } from '../../support/homelab';
import { synth, synthesize, testStack } from '../../support/synth';

const VM = 'cp1/Resource';

/** The one virtual machine of a stack with one machine. */
function vmOf(props: (stack: TerraformStack) => Partial<ProxmoxNodeProps> = () => ({}), stackName = 'test') {
  return synth((stack) => node(stack, props(stack)), stackName).at(VM);
}

function disksOf(props: Partial<ProxmoxNodeProps>): readonly Record<string, unknown>[] {
  return vmOf(() => props).disk as readonly Record<string, unknown>[];
}

describe('ProxmoxNode with required props only', () => {
  const { stack } = testStack();
  const made = node(stack);
  const out = synthesize(stack);

  test('resources', () => {
    expect(out.resources).toEqual([
      'proxmox_download_file', // the image on host main/pve1
      'proxmox_virtual_environment_vm', // the machine
      'talos_image_factory_schematic',
      'terraform_data', // which image the machine shall boot
    ]);
    expect(out.dataSources).toEqual(['proxmox_version']); // a plan asks each endpoint
  });

  test('S-27 F-19 the machine has the form that leaves no changes for a second plan', () => {
    expect(out.at(VM)).toEqual({
      provider: 'proxmox.main',
      node_name: 'pve1',
      migrate: true,
      name: 'cp1',
      description: 'Talos Control Plane',
      tags: ['stack-test'],
      machine: 'q35',
      bios: 'ovmf',
      scsi_hardware: 'virtio-scsi-pci',
      operating_system: { type: 'l26' },
      on_boot: true,
      stop_on_destroy: true,
      agent: { enabled: true, timeout: '2m', wait_for_ip: { disabled: true } },
      cpu: { type: 'host', cores: 2 },
      memory: { dedicated: 4096 },
      serial_device: [{ device: 'socket' }],
      efi_disk: { datastore_id: 'local-lvm', type: '4m', pre_enrolled_keys: false },
      boot_order: ['scsi0'],
      disk: [
        {
          interface: 'scsi0',
          datastore_id: 'local-lvm',
          size: 10,
          file_format: 'raw',
          cache: 'none',
          discard: 'on',
          ssd: true,
          iothread: false,
          import_from: '${proxmox_download_file.image_main_pve1_F02E8A39.id}',
        },
      ],
      network_device: [
        {
          bridge: 'vmbr0',
          vlan_id: null,
          mac_address: null,
          disconnected: null,
          enabled: null,
          firewall: null,
          model: null,
          mtu: null,
          queues: null,
          rate_limit: null,
          trunks: null,
        },
      ],
      initialization: {
        datastore_id: 'local-lvm',
        ip_config: [{ ipv4: { address: '10.0.0.11/24', gateway: '10.0.0.1' } }],
      },
      lifecycle: { ignore_changes: ['disk[0].import_from', 'agent[0].wait_for_ip'] },
    });
  });

  test('defaults can be read', () => {
    expect(made).toMatchObject({
      hostname: 'cp1',
      machineType: MachineType.CONTROL_PLANE,
      address: '10.0.0.11',
      settings: {
        cpuCores: 2,
        cpuType: 'host',
        memoryMiB: 4096,
        osDisk: { bus: 'scsi', slot: 0, sizeGiB: 10, datastoreId: 'local-lvm' },
        diskDatastoreId: 'local-lvm',
        networkDevices: [{ slot: 0, bridge: 'vmbr0' }],
        bios: 'ovmf',
        scsiHardware: 'virtio-scsi-pci',
        onBoot: true,
        guestAgent: true,
        description: 'Talos Control Plane',
        tags: ['stack-test'],
        onHostChange: 'migrate',
        protection: false,
      },
    });
  });

  test('a change that needs a restart restarts the machine: nothing switches that off', () => {
    expect(out.json).not.toContain('reboot_after_update');
  });

  test('the virtual machine is the default child', () => {
    expect(made.node.defaultChild).toBeInstanceOf(VirtualEnvironmentVm);
  });
});

describe('ProxmoxNode with all props', () => {
  const out = synth((stack) =>
    node(stack, {
      image: image(stack, { bootRoute: BootRoute.FILE }),
      dnsServers: ['10.0.0.2'],
      network: network({ searchDomains: ['home.example', 'lab.example'] }),
      vmId: 800,
      cpuCores: 4,
      cpuType: 'x86-64-v3',
      memoryMiB: 8192,
      diskGiB: 40,
      diskDatastoreId: 'velocity',
      osDisk: {
        cache: 'writethrough',
        discard: false,
        ssd: false,
        ioThread: true,
        backup: false,
        replicate: false,
        aio: 'native',
        queues: 4,
        speed: { readMiBPerSecond: 200, readBurstMiBPerSecond: 400, writeIops: 500, writeBurstIops: 1000 },
      },
      disks: {
        scratch: { slot: 3, sizeGiB: 20, bus: DiskBus.VIRTIO, datastoreId: 'slow' },
        longhorn: { slot: 1, sizeGiB: 180, serial: 'LH-1', backup: true },
      },
      macAddress: 'bc-24-11-e6-ba-07',
      vlanId: 150,
      networkBridge: 'vmbr200',
      bios: 'seabios',
      scsiHardware: 'virtio-scsi-single',
      onBoot: false,
      startup: { order: 1, upDelaySeconds: 30, downDelaySeconds: 60 },
      guestAgent: true,
      pciDevices: [{ mapping: 'iGPU' }, { mapping: 'coral', pcie: false, rombar: false, xvga: true }],
      description: '  the first one\n',
      tags: ['Talos', 'k8s', 'talos'],
      roleTag: true,
      poolId: 'talos',
      onHostChange: 'ignore',
      protection: true,
    }),
  );
  const vm = out.at(VM);

  test('BC-10 name, id and host are those given', () => {
    expect(vm).toMatchObject({ name: 'cp1', vm_id: 800, node_name: 'pve1' });
  });

  test('BC-15 HT-7 processor and memory are those given', () => {
    expect(vm).toMatchObject({ cpu: { type: 'x86-64-v3', cores: 4 }, memory: { dedicated: 8192 } });
  });

  test('BC-13 firmware, controller and start are those given', () => {
    expect(vm).toMatchObject({ bios: 'seabios', scsi_hardware: 'virtio-scsi-single', on_boot: false });
    expect(vm).not.toHaveProperty('efi_disk');
  });

  test('BC-17 HT-9 HT-10 S-20 disks stand in the order of their slots, the system disk first', () => {
    expect(vm.disk).toEqual([
      {
        interface: 'scsi0',
        datastore_id: 'velocity',
        size: 40,
        file_format: 'raw',
        cache: 'writethrough',
        discard: 'ignore',
        ssd: false,
        iothread: true,
        backup: false,
        replicate: false,
        aio: 'native',
        queues: 4,
        speed: { read: 200, read_burstable: 400, iops_write: 500, iops_write_burstable: 1000 },
        file_id: '${proxmox_download_file.image_main_pve1_F02E8A39.id}',
      },
      {
        interface: 'scsi1',
        datastore_id: 'velocity',
        size: 180,
        file_format: 'raw',
        cache: 'none',
        discard: 'on',
        ssd: true,
        iothread: true,
        serial: 'LH-1',
        backup: true,
      },
      {
        interface: 'virtio3',
        datastore_id: 'slow',
        size: 20,
        file_format: 'raw',
        cache: 'none',
        discard: 'on',
        ssd: false,
        iothread: true,
        serial: 'scratch',
      },
    ]);
    expect(vm.boot_order).toEqual(['scsi0']);
  });

  test('BC-16 HT-8 S-27 one network interface, its address in upper case', () => {
    expect(vm.network_device).toEqual([
      expect.objectContaining({ bridge: 'vmbr200', vlan_id: 150, mac_address: 'BC:24:11:E6:BA:07' }),
    ]);
  });

  test('BC-18 HT-13 the cloud-init data lies with the system disk and holds the DNS settings', () => {
    expect(vm.initialization).toEqual({
      datastore_id: 'velocity',
      ip_config: [{ ipv4: { address: '10.0.0.11/24', gateway: '10.0.0.1' } }],
      dns: { domain: 'home.example lab.example', servers: ['10.0.0.2'] },
    });
  });

  test('BC-19 HT-14 F-17 devices are handed over by mapping', () => {
    expect(vm.hostpci).toEqual([
      { device: 'hostpci0', mapping: 'iGPU', pcie: true, rombar: true, xvga: false },
      { device: 'hostpci1', mapping: 'coral', pcie: false, rombar: false, xvga: true },
    ]);
  });

  test('S-27 the description is trimmed', () => {
    expect(vm.description).toBe('the first one');
  });

  test('BC-12 HT-7 S-27 tags are in lower case, each once, sorted, beside those of the stack and the role', () => {
    expect(vm.tags).toEqual(['control-plane', 'k8s', 'stack-test', 'talos']);
  });

  test('order and pauses are those given', () => {
    expect(vm.startup).toEqual({ order: 1, up_delay: 30, down_delay: 60 });
  });

  test('the pool is the one given', () => {
    expect(vm.pool_id).toBe('talos');
  });

  test('a protected machine is refused to Proxmox VE and to plans', () => {
    expect(vm).toMatchObject({ protection: true, lifecycle: { prevent_destroy: true } });
  });
});

describe('what depends on the machine', () => {
  const worker = { machineType: MachineType.WORKER };

  test('BC-11 HT-7 a worker says so in its description, and has a larger disk', () => {
    expect(vmOf(() => worker)).toMatchObject({ description: 'Talos Worker', disk: [{ size: 50 }] });
  });

  test('BC-12 the role tag of a worker is worker', () => {
    expect(vmOf(() => ({ ...worker, roleTag: true, tags: ['k8s'] })).tags).toEqual(['k8s', 'stack-test', 'worker']);
  });

  test('BC-18 S-27 without DNS servers, and with an empty list of them, there is no DNS block', () => {
    expect(vmOf().initialization).not.toHaveProperty('dns');
    expect(vmOf(() => ({ dnsServers: [] })).initialization).not.toHaveProperty('dns');
  });

  test('BC-20 F-20 the address is static, and the same that Talos gets', () => {
    expect(vmOf(() => ({ address: '10.0.0.99' })).initialization).toMatchObject({
      ip_config: [{ ipv4: { address: '10.0.0.99/24' } }],
    });
  });

  test('an address of IPv6 is given as one', () => {
    const settings = { address: 'fd00::11', network: network({ subnet: 'fd00::/64', gateway: 'fd00::1' }) };
    expect(vmOf(() => settings).initialization).toMatchObject({
      ip_config: [{ ipv6: { address: 'fd00::11/64', gateway: 'fd00::1' } }],
    });
  });

  test('b12 a gateway on the link is the same as in Talos', () => {
    const settings = { address: 'fd00::11', network: network({ subnet: 'fd00::/64', gateway: 'fe80::1' }) };
    expect(vmOf(() => settings).initialization).toMatchObject({
      ip_config: [{ ipv6: { address: 'fd00::11/64', gateway: 'fe80::1' } }],
    });
  });

  test('b12 an IPv4 gateway outside of the subnet is, with an image that has a route to it', () => {
    const extraKernelArgs = ['ip=203.0.113.10::198.51.100.1:255.255.255.255::eth0:off'];
    const settings = {
      address: '203.0.113.10',
      network: network({ subnet: '203.0.113.10/32', gateway: '198.51.100.1' }),
    };
    const schematic = Schematic.of({ extensions: ['siderolabs/qemu-guest-agent'], extraKernelArgs });
    expect(vmOf((stack) => ({ ...settings, image: image(stack, { schematic }) })).initialization).toMatchObject({
      ip_config: [{ ipv4: { address: '203.0.113.10/32', gateway: '198.51.100.1' } }],
    });
  });

  test('BC-22 the bridge can differ from the one of the host', () => {
    expect(vmOf(() => ({ networkBridge: 'vmbr200' })).network_device).toMatchObject([{ bridge: 'vmbr200' }]);
  });

  test('the tag of the stack is in lower case', () => {
    expect(vmOf(undefined, 'Home').tags).toEqual(['stack-home']);
  });
});

describe('what depends on the image', () => {
  test('BC-14 S-26 F-21 F-22 the agent is on with its extension, and nobody waits for it', () => {
    expect(vmOf().agent).toEqual({ enabled: true, timeout: '2m', wait_for_ip: { disabled: true } });
  });

  test('F-22 without the extension nothing waits for an agent', () => {
    const vm = vmOf((stack) => ({ image: image(stack, { schematic: Schematic.vanilla() }) }));
    expect(vm).not.toHaveProperty('agent');
    expect(vm.lifecycle).toEqual({ ignore_changes: ['disk[0].import_from'] });
  });

  test('F-4 G-4 another image is ignored once the machine exists', () => {
    expect(vmOf().lifecycle).toEqual({ ignore_changes: ['disk[0].import_from', 'agent[0].wait_for_ip'] });
    expect(vmOf((stack) => ({ image: image(stack, { bootRoute: BootRoute.FILE }) })).lifecycle).toEqual({
      ignore_changes: ['disk[0].file_id', 'agent[0].wait_for_ip'],
    });
  });

  test('F-3 two machines on one host use one download', () => {
    const out = synth((stack) => {
      node(stack);
      node(stack, { hostname: 'cp2', address: '10.0.0.12' });
    });
    expect(out.resources.filter((type) => type === 'proxmox_download_file')).toHaveLength(1);
  });

  test('S-9 fails on a host that did not download it', () => {
    expect(() => vmOf((stack) => ({ host: host(stack, 'pve2') }))).toThrow(
      'test/image: no image on host main/pve2; add the host to hosts (now: main/pve1)',
    );
  });
});

describe('disks', () => {
  const disks = { data: { slot: 1, sizeGiB: 50 } };

  test('a thread of its own is the default where the controller allows it', () => {
    expect(disksOf({ disks, scsiHardware: 'virtio-scsi-single' }).map(({ iothread }) => iothread)).toEqual([
      true,
      true,
    ]);
    expect(disksOf({ disks }).map(({ iothread }) => iothread)).toEqual([false, false]);
    expect(disksOf({ osDisk: { bus: DiskBus.SATA }, scsiHardware: 'virtio-scsi-single' })[0]).toMatchObject({
      interface: 'sata0',
      iothread: false,
    });
  });

  test('F-14 G-5 a disk keeps its place whatever disks come before it in the props', () => {
    const more = { another: { slot: 2, sizeGiB: 8 }, ...disks };
    expect(disksOf({ disks: more }).slice(0, 2)).toEqual(disksOf({ disks }));
  });

  test('each limit of a disk has a field of its own, and no limit is none', () => {
    const speed = {
      readMiBPerSecond: 1,
      readBurstMiBPerSecond: 2,
      writeMiBPerSecond: 3,
      writeBurstMiBPerSecond: 4,
      readIops: 5,
      readBurstIops: 6,
      writeIops: 7,
      writeBurstIops: 8,
    };
    expect(disksOf({ disks: { data: { slot: 1, sizeGiB: 50, speed } } })[1]).toMatchObject({
      speed: {
        read: 1,
        read_burstable: 2,
        write: 3,
        write_burstable: 4,
        iops_read: 5,
        iops_read_burstable: 6,
        iops_write: 7,
        iops_write_burstable: 8,
      },
    });
    expect(disksOf({ osDisk: { speed: {} } })[0]).not.toHaveProperty('speed');
  });

  test('S-14 Talos can find each disk by its serial number', () => {
    expect(disksOf({ disks })[1]).toMatchObject({ serial: 'data' });
  });
});

test('F-18 no machine needs SSH or a file of its own on the host', () => {
  expect(JSON.stringify(vmOf())).not.toMatch(/file_id|snippets/);
});

test('disks stand in the order of their numbers, also from 10 on', () => {
  const disks = Object.fromEntries([10, 2, 9].map((slot) => [`disk-${slot}`, { slot, sizeGiB: 1 }]));
  expect(disksOf({ disks }).map((disk) => disk.interface)).toEqual(['scsi0', 'scsi2', 'scsi9', 'scsi10']);
});

test('the firmware keeps its variables where the system disk lies, not where those of the host lie', () => {
  expect(vmOf(() => ({ diskDatastoreId: 'fast' })).efi_disk).toMatchObject({ datastore_id: 'fast' });
});
