import type { Path } from '../values/path';

/** Settings of a job that decide at synth which machines it has, and what is checked. */
export const BACKUP_JOB_KNOWN_AT_SYNTH: readonly Path[] = [
  ['nodes', '*'],
  ['groups', '*', '*'],
  ['machines', '*'],
  ['schedule'],
  ['mode'],
  ['compression'],
  ['keep', '*'],
  ['jobName'],
];
