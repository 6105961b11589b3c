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

/** What physical machines alone have: the disk to install on, by its path or by what is known of it, and their processor. */
export function ofPhysicalMachines(place: string, node: string): Readonly<Record<string, Sample>> {
  const beside = { [`nodes.${node}.host`]: undefined, 'talos.schematic': undefined };
  const known = ['model', 'serial', 'wwid', 'uuid', 'modalias', 'busPath'].map(
    (key) => [key, ['one*', 'two*']] as const,
  );
  return Object.fromEntries([
    [`${place}.installDisk`, { values: ['/dev/sda', '/dev/sdb'], beside }],
    [
      `${place}.architecture`,
      { values: [undefined, 'arm64'], beside: { ...beside, [`nodes.${node}.installDisk`]: '/dev/sda' } },
    ],
    ...[['type', ['nvme', 'ssd']] as const, ['size', ['> 1TB', '> 2TB']] as const, ...known].map(([key, values]) => [
      `${place}.installDisk.${key}`,
      { values: [...values], beside },
    ]),
  ]) as Readonly<Record<string, Sample>>;
}
