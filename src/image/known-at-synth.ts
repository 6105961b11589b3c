import type { Path } from '../values/path';

/** Settings of an image that stand in names and URLs which a plan must show, or decide how it gets onto a disk. */
export const KNOWN_AT_SYNTH: readonly Path[] = [['architecture'], ['platform'], ['bootRoute'], ['hosts', '*', 'key']];
