/** Bus or medium of a disk. */
export enum InstallDiskType {
  /** A disk on the bus NVMe. */
  NVME = 'nvme',
  /** A disk that does not turn. */
  SSD = 'ssd',
  /** A disk that turns. */
  HDD = 'hdd',
  /** A memory card. */
  SD = 'sd',
}

/**
 * Features of the disk that Talos is installed on; all that are given must fit. A `*` in a text stands for any
 * characters. Where several disks fit, Talos takes one of them.
 */
export interface InstallDiskSelector {
  /**
   * Bus or medium of the disk.
   * @default - any
   */
  readonly type?: `${InstallDiskType}`;
  /**
   * Size of the disk, after `<=`, `>=`, `<`, `>` or `==`, such as `>= 500GB`; units are those of `1GB` and `1GiB`.
   * @default - any
   */
  readonly size?: string;
  /**
   * Model of the disk, such as `Samsung SSD 980*`.
   * @default - any
   */
  readonly model?: string;
  /**
   * Serial number of the disk.
   * @default - any
   */
  readonly serial?: string;
  /**
   * World wide name of the disk, such as `eui.0025388b010a2f3c`.
   * @default - any
   */
  readonly wwid?: string;
  /**
   * UUID of the disk, which some controllers report.
   * @default - any
   */
  readonly uuid?: string;
  /**
   * Alias of the kernel module of the disk.
   * @default - any
   */
  readonly modalias?: string;
  /**
   * Place of the disk among the devices of the machine, such as `/pci0000:00/0000:00:1d.0/*`.
   * @default - any
   */
  readonly busPath?: string;
}

/** Size of a disk, compared. */
const SIZE = /^(?:>=|<=|>|<|==)?\s*\d+(?:\.\d+)?\s*(?:[kMGTPE]i?)?B?$/i;

/** If Talos understands a size of an install disk. */
export function isInstallDiskSize(text: string): boolean {
  return SIZE.test(text);
}

/** An install disk in few words: its path, or all that is known of it. */
export function installDiskWords(disk: string | InstallDiskSelector): string {
  if (typeof disk === 'string') return disk;
  return Object.entries(disk)
    .map(([key, value]) => `${key} ${String(value)}`)
    .join(', ');
}
