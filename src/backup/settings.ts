/** Backups of virtual machines that Proxmox VE makes at certain times. */
export interface BackupJobSettings {
  /**
   * When the job runs, as a calendar event of Proxmox VE: `02:30` is every day, `sun 04:00` every Sunday, and
   * `mon..fri 22:00` from Monday to Friday.
   */
  readonly schedule: string;
  /** Datastore of the backups; it must have the content type `backup`. */
  readonly datastoreId: string;
  /**
   * Machines that are in the backups: names of machines or of pools.
   * @default - all virtual machines of the endpoint in this file
   */
  readonly machines?: readonly string[];
  /**
   * Resource pool whose machines are in the backups, those too that others have put into it. In the place of `machines`.
   * @default - none
   */
  readonly poolId?: string;
  /**
   * `snapshot` while the machine runs, `suspend` while it is suspended, `stop` after a shutdown, which makes every backup whole.
   * @default snapshot
   */
  readonly mode?: 'snapshot' | 'suspend' | 'stop';
  /**
   * How files of backups are compressed; a Proxmox Backup Server does it by itself.
   * @default zstd
   */
  readonly compression?: 'zstd' | 'gzip' | 'lzo' | 'none';
  /**
   * Backups of each machine that are kept when older ones are removed.
   * @default - what the datastore says; without a rule of its own it keeps all
   */
  readonly keep?: BackupRetention;
  /**
   * If the job runs at all.
   * @default true
   */
  readonly enabled?: boolean;
  /**
   * Notes of each backup, with `{{guestname}}`, `{{vmid}}`, `{{node}}` and `{{cluster}}`.
   * @default - none
   */
  readonly notesTemplate?: string;
  /**
   * Run the job as soon as the host is there again, if it was off at the time.
   * @default false
   */
  readonly repeatMissed?: boolean;
}

/** Backups that are kept, one for each of so many times; one at least. */
export interface BackupRetention {
  /**
   * The latest ones.
   * @default - none for this reason
   */
  readonly last?: number;
  /**
   * One of each hour.
   * @default - none for this reason
   */
  readonly hourly?: number;
  /**
   * One of each day.
   * @default - none for this reason
   */
  readonly daily?: number;
  /**
   * One of each week.
   * @default - none for this reason
   */
  readonly weekly?: number;
  /**
   * One of each month.
   * @default - none for this reason
   */
  readonly monthly?: number;
  /**
   * One of each year.
   * @default - none for this reason
   */
  readonly yearly?: number;
}
