import type { Sample } from './key-samples';

/** Places where settings of Talos may stand. */
const TALOS_SECTIONS = [
  'machine',
  'nodes.any',
  'nodeDefaults.controlplane',
  'nodeDefaults.worker',
  'pools.any',
  'pools.any.overrides.any',
];

/** A key that is tried with all that is around it, in every place where settings of Talos may stand. */
export function inTalosSections(key: string, at: string, values: readonly unknown[]): Readonly<Record<string, Sample>> {
  return Object.fromEntries(TALOS_SECTIONS.map((section) => [`${section}.${key}`, { at: `${section}.${at}`, values }]));
}

/** Maps of lists are tried as a whole. */
export function wholeMap(key: string, values: readonly unknown[]): Readonly<Record<string, Sample>> {
  return Object.fromEntries(
    TALOS_SECTIONS.map((section) => [`${section}.${key}.any.0`, { at: `${section}.${key}`, values }]),
  );
}
