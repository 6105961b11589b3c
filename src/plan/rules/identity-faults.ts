import type { CardShift } from '../read/network-cards';

/** A UUID that keys of a machine are made of. */
export function machineIdentityChanges(machine: string, from: string, to: string | undefined): string {
  return (
    `${machine}: its SMBIOS UUID would ${to === undefined ? `no longer be ${from}` : `change from ${from} to ${to}`}: ` +
    'Talos makes the keys of nodeID encryption from it, so volumes that are encrypted with one are not opened after the next ' +
    `start, and Kubernetes and everything that counts machines by it sees another one; write smbiosUuid: ${from}, ` +
    'or accept it if nothing of the machine is encrypted by its id'
  );
}

/** The same for a machine that has a UUID of Proxmox VE, which nobody wrote down. */
export function machineIdentityWritten(machine: string, to: string): string {
  return (
    `${machine}: its SMBIOS UUID would become ${to}, and Proxmox VE gave it another one when it was created: Talos makes the ` +
    'keys of nodeID encryption from it, so volumes that are encrypted with one are not opened after the next start; write the ' +
    'UUID that the machine has (smbios1 of qm config), leave smbiosUuid out, or accept it if nothing is encrypted by its id'
  );
}

/** Cards that become others. */
export function networkCardShifts(machine: string, shifts: readonly CardShift[]): string {
  const words = shifts.map(({ card, from, to }) => `${card} (${from} -> ${to})`).join(', ');
  return (
    `${machine}: ${words} would become another network card while the machine runs, as Proxmox VE and the provider count ` +
    'cards by position, so addresses would end up on other networks; add a card after the others, remove only the last one, ' +
    'and change what a card is connected to in an apply of its own'
  );
}

/** A pool that Proxmox VE does not remove. */
export function poolNotEmpty(pool: string, members: readonly string[]): string {
  const shown = members.length <= 6 ? members.join(', ') : `${members.slice(0, 6).join(', ')} and more`;
  return (
    `resource pool ${pool}: would be removed while ${shown} ${members.length === 1 ? 'is' : 'are'} in it, and Proxmox VE ` +
    'removes empty pools only, so the apply would fail halfway; move them to another pool or remove them first, or keep the pool'
  );
}
