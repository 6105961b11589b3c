import type { HostLoads, Placeable } from './host-load';

/** A machine that another host would be better for. */
export interface Move {
  /** The machine. */
  readonly machine: Placeable;
  /** Host that it is on. */
  readonly from: string;
  /** Host that it would better be on. */
  readonly to: string;
  /** Machines of its kind on the host that it is on. */
  readonly crowd: number;
}

/**
 * The move of one machine of a pool that helps most, if any does: a control plane that shares its host while another
 * host has none, or a machine from a host with at least two more of the pool than another one has.
 *
 * @param members machines of the pool that may move, with their hosts, in the order of their numbers
 * @param hosts keys of the hosts of the pool
 * @param loads everything that runs on the hosts
 */
export function bestMove(
  members: readonly (Placeable & { readonly host: string })[],
  hosts: readonly string[],
  loads: HostLoads,
): Move | undefined {
  const crowdOn = (host: string, { isControlPlane, pool }: Placeable): number =>
    isControlPlane ? loads.controlPlanesOn(host) : loads.membersOn(host, pool);
  const moves = members.flatMap((machine) => {
    const crowd = crowdOn(machine.host, machine);
    const [to] = hosts
      .filter((host) => isSameEndpoint(host, machine.host))
      .filter((host) => crowd - crowdOn(host, machine) >= 2 && loads.hasRoomFor(machine, host))
      .sort((a, b) => crowdOn(a, machine) - crowdOn(b, machine));
    return to === undefined ? [] : [{ machine, from: machine.host, to, crowd }];
  });
  // the newest of the fullest host
  return moves.reduce<Move | undefined>((best, move) => (best && best.crowd > move.crowd ? best : move), undefined);
}

/** A machine migrates between hosts of one endpoint only. */
function isSameEndpoint(a: string, b: string): boolean {
  return a.split('/')[0] === b.split('/')[0];
}
