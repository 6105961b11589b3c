/** Newer than the cluster file that samples are tried in. */
import { CONTRACT_1_14 } from './newest-contract';

/** Values for keys of safeguards. */
export const SAFEGUARD_SAMPLES = {
  'safeguards.workloadIsolation': { values: [undefined, false, true], beside: CONTRACT_1_14 },
  'safeguards.filesystemTrimHours': { values: [undefined, 24, 0], beside: CONTRACT_1_14 },
  'safeguards.filesystemScrubHours': { values: [undefined, 24], beside: CONTRACT_1_14 },
};
