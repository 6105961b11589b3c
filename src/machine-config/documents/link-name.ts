import type { MachineSettings } from '../settings/machine';

/** The value of `link` that stands for the only physical interface, whatever its name. */
export const PHYSICAL_LINK = 'physical';

/** The first interface of a machine that boots with `net.ifnames=0`, as the nocloud platform does. */
export const FIRST_LINK = 'eth0';

/** Name that the interface which carries the address gets where Talos can give names. */
export const PHYSICAL_ALIAS = 'net0';

/** Settings that tell which interface carries the address. */
export type PrimaryLink = Pick<MachineSettings, 'link' | 'interfaces'>;

/** Name by which documents know the interface that carries the address. */
export function linkName(machine: PrimaryLink): string {
  const { link = FIRST_LINK } = machine;
  return link === PHYSICAL_LINK || isSelected(machine) ? PHYSICAL_ALIAS : link;
}

/** If the interface that carries the address is one of several, and found by its MAC address rather than by a name. */
export function isSelected({ link = PHYSICAL_LINK, interfaces }: PrimaryLink): boolean {
  return link === PHYSICAL_LINK && (interfaces?.others.length ?? 0) > 0;
}

/** Name that an interface beside it gets. */
export function interfaceName({ slot }: { readonly slot: number }): string {
  return `net${slot}`;
}

/** Name of a VLAN; Linux takes 15 characters. */
export function vlanName(link: string, slot: number, id: number): string {
  const name = `${link}.${id}`;
  return name.length > MOST_OF_NAME ? `${interfaceName({ slot })}.${id}` : name;
}

const MOST_OF_NAME = 15;
