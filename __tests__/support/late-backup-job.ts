import { BackupJob } from '../../src/constructs/proxmox/backup-job';
import { managed } from './late-high-availability';
import type { Subject } from './late-subjects';

const COMMON = { jobName: 'nightly', schedule: '02:30', datastoreId: 'nas' } as const;

const SUBJECT: Subject = {
  type: 'BackupJobProps',
  file: 'src/constructs/proxmox/backup-job.ts',
  examples: [
    (stack) => ({
      ...managed(stack),
      ...COMMON,
      groups: { cp: ['cp1', 'cp2'] },
      machines: ['cp'],
      mode: 'stop',
      compression: 'gzip',
      keep: { last: 1, hourly: 1, daily: 1, weekly: 1, monthly: 1, yearly: 1 },
      enabled: true,
      notesTemplate: '{{guestname}}',
      repeatMissed: true,
    }),
    (stack) => ({ ...managed(stack), ...COMMON, poolId: 'lab' }),
  ],
  make: (stack, props) => new BackupJob(stack, 'job', props),
};

/** A job that backs up two control planes, and one of a resource pool. */
export function backupJob(): Subject {
  return SUBJECT;
}
