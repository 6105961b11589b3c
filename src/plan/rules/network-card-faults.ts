import type { CardShift } from '../read/network-cards';

/** Cards that become others. */
export function networkCardShifts(machine: string, shifts: readonly CardShift[]): string {
  const words = shifts.map(({ card, from, to }) => `${card} (${from} -> ${to})`).join(', ');
  return (
    `${machine}: ${words} would become another network card while the machine runs, as Proxmox VE and the provider count ` +
    'cards by position, so addresses would end up on other networks; add a card after the others, remove only the last one, ' +
    'and change what a card is connected to in an apply of its own'
  );
}
