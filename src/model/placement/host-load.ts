/** Room that a machine takes, or that a host has. */
export interface Room {
  /** Processor cores. */
  readonly cpuCores: number;
  /** Memory in MiB. */
  readonly memoryMiB: number;
}

/** Room on a host; what is undefined has no limit. */
export type Capacity = Partial<Room>;

/** A machine as far as its place matters. */
export interface Placeable {
  /** Hostname. */
  readonly name: string;
  /** If it is a control plane: those share no host while there are enough. */
  readonly isControlPlane: boolean;
  /**
   * Pool that it belongs to; its machines are kept apart too.
   * @default - a machine by itself
   */
  readonly pool?: string;
  /** Room that it takes. */
  readonly needs: Room;
}

/** A machine on a host. */
export interface PlacedMachine extends Placeable {
  /** Key of the host, such as `main/pve1`. */
  readonly host: string;
}

/** Load of each host: its machines with their cores and memory. */
export class HostLoads {
  private readonly byHost = new Map<string, Placeable[]>();

  /**
   * @param placed machines that have a host
   * @param capacityOf room of a host, by its key
   */
  constructor(
    placed: readonly PlacedMachine[],
    private readonly capacityOf: (host: string) => Capacity,
  ) {
    for (const machine of placed) this.add(machine, machine.host);
  }

  /** Puts a machine on a host. */
  public add(machine: Placeable, host: string): void {
    const machines = this.byHost.get(host);
    if (machines === undefined) this.byHost.set(host, [machine]);
    else machines.push(machine);
  }

  /** Machines on a host. */
  public machinesOn(host: string): readonly Placeable[] {
    return this.byHost.get(host) ?? [];
  }

  /** Number of control planes on a host. */
  public controlPlanesOn(host: string): number {
    return this.machinesOn(host).filter(({ isControlPlane }) => isControlPlane).length;
  }

  /** Number of machines of a pool on a host. */
  public membersOn(host: string, pool: string | undefined): number {
    return this.machinesOn(host).filter((machine) => pool !== undefined && machine.pool === pool).length;
  }

  /** Room that the machines on a host take together. */
  public takenOn(host: string): Room {
    return this.machinesOn(host).reduce(
      (sum, { needs }) => ({ cpuCores: sum.cpuCores + needs.cpuCores, memoryMiB: sum.memoryMiB + needs.memoryMiB }),
      { cpuCores: 0, memoryMiB: 0 },
    );
  }

  /** If a host has room for one more machine. */
  public hasRoomFor({ needs }: Placeable, host: string): boolean {
    const { cpuCores = Infinity, memoryMiB = Infinity } = this.capacityOf(host);
    const taken = this.takenOn(host);
    return taken.cpuCores + needs.cpuCores <= cpuCores && taken.memoryMiB + needs.memoryMiB <= memoryMiB;
  }
}
