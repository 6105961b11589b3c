import type { EndpointState } from './endpoint-state';
import { changesApplied, sdnTaken, sdnZoneUnknown } from './faults';
import type { EndpointNeeds, ObjectNeeds } from './needs';
import { ZONES_PATH } from './privilege-needs';
import { endpointKey, type Findings, type Shortage } from './shortage';

/** Zones and vnets that are there already, zones that are not, and changes of others that are applied together. */
export function sdnFindings({ name, objects }: EndpointNeeds, state: EndpointState): Findings {
  const { sdn } = state;
  const zones = objects.filter(({ feature }) => feature === 'sdnZone');
  const vnets = objects.filter(({ feature }) => feature === 'sdnVnet');
  if (sdn === undefined || zones.length + vnets.length === 0) return { shortages: [], advice: [] };
  const place = endpointKey(name);
  const unfit = (message: string): Shortage => ({ kind: 'sdn-unfit', accept: place, message });
  const isNew = ({ isThere = false }: ObjectNeeds): boolean => !isThere;
  const made = zones.map((zone) => zone.name);
  const wanted = [...new Set(vnets.flatMap(({ zone }) => zone ?? []))].filter((zone) => !made.includes(zone));
  const taken = [
    ...zones
      .filter(isNew)
      .filter((zone) => sdn.zones.some((each) => each.name === zone.name))
      .map((zone) => sdnTaken(place, 'zone', zone.name)),
    ...vnets
      .filter(isNew)
      .filter((vnet) => sdn.vnets.some((each) => each.name === vnet.name))
      .map((vnet) => sdnTaken(place, 'vnet', vnet.name)),
  ];
  const missing = wanted
    .filter((zone) => seesZone(state, zone) && !sdn.zones.some((each) => each.name === zone))
    .map((zone) =>
      sdnZoneUnknown(
        place,
        zone,
        sdn.zones.map((each) => each.name),
      ),
    );
  const own = [...zones, ...vnets].map((each) => each.name);
  const waiting = [...sdn.zones, ...sdn.vnets].filter((each) => each.isPending && !own.includes(each.name));
  return {
    shortages: [...taken, ...missing].map(unfit),
    advice:
      waiting.length === 0
        ? []
        : [
            changesApplied(
              place,
              waiting.map((each) => each.name),
            ),
          ],
  };
}

/** True if the token sees a zone; if not, that is reported instead. */
function seesZone({ permissions }: EndpointState, zone: string): boolean {
  const held = permissions.get(`${ZONES_PATH}/${zone}`) ?? {};
  return 'SDN.Allocate' in held || 'SDN.Audit' in held;
}
