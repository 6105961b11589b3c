import type { MachineSettings } from '../../src/machine-config/settings/machine';

/** A network card of a physical machine, as the simulator takes it. */
export interface PhysicalCard {
  readonly link: string;
  readonly mac?: string;
  readonly busPath?: string;
}

/** The network cards of a machine whose links are described: those that carry the address come first. */
export function physicalCards({ link, links = {} }: Pick<MachineSettings, 'link' | 'links'>): readonly PhysicalCard[] {
  const members = Object.values(links.bonds ?? {}).flatMap((bond) => bond.members);
  const first = link === undefined || link === 'physical' ? [] : carriersOf(link, links);
  const names = [...new Set([...first, ...members, ...Object.keys(links.cards ?? {})])];
  return names.map((name, index) => {
    const { macAddress, busPath, match } = links.cards?.[name] ?? {};
    const isNamed = macAddress === undefined && busPath === undefined && match === undefined;
    return {
      link: isNamed ? name : `enp${index + 1}s0`,
      ...(macAddress !== undefined && { mac: macAddress }),
      ...(busPath !== undefined && { busPath }),
    };
  });
}

/** Names of the cards below a link. */
function carriersOf(link: string, links: NonNullable<MachineSettings['links']>): readonly string[] {
  const { bonds = {}, bridges = {}, vlans = {} } = links;
  const below = bonds[link]?.members ?? bridges[link]?.members ?? (vlans[link] && [vlans[link].parent]);
  return below === undefined
    ? [link]
    : below.filter((each) => each !== link).flatMap((each) => carriersOf(each, links));
}
