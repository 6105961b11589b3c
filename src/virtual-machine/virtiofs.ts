import type { VirtiofsShare } from './settings';

/** A directory of the host that Talos mounts. */
export interface MountedShare {
  /** Name that it is mounted under. */
  readonly name: string;
  /** Name by which the machine knows the directory: that of its mapping. */
  readonly tag: string;
  /**
   * If nothing is written in it.
   * @default - as Talos has it
   */
  readonly readOnly?: boolean;
  /**
   * If it is mounted without executable files, devices and set-user-id.
   * @default - as Talos has it
   */
  readonly secure?: boolean;
  /**
   * If the time of the last access of files stays as it is.
   * @default - as Talos has it
   */
  readonly disableAccessTime?: boolean;
}

/** The directories of its host that Talos mounts on a machine. */
export function mountedShares(shares: Readonly<Record<string, VirtiofsShare>> = {}): readonly MountedShare[] {
  return Object.entries(shares).map(([name, { mapping, readOnly, secure, disableAccessTime }]) => ({
    name,
    tag: mapping,
    readOnly,
    secure,
    disableAccessTime,
  }));
}
