import type { Sample } from './key-samples';

/** Settings of a disk that mean something beside others only. */
export function diskSamples(disk: string): Readonly<Record<string, Sample>> {
  const limits = ['readMiBPerSecond', 'writeMiBPerSecond', 'readIops', 'writeIops'].flatMap(
    (limit): readonly (readonly [string, Sample])[] => [
      [`${disk}.speed.${limit}`, { values: [undefined, 100] }],
      [
        `${disk}.speed.${limit.replace(/^read|^write/, '$&Burst')}`,
        { values: [undefined, 200], beside: { [`node.${disk}.speed.${limit}`]: 100 } },
      ],
    ],
  );
  return {
    ...Object.fromEntries(limits),
    [`${disk}.queues`]: { values: [undefined, 2, 4], beside: { 'node.scsiHardware': 'virtio-scsi-single' } },
  };
}
