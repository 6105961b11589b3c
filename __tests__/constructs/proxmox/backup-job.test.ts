import { ProxmoxEndpoint } from '../../../src/constructs/proxmox/proxmox-endpoint';
import { BackupJob, type BackupJobProps } from '../../../src/constructs/proxmox/backup-job';
import { image, node } from '../../support/homelab';
import { synthesize, testStack } from '../../support/synth';

const NIGHTLY = { schedule: '02:30', datastoreId: 'nas' };

/** Two machines of an endpoint, and a job with these settings. */
function jobOf(settings: Partial<BackupJobProps>, id = 'nightly') {
  const { stack } = testStack();
  const endpoint = new ProxmoxEndpoint(stack, 'rack', {
    url: 'https://10.0.0.2:8006',
    hosts: { pve1: { diskDatastoreId: 'ceph' }, pve2: { diskDatastoreId: 'ceph' } },
  });
  const shared = { image: image(stack, { hosts: endpoint.hosts }) };
  const nodes = endpoint.hosts.map((host, index) =>
    node(stack, { ...shared, hostname: `cp${index + 1}`, host, vmId: 100 + index, address: `10.0.0.1${index}` }),
  );
  const job = new BackupJob(stack, id, { endpoint, nodes, ...NIGHTLY, ...settings });
  return { job, written: () => synthesize(stack).at(`${id}/Resource`) };
}

test('backs up every machine, with the id that Proxmox VE knows it by, and is made again with them', () => {
  const { written } = jobOf({ keep: { daily: 7 } });
  const job = written();
  expect(job).toMatchObject({
    id: 'stack-test-nightly',
    provider: 'proxmox.rack',
    schedule: '02:30',
    storage: 'nas',
    mode: 'snapshot',
    compress: 'zstd',
    enabled: true,
    repeat_missed: false,
    prune_backups: { 'keep-daily': '7' },
  });
  expect(job.vmid).toHaveLength(2);
  expect(job.lifecycle).toMatchObject({ replace_triggered_by: [expect.any(String), expect.any(String)] });
  expect(job).not.toHaveProperty('pool');
});

test('of a resource pool names no machine', () => {
  const job = jobOf({ poolId: 'lab' }).written();
  expect(job).toMatchObject({ pool: 'lab' });
  expect(job).not.toHaveProperty('vmid');
  expect(job).not.toHaveProperty('lifecycle');
});

test.each<readonly [string, Partial<BackupJobProps>, string]>([
  ['a time that is none', { schedule: 'midnight' }, 'schedule: got "midnight"; write when it runs'],
  [
    'a machine of elsewhere',
    { machines: ['cp9'] },
    'machines[0]: got "cp9"; no virtual machine or pool of the endpoint',
  ],
  ['a group of nobody', { groups: { all: ['cp9'] } }, 'groups.all[0]:'],
  ['nothing that is kept', { keep: {} }, 'keep: write how many backups are kept'],
  ['machines and a pool', { machines: ['cp1'], poolId: 'lab' }, 'machines: Proxmox VE takes the machines of a job'],
  ['no machine at all', { nodes: [] }, 'no virtual machine of this file is on the endpoint rack'],
])('refuses %s', (_title, settings, message) => {
  expect(() => jobOf(settings)).toThrow(message);
});

test('refuses a name that is too long for Proxmox VE', () => {
  expect(() => jobOf({}, `n${'0'.repeat(40)}`)).toThrow('which takes 50 characters, so write a name that is 2 shorter');
});
