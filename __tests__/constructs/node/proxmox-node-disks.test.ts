import type { TerraformStack } from 'cdktf';
import type { ProxmoxNodeProps } from '../../../src/constructs/node/proxmox-node';
import { node } from '../../support/homelab';
import { synth } from '../../support/synth';

const VOLUME = { slot: 2, sizeGiB: 50 };

const made = (settings: Partial<ProxmoxNodeProps>) => synth((stack: TerraformStack) => node(stack, settings));

describe('a disk with a virtual machine of its own', () => {
  const out = made({
    vmId: 800,
    poolId: 'talos',
    disks: { data: { ...VOLUME, serial: 'd1', diskVm: { vmId: 900 } }, logs: { slot: 1, sizeGiB: 5 } },
  });

  test('G-5 F-13 the keeper is never started, marked, and has one disk, which grows there', () => {
    expect(out.at('cp1/disk-vms/data/Resource')).toMatchObject({
      vm_id: 900,
      name: 'cp1-data',
      node_name: 'pve1',
      pool_id: 'talos',
      tags: ['disk-vm', 'stack-test'],
      started: false,
      on_boot: false,
      memory: { dedicated: 64 },
      disk: [{ interface: 'scsi0', datastore_id: 'local-lvm', size: 50, file_format: 'raw', backup: false }],
    });
    expect(out.at('cp1/disk-vms/data/Resource')).not.toHaveProperty('network_device');
    expect(out.at('cp1/Resource').lifecycle).toMatchObject({
      ignore_changes: ['disk[0].import_from', 'disk[2].size', 'agent[0].wait_for_ip'],
    });
  });

  test('G-5 F-13 the machine has the volume by reference, in its slot and with its serial number', () => {
    const { disk } = out.at('cp1/Resource') as { readonly disk: readonly object[] };
    expect(disk.slice(1)).toEqual([
      expect.not.objectContaining({ path_in_datastore: expect.anything() as string }),
      expect.objectContaining({
        interface: 'scsi2',
        size: 50,
        serial: 'd1',
        path_in_datastore: expect.stringMatching(
          /^\$\{proxmox_virtual_environment_vm\.cp1_disk-vms_data_[0-9A-F]+\.disk\[0\]\.path_in_datastore\}$/,
        ) as string,
      }),
    ]);
  });

  test('a machine without such a disk makes nothing more', () => {
    const none = made({ disks: { logs: { slot: 1, sizeGiB: 5 } } });
    expect(none.resources.filter((type) => type === 'proxmox_virtual_environment_vm')).toHaveLength(1);
  });

  test('it can be protected, be named, and stay where it is', () => {
    const diskVm = { vmName: 'keeper', protection: true };
    const other = made({ onHostChange: 'ignore', disks: { data: { ...VOLUME, diskVm } } });
    expect(other.at('cp1/disk-vms/data/Resource')).toMatchObject({
      name: 'keeper',
      protection: true,
      lifecycle: { prevent_destroy: true, ignore_changes: ['node_name'] },
    });
  });

  test('fails with the id of the machine', () => {
    expect(() => made({ vmId: 900, disks: { data: { ...VOLUME, diskVm: { vmId: 900 } } } })).toThrow('900');
  });
});

test('F-13 a volume that is there is attached by its name, in its own format', () => {
  const disks = {
    media: { slot: 1, sizeGiB: 50, existingVolume: 'tank:vm-900-disk-0' },
    old: { slot: 2, sizeGiB: 60, existingVolume: 'local:900/vm-900-disk-1.qcow2' },
  };
  const { disk } = made({ disks }).at('cp1/Resource') as { readonly disk: readonly object[] };
  expect(disk.slice(1)).toMatchObject([
    { datastore_id: 'tank', path_in_datastore: 'vm-900-disk-0', file_format: 'raw', size: 50 },
    { datastore_id: 'local', path_in_datastore: '900/vm-900-disk-1.qcow2', file_format: 'qcow2', size: 60 },
  ]);
});
