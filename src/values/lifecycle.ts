/** What a new image or schematic does to the machines that run already. */
export enum Lifecycle {
  /** A machine is made anew when its own pair of schematic and Talos version changes. */
  REPLACE = 'replace',
  /** A new image never touches a machine that exists; upgrades are made by hand, with `talosctl upgrade`. */
  MANUAL = 'manual',
}
