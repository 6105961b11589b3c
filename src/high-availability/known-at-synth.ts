import type { Path } from '../values/path';

/** Settings of high availability that decide at synth which resources and rules are made. */
export const HIGH_AVAILABILITY_KNOWN_AT_SYNTH: readonly Path[] = [
  ['nodes', '*'],
  ['groups', '*', '*'],
  ['machines', '*'],
  ['separateControlPlanes'],
  ['nodeAffinity', '*', 'machines', '*'],
  ['nodeAffinity', '*', 'hosts'],
  ['resourceAffinity', '*', 'machines', '*'],
  ['resourceAffinity', '*', 'affinity'],
];
