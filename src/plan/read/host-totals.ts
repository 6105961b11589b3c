import type { MachineSide, MachineView } from './machine-views';

/** Cores and memory that machines have together. */
export interface HostRoom {
  /** Their cores, of all sockets. */
  readonly cpuCores: number;
  /** Their memory. */
  readonly memoryMiB: number;
}

/** A host on which machines take other room after an apply than before. */
export interface HostTotals {
  /** The host, as `<endpoint>/<host>`, or without an endpoint where the plan names none. */
  readonly host: string;
  /** Room of its machines now. */
  readonly before: HostRoom;
  /** Room of its machines after the apply. */
  readonly after: HostRoom;
}

/** The hosts on which cores or memory of machines change, by name; none whose machines do not say what they have. */
export function changedTotals(views: readonly MachineView[]): readonly HostTotals[] {
  const sides = views.flatMap(({ before, after }) => [before, after]);
  const hosts = [...new Set(sides.flatMap((side) => keyOf(side) ?? []))].sort();
  return hosts.flatMap((host): readonly HostTotals[] => {
    const before = roomOf(views.map((view) => view.before).filter((side) => keyOf(side) === host));
    const after = roomOf(views.map((view) => view.after).filter((side) => keyOf(side) === host));
    if (before === undefined || after === undefined) return [];
    const isSame = before.cpuCores === after.cpuCores && before.memoryMiB === after.memoryMiB;
    return isSame ? [] : [{ host, before, after }];
  });
}

function keyOf(side: MachineSide | undefined): string | undefined {
  if (side?.host === undefined) return undefined;
  const { endpoint, name } = side.host;
  return endpoint === undefined ? name : `${endpoint}/${name}`;
}

function roomOf(sides: readonly (MachineSide | undefined)[]): HostRoom | undefined {
  const sum = (numbers: readonly (number | undefined)[]): number =>
    numbers.reduce<number>((total, each) => total + (each ?? NaN), 0);
  const cpuCores = sum(sides.map((side) => side?.cpuCores));
  const memoryMiB = sum(sides.map((side) => side?.memoryMiB));
  return Number.isNaN(cpuCores + memoryMiB) ? undefined : { cpuCores, memoryMiB };
}
