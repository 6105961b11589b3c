import type { MachineSettings } from '../settings/machine';

/** The value of `link` that stands for the only physical interface, whatever its name. */
export const PHYSICAL_LINK = 'physical';

/** The first interface of a machine that boots with `net.ifnames=0`, as the nocloud platform does. */
export const FIRST_LINK = 'eth0';

/** Name that the only physical interface gets where Talos can give names. */
export const PHYSICAL_ALIAS = 'net0';

/** Name by which documents know the interface that carries the address. */
export function linkName({ link = FIRST_LINK }: Pick<MachineSettings, 'link'>): string {
  return link === PHYSICAL_LINK ? PHYSICAL_ALIAS : link;
}
