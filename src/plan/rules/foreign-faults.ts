/** A machine in the state that somebody else has made. */
export function machineForeign(
  machine: string,
  found: {
    readonly address: string;
    readonly vmId?: number;
    readonly foundName?: string;
    readonly foundHost?: string;
    readonly isOverwritten: boolean;
    readonly tofuCommand: string;
  },
): string {
  const { address, vmId = 0, foundName = '', foundHost = '', isOverwritten, tofuCommand } = found;
  return (
    `${machine}: VM ${vmId} on host ${foundHost} would be ${isOverwritten ? 'overwritten' : 'destroyed'}, but it is the machine ` +
    `"${foundName}", without the tag that every machine of this stack has: Proxmox VE gave its id to two; ` +
    `take it out of the state with ${tofuCommand} state rm '${address}', and plan again`
  );
}
