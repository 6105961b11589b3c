/**
 * Words for what a new image does to the machines that run already: `manual` never touches them, and upgrades are made by
 * hand with `talosctl upgrade`; `replace` replaces a machine when its own pair of schematic and Talos version changes.
 */
export const LIFECYCLES = ['manual', 'replace'] as const;

/** One of these words. */
export type LifecycleName = (typeof LIFECYCLES)[number];
