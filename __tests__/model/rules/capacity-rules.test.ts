import { testFaults } from '../../support/rule-rows';
import { changedSpec, faultsOf } from '../../support/small-spec';

const pool = { machineType: 'worker', nodes: 2, addresses: '10.0.0.41-10.0.0.50', memoryMiB: 8192 };
const capacity = (host: string, key: string) => `proxmox.endpoints.main.hosts.${host}.capacity.${key}`;

describe('G-34 machines have room on their hosts', () => {
  testFaults([
    {
      title: 'memory of a host',
      good: { [capacity('pve2', 'memoryMiB')]: 4096 },
      bad: { [capacity('pve2', 'memoryMiB')]: 4095 },
      line: 'proxmox.endpoints.main.hosts.pve2.capacity.memoryMiB: got 4095, and the machines on main/pve2 have 4096 MiB of memory: work-00 4096; write more, or move or shrink one',
    },
    {
      title: 'cores of a host',
      good: { [capacity('pve2', 'cpuCores')]: 2 },
      bad: { [capacity('pve2', 'cpuCores')]: 1 },
      line: 'proxmox.endpoints.main.hosts.pve2.capacity.cpuCores: got 1, and the machines on main/pve2 have 2 cores: work-00 2; write more, or move or shrink one',
    },
    {
      title: 'memory of every host',
      both: { 'proxmox.endpoints.main.hosts.pve1.capacity': { memoryMiB: 4096 } },
      good: { 'proxmox.endpoints.main.hostDefaults': { capacity: { memoryMiB: 4096 } } },
      bad: { 'proxmox.endpoints.main.hostDefaults': { capacity: { memoryMiB: 4000 } } },
      line: 'proxmox.endpoints.main.hostDefaults.capacity.memoryMiB: got 4000, and the machines on main/pve2 have 4096 MiB of memory: work-00 4096; write more, or move or shrink one',
    },
    {
      title: 'a new machine of a pool',
      both: { [capacity('pve1', 'memoryMiB')]: 13000, [capacity('pve2', 'cpuCores')]: 4 },
      good: { 'pools.pool': pool },
      bad: { 'pools.pool': { ...pool, nodes: 3 } },
      line: 'pools.pool.nodes: pool-02 needs 2 cores and 8192 MiB, and no host of the pool has so much left: main/pve1 712 MiB, main/pve2 0 cores; add a host, write more capacity or a smaller size',
    },
    {
      title: 'machines that modulo places',
      both: { 'pools.pool': { ...pool, placement: 'modulo' } },
      good: { [capacity('pve1', 'memoryMiB')]: 12288 },
      bad: { [capacity('pve1', 'memoryMiB')]: 12000 },
      line: 'proxmox.endpoints.main.hosts.pve1.capacity.memoryMiB: got 12000, and the machines on main/pve1 have 12288 MiB of memory: ctrl-00 4096, pool-00 8192; write more, or move or shrink one',
    },
  ]);
});

describe('a host has what its endpoint has for all', () => {
  const place = 'proxmox.endpoints.main';
  testFaults([
    {
      title: 'the datastore of disks',
      both: { [`${place}.hosts`]: { pve1: {}, pve2: { diskDatastoreId: 'zfs' } } },
      good: { [`${place}.hostDefaults`]: { diskDatastoreId: 'local-lvm' } },
      bad: { [`${place}.hostDefaults`]: { networkBridge: 'vmbr1' } },
      line: 'proxmox.endpoints.main.hosts.pve1.diskDatastoreId: missing; write the datastore of the machines\' disks, such as "local-lvm", here or under proxmox.endpoints.main.hostDefaults',
    },
  ]);
});

test('a machine that grows on its host is refused at the host', () => {
  const grown = changedSpec({ [capacity('pve1', 'memoryMiB')]: 8192, 'nodes.ctrl-00.memoryMiB': 16384 });
  expect(faultsOf(grown)).toEqual([expect.stringContaining('ctrl-00 16384; write more, or move or shrink one')]);
});
