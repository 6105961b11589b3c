import { claims } from '../values/claims';
import type { Draft } from '../values/draft';
import type { Path } from '../values/path';
import { type KnownSettings, type PartRule, rulesOfParts, type SettingRules } from '../values/setting-rule';
import {
  dnsZoneWithoutServer,
  notOfZoneType,
  primaryIsNoExitNode,
  sdnHostUnknown,
  vxlanTaken,
  zoneNeeds,
} from './faults';
import type { SdnSettings, SdnZoneSettings } from './settings';

/** Surroundings of a software-defined network. */
export interface SdnPlace {
  /** Name of the endpoint. */
  readonly endpointName: string;
  /** Its hosts. */
  readonly hosts: readonly string[];
}

type ZoneType = SdnZoneSettings['type'];
type ZoneKey = Exclude<keyof SdnZoneSettings, 'type'>;

/** Settings that only zones of some types have, and if these need them. */
const OWN_KEYS: Readonly<Partial<Record<ZoneKey, { readonly types: readonly ZoneType[]; readonly isNeeded?: true }>>> =
  {
    bridge: { types: ['vlan', 'qinq'], isNeeded: true },
    serviceVlan: { types: ['qinq'], isNeeded: true },
    serviceVlanProtocol: { types: ['qinq'] },
    peers: { types: ['vxlan'], isNeeded: true },
    controller: { types: ['evpn'], isNeeded: true },
    vrfVxlan: { types: ['evpn'], isNeeded: true },
    exitNodes: { types: ['evpn'] },
    primaryExitNode: { types: ['evpn'] },
    exitNodesLocalRouting: { types: ['evpn'] },
    advertiseSubnets: { types: ['evpn'] },
    disableArpNdSuppression: { types: ['evpn'] },
    routeTargetImport: { types: ['evpn'] },
    dhcp: { types: ['simple'] },
  };

/** A setting of a zone whose type is known. */
interface OwnKey {
  readonly key: string;
  readonly type: ZoneType;
  readonly types: readonly ZoneType[];
  readonly isNeeded: boolean;
  readonly isWritten: boolean;
  readonly isUnknown: boolean;
  readonly at: Path;
}

const KEY_RULES: readonly PartRule<OwnKey>[] = [
  {
    at: ({ at, key }) => [...at, key],
    condition: ({ isWritten, type, types }) => !isWritten || types.includes(type),
    message: ({ key, type, types }) => notOfZoneType(key, type, types),
  },
  {
    at: ({ at }) => at,
    condition: ({ isWritten, isUnknown, isNeeded, type, types }) =>
      isWritten || isUnknown || !isNeeded || !types.includes(type),
    message: ({ key, type }) => zoneNeeds(key, type),
  },
];

interface Zone {
  readonly zone: Draft<SdnZoneSettings>;
  readonly isUncertain: (key: ZoneKey) => boolean;
  readonly at: Path;
}

const ZONE_RULES: readonly PartRule<Zone>[] = [
  {
    at: ({ at }) => [...at, 'primaryExitNode'],
    condition: ({ zone: { primaryExitNode, exitNodes = [] }, isUncertain }) =>
      primaryExitNode === undefined || isUncertain('exitNodes') || exitNodes.includes(primaryExitNode),
    message: ({ zone: { primaryExitNode = '', exitNodes = [] } }) =>
      primaryIsNoExitNode(
        primaryExitNode,
        exitNodes.flatMap((host) => host ?? []),
      ),
  },
  {
    at: ({ at }) => [...at, 'dnsZone'],
    condition: ({ zone: { dnsZone, dns }, isUncertain }) =>
      dnsZone === undefined || dns !== undefined || isUncertain('dns'),
    message: () => dnsZoneWithoutServer(),
  },
];

interface NamedHost {
  readonly host: string;
  readonly at: Path;
}

interface SharedVxlan {
  readonly id: number;
  readonly owner: string | undefined;
  readonly at: Path;
}

const VXLAN_RULES: readonly PartRule<SharedVxlan>[] = [
  {
    at: ({ at }) => at,
    condition: ({ owner }) => owner === undefined,
    message: ({ id, owner = '' }) => vxlanTaken(id, owner),
  },
];

/** Conditions of zones: each has what its type needs and nothing else, and hosts that there are. */
export function zoneRules({ endpointName, hosts }: SdnPlace): SettingRules<SdnSettings> {
  const hostRule: PartRule<NamedHost> = {
    at: ({ at }) => at,
    condition: ({ host }) => hosts.includes(host),
    message: ({ host }) => sdnHostUnknown(host, endpointName, hosts),
  };
  return [
    rulesOfParts((known) => zonesOf(known).flatMap(ownKeys), KEY_RULES),
    rulesOfParts(zonesOf, ZONE_RULES),
    rulesOfParts((known) => zonesOf(known).flatMap(namedHosts), [hostRule]),
    rulesOfParts(vrfsOf, VXLAN_RULES),
  ];
}

function zonesOf({ settings: { zones = {} }, isUncertain }: KnownSettings<SdnSettings>): readonly Zone[] {
  return Object.entries(zones).map(([name, zone = {}]) => ({
    zone,
    isUncertain: (key) => isUncertain('zones', name, key),
    at: ['zones', name],
  }));
}

function ownKeys({ zone, isUncertain, at }: Zone): readonly OwnKey[] {
  const { type } = zone;
  if (type === undefined) return [];
  return Object.entries(OWN_KEYS).map(([name, { types, isNeeded = false }]) => {
    const key = name as ZoneKey;
    return { key, type, types, isNeeded, isWritten: zone[key] !== undefined, isUnknown: isUncertain(key), at };
  });
}

function namedHosts({ zone, at }: Zone): readonly NamedHost[] {
  return (['hosts', 'exitNodes'] as const).flatMap((key) =>
    (zone[key] ?? []).flatMap((host, index) => (host === undefined ? [] : [{ host, at: [...at, key, index] }])),
  );
}

/** VXLAN ids of routes, beside those of other zones and of vnets. */
function vrfsOf({ settings: { zones = {}, vnets = {} } }: KnownSettings<SdnSettings>): readonly SharedVxlan[] {
  const ofVnets = Object.entries(vnets).flatMap(([name, vnet]) => {
    const type = vnet?.zone === undefined ? undefined : zones[vnet.zone]?.type;
    return vnet?.tag !== undefined && (type === 'vxlan' || type === 'evpn')
      ? [{ id: vnet.tag, name: `the vnet ${name}`, at: undefined }]
      : [];
  });
  const ofZones = Object.entries(zones).flatMap(([name, zone]) =>
    zone?.vrfVxlan === undefined
      ? []
      : [{ id: zone.vrfVxlan, name: `the zone ${name}`, at: ['zones', name, 'vrfVxlan'] }],
  );
  return claims([...ofVnets, ...ofZones], ({ id }) => String(id)).flatMap(({ item: { id, at }, first }) =>
    at === undefined ? [] : [{ id, at, owner: first?.name }],
  );
}
