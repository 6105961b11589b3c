import { OUTPUT_NAMES } from '../../values/output-value';
import { blocksOf, textOf } from './attributes';
import type { Plan } from './plan-json';

/** URLs of the media for the first boot of a physical machine. */
export interface PlannedBootMedia {
  /** Optical disc. */
  readonly iso?: string;
  /** Script for a boot over the network. */
  readonly pxe?: string;
  /** Whole disk. */
  readonly diskImage: string;
}

/** Output of a stack with the media of its physical machines. */
const OUTPUT = OUTPUT_NAMES.bootMedia;

/** Boot media of the physical machines of a stack, by their names, where an output of it holds them. */
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
