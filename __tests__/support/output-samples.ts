import type { Sample } from './key-samples';

/** Values of keys of `outputs`. */
export const OUTPUT_SAMPLES: Readonly<Record<string, Sample>> = {
  'outputs.bootMedia': {
    values: [true, false],
    beside: { 'nodes.metal': { machineType: 'worker', address: '10.0.0.41', installDisk: '/dev/sda' } },
  },
  'outputs.directory': { values: [undefined, 'credentials'] },
};
