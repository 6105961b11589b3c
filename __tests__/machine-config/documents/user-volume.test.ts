import { machinePatches } from '../../../src/machine-config/machine-patches';
import { LONGHORN, clusterSettings, worker } from '../fixtures';

/** The patches of a machine with volumes, read. */
function patches(contract: string, volumes = [LONGHORN]): Record<string, unknown>[] {
  return machinePatches(clusterSettings(contract), worker({ volumes }), '').map(
    (text) => JSON.parse(text) as Record<string, unknown>,
  );
}

test('HT-29 HT-31 up to contract v1.9 the kubelet has one mount for each disk, with one path on both sides', () => {
  expect(patches('v1.9')[0]).toHaveProperty('machine.kubelet.extraMounts', [
    {
      destination: '/var/lib/longhorn',
      type: 'bind',
      source: '/var/lib/longhorn',
      options: ['bind', 'rshared', 'rw'],
    },
  ]);
});

test('HT-30 up to contract v1.9 the disk has one partition, mounted at the path', () => {
  expect(patches('v1.9')[0]).toHaveProperty('machine.disks', [
    { device: LONGHORN.devicePath, partitions: [{ mountpoint: '/var/lib/longhorn' }] },
  ]);
});

test.each(['v1.10', 'v1.11', 'v1.13'])(
  'S-14 with contract %s the disk is a volume, found by its serial number',
  (contract) => {
    const [main, ...documents] = patches(contract);
    expect(documents).toContainEqual({
      apiVersion: 'v1alpha1',
      kind: 'UserVolumeConfig',
      name: 'longhorn',
      provisioning: { diskSelector: { match: 'disk.serial == "longhorn"' }, minSize: '512MiB', grow: true },
    });
    expect(main).not.toHaveProperty('machine.disks');
    expect(main).toHaveProperty('machine.kubelet.extraMounts', [
      {
        destination: '/var/lib/longhorn',
        type: 'bind',
        source: '/var/mnt/longhorn',
        options: ['bind', 'rshared', 'rw'],
      },
    ]);
  },
);

test('F-41 each of several disks of a machine is a volume of its own, beside the other documents of the machine', () => {
  const data = { ...LONGHORN, name: 'data', serial: 'data', mountPath: '/var/mnt/data' };
  const documents = patches('v1.13', [LONGHORN, data]).slice(1);
  expect(documents.map(({ kind, name }) => [kind, name].filter(Boolean).join(' ')).sort()).toEqual([
    'HostnameConfig',
    'LinkConfig eth0',
    'UserVolumeConfig data',
    'UserVolumeConfig longhorn',
  ]);
});
