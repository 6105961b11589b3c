import type { Path } from '../values/path';

/** Settings of an image that stand in names and URLs which a plan must show, or decide how it gets onto a disk. */
export const KNOWN_AT_SYNTH: readonly Path[] = [['architecture'], ['platform'], ['bootRoute'], ['secureBoot']];

/** Parts of an image and of its hosts that stand in its id and in the names of what is made; `*` stands for any key. */
export const IMAGE_PARTS_KNOWN_AT_SYNTH: readonly Path[] = [
  ['hosts', '*', 'endpointName'],
  ['hosts', '*', 'nodeName'],
  ['hosts', '*', 'imageHost'],
  ['fileIds'],
  ['guestAgent'],
  ['extraKernelArgs', '*'],
];
