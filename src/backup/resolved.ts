import type { Complete } from '../values/complete';
import { nothingLeft } from '../values/nothing-left';
import type { BackupJobSettings, BackupRetention } from './settings';

/** Machines of the endpoint, which the settings of a job refer to. */
export interface BackupPlace {
  /** Name of the endpoint. */
  readonly endpointName: string;
  /** Stack that makes the job: its name is part of that of the job in Proxmox VE. */
  readonly stackName: string;
  /** Machines by the names that mean them: their own, and those of pools. */
  readonly machines: ReadonlyMap<string, readonly string[]>;
}

/** A job with every default filled in. */
export interface ResolvedBackupJob extends Pick<
  BackupJobSettings,
  'schedule' | 'datastoreId' | 'poolId' | 'notesTemplate'
> {
  /** Hostnames of the machines, each once; none for a job of a resource pool. */
  readonly machines: readonly string[];
  /** The mode. */
  readonly mode: 'snapshot' | 'suspend' | 'stop';
  /** The compression, as Proxmox VE calls it. */
  readonly compress: 'zstd' | 'gzip' | 'lzo' | '0';
  /** Backups that are kept, as Proxmox VE calls them; nothing if the datastore says it. */
  readonly pruneBackups: Readonly<Record<string, string>> | undefined;
  /** If it runs. */
  readonly enabled: boolean;
  /** If it is made up for. */
  readonly repeatMissed: boolean;
}

/** Fills in what the settings leave open. */
export function resolvedBackupJob(
  settings: BackupJobSettings,
  { machines: known }: Pick<BackupPlace, 'machines'>,
): Complete<ResolvedBackupJob> {
  const {
    schedule,
    datastoreId,
    machines,
    poolId,
    mode = 'snapshot',
    compression = 'zstd',
    keep,
    enabled = true,
    notesTemplate,
    repeatMissed = false,
    ...rest
  } = settings;
  nothingLeft(rest);
  return {
    schedule,
    datastoreId,
    poolId,
    notesTemplate,
    machines: poolId === undefined ? machinesOfJob(machines, known) : [],
    mode,
    compress: compression === 'none' ? '0' : compression,
    pruneBackups: keep && pruneOptions(keep),
    enabled,
    repeatMissed,
  };
}

/** Hostnames that names mean, each once; all of them without names. */
export function machinesOfJob(
  names: readonly (string | undefined)[] | undefined,
  known: BackupPlace['machines'],
): readonly string[] {
  const wanted = names ?? [...known.keys()];
  return [...new Set(wanted.flatMap((name) => (name === undefined ? [] : (known.get(name) ?? []))))];
}

/** Id of a job in Proxmox VE. */
export function backupJobId(stackName: string, name: string): string {
  return `stack-${stackName}-${name}`;
}

function pruneOptions(keep: BackupRetention): Readonly<Record<string, string>> {
  const { last, hourly, daily, weekly, monthly, yearly, ...rest } = keep;
  nothingLeft(rest);
  const counts = { last, hourly, daily, weekly, monthly, yearly };
  return Object.fromEntries(
    Object.entries(counts).flatMap(([name, count]) => (count === undefined ? [] : [[`keep-${name}`, String(count)]])),
  );
}
