import type { Homelab } from './homelab-run';

/** A volume of a machine, as Talos has found or made it. */
export interface MachineVolume {
  readonly id: string;
  readonly phase: string;
  readonly error?: string;
  /** Where the disk is attached, such as `scsi1`. */
  readonly disk?: string;
  readonly serial?: string;
  /** The same as long as the data is. */
  readonly dataId?: string;
  readonly gib?: number;
  /** Directory of the host that is mounted, as host:path. */
  readonly source?: string;
  /** Keys of an encrypted one, as slot and kind. */
  readonly keys?: readonly string[];
}

/** Data volumes of a machine. */
export interface MachineStorage {
  readonly name: string;
  readonly volumes: readonly MachineVolume[];
  /** Paths that pods see, with the volume that holds them. */
  readonly mounts: readonly { readonly destination: string; readonly volume: string }[];
}

/** The disks of all machines that run, as Talos sees them, by the name of the machine. */
export async function machineStorage({ simulator }: Homelab): Promise<Readonly<Record<string, MachineStorage>>> {
  const { talos } = (await simulator.inventory()) as {
    readonly talos: { readonly nodes: readonly (Pick<MachineStorage, 'name'> & Partial<MachineStorage>)[] };
  };
  return Object.fromEntries(talos.nodes.map((node) => [node.name, { volumes: [], mounts: [], ...node }]));
}

/** The data disks of a machine in words: where each volume is, and what pods see. */
export function storageInWords({ volumes, mounts }: MachineStorage): readonly string[] {
  return [
    ...volumes.map(({ id, phase, disk, serial, error }) => [id, phase, disk ?? error, serial].join(' ')),
    ...mounts.map(({ destination, volume }) => `${destination} on ${volume}`),
  ];
}
