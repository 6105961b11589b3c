import { belongings, differences } from '../../homelab/faults/belongings';

/** Simulator's view of one machine. */
function inventory(block: number, changes: Readonly<Record<string, unknown>> = {}) {
  const guest = {
    id: 800,
    name: 'ctrl-00',
    host: 'pve1',
    status: 'running',
    config: {
      cores: '2',
      ipconfig0: `ip=127.${block}.0.11/24`,
      net0: `virtio=BC:24:11:00:00:0${block},bridge=vmbr0`,
      vmgenid: `id-${block}`,
      meta: `ctime=${block}`,
    },
    pending: [],
    volumes: [{ id: 'local-lvm:vm-800-disk-1', host: 'pve1', bytes: 10, image: { version: 'v1', schematicId: 'abc' } }],
    ...changes,
  };
  return {
    proxmox: [
      {
        guests: [guest],
        files: [{ id: 'local:import/a', host: 'pve1', bytes: 5 }],
        pools: {},
        mappings: { pci: ['gpu'] },
      },
    ],
    talos: {
      nodes: [
        {
          name: 'ctrl-00',
          where: 'main/pve1/800',
          on: true,
          address: `127.${block}.0.11`,
          machineType: 'controlplane',
          hostname: 'ctrl-00',
          clusterName: 'home',
          clusterId: `secret ${block}`,
          bootstrapped: true,
        },
      ],
      etcd: { [`secret ${block}`]: [{ hostname: 'ctrl-00' }] },
    },
    git: [{ name: 'fleet', files: ['README.md'], deployKeys: [{ title: 'home-flux', readOnly: false }] }],
  };
}

test('everything there is has a line, without what differs from homelab to homelab', () => {
  expect(belongings(inventory(7), 7)).toEqual([
    '1 cluster',
    'README.md in fleet',
    'VM 800 ctrl-00 on pve1 is running',
    'VM 800 has cores 2',
    'VM 800 has ipconfig0 ip=127.*.0.11/24',
    'VM 800 has net0 virtio=*,bridge=vmbr0',
    'deploy key home-flux of fleet, writes',
    'etcd member ctrl-00',
    'file local:import/a on pve1, 5 bytes',
    'machine ctrl-00 at main/pve1/800, on, 127.*.0.11: controlplane ctrl-00 of home, bootstrapped',
    'pci mapping gpu',
    'volume local-lvm:vm-800-disk-1 on pve1, 10 bytes, Talos v1 with abc',
  ]);
  expect(belongings(inventory(8), 8)).toEqual(belongings(inventory(7), 7));
  expect(belongings({ ...inventory(7), git: null }, 7)).not.toContain('README.md in fleet');
});

test('what is lost and what is doubled is reported', () => {
  const wanted = belongings(inventory(7), 7);
  const [volume] = inventory(7).proxmox[0]!.guests[0]!.volumes;
  const doubled = belongings(inventory(7, { volumes: [volume, volume], status: 'stopped', pending: ['cores'] }), 7);
  expect(differences(wanted, doubled)).toEqual([
    'missing: VM 800 ctrl-00 on pve1 is running',
    'too much: VM 800 ctrl-00 on pve1 is stopped',
    'too much: VM 800 waits with "cores"',
    'too much: volume local-lvm:vm-800-disk-1 on pve1, 10 bytes, Talos v1 with abc',
  ]);
  expect(differences(wanted, wanted)).toEqual([]);
});
