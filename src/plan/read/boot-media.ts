import { blocksOf, textOf } from './attributes';
import type { Plan } from './plan-json';

/** What a physical machine is booted from for the first time: URLs. */
export interface PlannedBootMedia {
  /** Optical disc. */
  readonly iso?: string;
  /** Script for a boot over the network. */
  readonly pxe?: string;
  /** Whole disk. */
  readonly diskImage: string;
}

/** Output of a stack with the media of its physical machines. */
const OUTPUT = 'boot_media';

/** What the physical machines of a stack are booted from, by their names, where an output of it says so. */
export function plannedBootMedia({ outputs }: Plan): ReadonlyMap<string, PlannedBootMedia> {
  const [output] = blocksOf(outputs, OUTPUT);
  const [byMachine] = output?.sensitive === true ? [] : blocksOf(output, 'value');
  return new Map(
    Object.keys(byMachine ?? {}).flatMap((name) =>
      blocksOf(byMachine, name).flatMap((media): readonly (readonly [string, PlannedBootMedia])[] => {
        const diskImage = textOf(media, 'disk_image');
        if (diskImage === undefined) return [];
        return [[name, { iso: textOf(media, 'iso'), pxe: textOf(media, 'pxe'), diskImage }]];
      }),
    ),
  );
}
