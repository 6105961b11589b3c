import type { Sample } from './key-samples';

/** A cluster of physical machines. */
export const PHYSICAL = {
  proxmox: undefined,
  'talos.schematic': undefined,
  nodes: { 'ctrl-00': { machineType: 'controlplane', address: '10.0.0.11', installDisk: '/dev/sda' } },
};

/** Values of keys that change outputs. */
export const OUTPUT_SAMPLES: Readonly<Record<string, Sample>> = {
  'talos.architecture': { values: ['amd64', 'arm64'], beside: PHYSICAL },
  'outputs.bootMedia': { values: [true, false], beside: PHYSICAL },
  'outputs.named.any': { values: [undefined, { name: 'clusterName' }, { name: 'nodeVersions' }] },
  'outputs.directory': { values: [undefined, 'credentials'] },
};
