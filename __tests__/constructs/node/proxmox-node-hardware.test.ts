import type { ProxmoxNodeProps } from '../../../src/constructs/node/proxmox-node';
import { node } from '../../support/homelab';
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
