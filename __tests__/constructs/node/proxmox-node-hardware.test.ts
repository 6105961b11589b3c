import type { ProxmoxNodeProps } from '../../../src/constructs/node/proxmox-node';
import { cluster, image, node } from '../../support/homelab';
import { synth } from '../../support/synth';

const UUID = '6f1a3ac0-2f0f-4d5a-9c3e-2b0f6f1d7a55';

function machineWith(settings: Partial<ProxmoxNodeProps>): Readonly<Record<string, unknown>> {
  return synth((stack) => node(stack, settings)).at('cp1/Resource');
}

test('all of the hardware is rendered', () => {
  expect(
    machineWith({
      vmName: 'k8s-1',
      smbiosUuid: UUID,
      smbiosSerial: 'rack 1',
      qemuMachine: 'pc-q35-10.0',
      cpuSockets: 2,
      cpuFlags: ['+aes'],
      cpuLimit: 1.5,
      cpuUnits: 200,
      numa: true,
      memoryMinimumMiB: 2048,
      vga: { type: 'virtio', memoryMiB: 32 },
      watchdog: { action: 'poweroff' },
      tpm: true,
      firmwareDatastoreId: 'safe',
      cloudInitInterface: 'scsi30',
    }),
  ).toMatchObject({
    name: 'k8s-1',
    smbios: { uuid: UUID, serial: 'rack 1' },
    machine: 'pc-q35-10.0',
    cpu: { type: 'host', cores: 2, sockets: 2, flags: ['+aes'], limit: 1.5, units: 200, numa: true },
    memory: { dedicated: 4096, floating: 2048 },
    vga: { type: 'virtio', memory: 32 },
    watchdog: { enabled: true, model: 'i6300esb', action: 'poweroff' },
    tpm_state: { datastore_id: 'safe', version: 'v2.0' },
    efi_disk: { datastore_id: 'safe', type: '4m', pre_enrolled_keys: false },
    initialization: { datastore_id: 'local-lvm', interface: 'scsi30' },
    serial_device: [{ device: 'socket' }],
  });
});

test('a machine can be without serial port and without description', () => {
  const machine = machineWith({ serialConsole: false, description: ' ' });
  expect(machine).not.toHaveProperty('serial_device');
  expect(machine).not.toHaveProperty('description');
});

describe('with a signed image', () => {
  const boot = (settings: Partial<ProxmoxNodeProps> = {}) =>
    synth((stack) => {
      const made = node(stack, { image: image(stack, { secureBoot: true }), ...settings });
      cluster(stack, { nodes: [made] });
    });

  test('the firmware has no keys yet, and Talos is installed from the signed image', () => {
    const out = boot({ tpm: true });
    expect(out.at('cp1/Resource')).toMatchObject({
      machine: 'q35',
      bios: 'ovmf',
      efi_disk: { type: '4m', pre_enrolled_keys: false },
      tpm_state: { version: 'v2.0' },
    });
    expect(out.json).toContain('/nocloud-installer-secureboot/');
    expect(out.json).not.toContain('/nocloud-installer/');
  });

  test('a machine that is replaced with its image is replaced for secure boot too', () => {
    expect(boot().at('cp1/boot-image')).toMatchObject({
      input: expect.stringMatching(/-v1\.13\.9-secureboot$/) as string,
    });
  });

  test('fails with firmware that checks no signatures', () => {
    expect(() => boot({ bios: 'seabios' })).toThrow('bios: got "seabios", which checks no signatures');
    expect(() => boot({ qemuMachine: 'pc' })).toThrow('qemuMachine: got "pc", on which Proxmox VE has no firmware');
  });
});

describe('with the boot route iso', () => {
  const boot = (settings: Partial<ProxmoxNodeProps> = {}) =>
    synth((stack) => {
      const made = node(stack, { image: image(stack, { bootRoute: 'iso' }), ...settings });
      cluster(stack, { nodes: [made] });
    });

  test('PK-3 NV-19 the ISO is in the CD-ROM behind an empty disk', () => {
    const out = boot();
    expect(out.at('cp1/Resource')).toMatchObject({
      cdrom: { file_id: expect.stringMatching(/^\$\{proxmox_download_file\./) as string, interface: 'ide3' },
      boot_order: ['scsi0', 'ide3'],
      disk: [{ interface: 'scsi0', serial: 'system' }],
    });
    const { lifecycle, disk } = out.at('cp1/Resource') as {
      readonly lifecycle: object;
      readonly disk: readonly object[];
    };
    expect(disk[0]).not.toHaveProperty('import_from');
    expect(JSON.stringify(lifecycle)).not.toContain('import_from');
    const [download] = Object.entries(out.byPath).filter(([path]) => path.startsWith('image/main/'));
    expect(download?.[1]).toMatchObject({
      content_type: 'iso',
      url: expect.stringMatching(/\/nocloud-amd64\.iso$/) as string,
    });
  });

  test.each([
    ['scsi', '/dev/disk/by-id/scsi-0QEMU_QEMU_HARDDISK_system'],
    ['virtio', '/dev/disk/by-id/virtio-system'],
    ['sata', '/dev/disk/by-id/ata-QEMU_HARDDISK_system'],
  ] as const)('NV-28 Talos is installed on the system disk on %s', (bus, path) => {
    expect(boot({ osDisk: { bus } }).json).toContain(path);
  });

  test('a data disk that has the serial number of the system disk is refused', () => {
    expect(() => boot({ disks: { system: { slot: 1, sizeGiB: 4 } } })).toThrow(
      'disks.system: got "system"; the disk osDisk has that serial number, write another',
    );
  });
});
