/** The host of a machine by its number in its pool, from 0; nothing if there are no hosts. */
export function moduloHost<Host>(hosts: readonly Host[], number: number): Host | undefined {
  return hosts[number % hosts.length];
}
