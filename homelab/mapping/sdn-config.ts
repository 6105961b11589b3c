import type { ClusterModel } from '../../src/model';

type Endpoint = ClusterModel['endpoints'][number];

/** Bridge that zones lie on whose settings nobody knows. */
const BRIDGE = 'vmbr0';

/** Zones that vnets are in and that the cluster does not make, and what its zones refer to. */
export function sdnConfig({ sdn }: Endpoint) {
  const { zones = {}, vnets = {} } = sdn ?? {};
  const foreign = Object.values(vnets).filter(({ zone }) => zones[zone] === undefined);
  const made = [...new Set(foreign.map(({ zone }) => zone))].map((zone) => {
    const hasTags = foreign.some((vnet) => vnet.zone === zone && vnet.tag !== undefined);
    return [zone, hasTags ? { type: 'vlan', bridge: BRIDGE } : { type: 'simple' }] as const;
  });
  const all = Object.values(zones);
  const named = (names: readonly (string | undefined)[]): readonly string[] => [
    ...new Set(names.flatMap((name) => name ?? [])),
  ];
  const controllers = named(all.map(({ controller }) => controller));
  const dnsServers = named(all.flatMap(({ dns, reverseDns }) => [dns, reverseDns]));
  const ipams = named(all.map(({ ipam }) => ipam));
  if (made.length + controllers.length + dnsServers.length + ipams.length === 0) return {};
  return { sdn: { zones: Object.fromEntries(made), controllers, dnsServers, ipams } };
}

/** Bridges of hosts that zones lie on. */
export function zoneBridges({ sdn }: Endpoint): readonly string[] {
  const { zones = {}, vnets = {} } = sdn ?? {};
  const isForeign = Object.values(vnets).some(({ zone }) => zones[zone] === undefined);
  return [...Object.values(zones).flatMap(({ bridge }) => bridge ?? []), ...(isForeign ? [BRIDGE] : [])];
}
