import type { Draft } from '../values/draft';
import { ipFamily } from '../values/ip-address';
import { IpCidr } from '../values/ip-cidr';
import { addressNumber } from '../values/ip-number';
import type { Path } from '../values/path';
import { type KnownSettings, type PartRule, rulesOfParts, type SettingRules } from '../values/setting-rule';
import {
  outsideSubnet,
  rangeBackwards,
  rangeWithoutDhcp,
  snatOfType,
  snatWithoutGateway,
  subnetTwice,
  tagMissing,
  tagOfSimpleZone,
  tagTaken,
  tagTooLarge,
  vlanAwareBesideSubnets,
  vlanAwareInEvpn,
} from './faults';
import { LARGEST_VLAN } from './limits';
import type { SdnSettings, SdnSubnetSettings, SdnVnetSettings, SdnZoneSettings } from './settings';

type ZoneType = SdnZoneSettings['type'];

interface Vnet {
  readonly name: string;
  readonly vnet: Draft<SdnVnetSettings>;
  readonly zone: string;
  /** Type of its zone; nothing if the zone is not made here. */
  readonly type: ZoneType | undefined;
  /** If the zone gives addresses; nothing if the zone is not made here. */
  readonly hasDhcp: boolean | undefined;
  /** Vnet before it that has the same tag where it must not. */
  readonly sameTag: string | undefined;
  readonly isTagUnknown: boolean;
  readonly at: Path;
}

const VNET_RULES: readonly PartRule<Vnet>[] = [
  {
    at: ({ at }) => [...at, 'tag'],
    condition: ({ vnet, type }) => type !== 'simple' || vnet.tag === undefined,
    message: ({ zone }) => tagOfSimpleZone(zone),
  },
  {
    at: ({ at }) => at,
    condition: ({ vnet, type, isTagUnknown }) => !needsTag(type) || isTagUnknown || vnet.tag !== undefined,
    message: ({ zone, type = '' }) => tagMissing(zone, type),
  },
  {
    at: ({ at }) => [...at, 'tag'],
    condition: ({ vnet: { tag = 1 }, type }) => !hasVlans(type) || tag <= LARGEST_VLAN,
    message: ({ vnet: { tag = 1 }, zone }) => tagTooLarge(tag, zone, LARGEST_VLAN),
  },
  {
    at: ({ at, vnet: { tag } }) => (tag === undefined ? at : [...at, 'tag']),
    condition: ({ sameTag }) => sameTag === undefined,
    message: ({ vnet: { tag }, zone, sameTag = '' }) => tagTaken(tag, zone, sameTag),
  },
  {
    at: ({ at }) => [...at, 'vlanAware'],
    condition: ({ vnet, type }) => type !== 'evpn' || vnet.vlanAware !== true,
    message: ({ zone }) => vlanAwareInEvpn(zone),
  },
  {
    at: ({ at }) => [...at, 'vlanAware'],
    condition: ({ vnet: { vlanAware, subnets = [] } }) => vlanAware !== true || subnets.length === 0,
    message: () => vlanAwareBesideSubnets(),
  },
];

interface Subnet {
  readonly subnet: Draft<SdnSubnetSettings>;
  readonly vnet: Vnet;
  /** Vnet of the zone that has the subnet before it. */
  readonly sameCidr: string | undefined;
  readonly isGatewayUnknown: boolean;
  readonly at: Path;
}

const SUBNET_RULES: readonly PartRule<Subnet>[] = [
  {
    at: ({ at }) => [...at, 'cidr'],
    condition: ({ sameCidr }) => sameCidr === undefined,
    message: ({ subnet: { cidr = '' }, sameCidr = '' }) => subnetTwice(cidr, sameCidr),
  },
  {
    at: ({ at }) => [...at, 'snat'],
    condition: ({ subnet, isGatewayUnknown }) =>
      subnet.snat !== true || subnet.gateway !== undefined || isGatewayUnknown,
    message: () => snatWithoutGateway(),
  },
  {
    at: ({ at }) => [...at, 'snat'],
    condition: ({ subnet, vnet: { type } }) =>
      subnet.snat !== true || type === undefined || type === 'simple' || type === 'evpn',
    message: ({ vnet: { zone, type = '' } }) => snatOfType(zone, type),
  },
  {
    at: ({ at }) => [...at, 'dhcpRange'],
    condition: ({ subnet, vnet: { hasDhcp } }) => subnet.dhcpRange === undefined || hasDhcp !== false,
    message: ({ vnet: { zone } }) => rangeWithoutDhcp(zone),
  },
  {
    at: ({ at }) => [...at, 'dhcpRange', 'end'],
    condition: ({ subnet: { dhcpRange: { start, end } = {} } }) =>
      start === undefined ||
      end === undefined ||
      ipFamily(start) !== ipFamily(end) ||
      addressNumber(start) <= addressNumber(end),
    message: ({ subnet: { dhcpRange: { start = '', end = '' } = {} } }) => rangeBackwards(start, end),
  },
];

interface Inside {
  readonly cidr: string;
  readonly address: string;
  readonly at: Path;
}

const INSIDE_RULES: readonly PartRule<Inside>[] = [
  {
    at: ({ at }) => at,
    condition: ({ cidr, address }) => IpCidr.of(cidr).contains(address),
    message: ({ cidr, address }) => outsideSubnet(address, cidr),
  },
];

/** Conditions of vnets and their subnets, of which some are those of their zones. */
export const VNET_SETTING_RULES: SettingRules<SdnSettings> = [
  rulesOfParts(vnetsOf, VNET_RULES),
  rulesOfParts(subnetsOf, SUBNET_RULES),
  rulesOfParts((known) => subnetsOf(known).flatMap(insideOf), INSIDE_RULES),
];

function needsTag(type: ZoneType | undefined): boolean {
  return type === 'vlan' || type === 'vxlan' || type === 'evpn';
}

function hasVlans(type: ZoneType | undefined): boolean {
  return type === 'vlan' || type === 'qinq';
}

function vnetsOf({ settings: { zones = {}, vnets = {} }, isUncertain }: KnownSettings<SdnSettings>): readonly Vnet[] {
  const seen = new Map<string, string>();
  return Object.entries(vnets).map(([name, vnet = {}]) => {
    const zone = vnet.zone ?? '';
    const { type, dhcp = false } = zones[zone] ?? {};
    const isDhcpUnknown = zones[zone] === undefined || isUncertain('zones', zone, 'dhcp');
    const isTagUnknown = isUncertain('vnets', name, 'tag');
    const key = isTagUnknown ? undefined : tagKey(vnet, zone, type);
    const sameTag = key === undefined ? undefined : seen.get(key);
    if (key !== undefined && sameTag === undefined) seen.set(key, name);
    const hasDhcp = isDhcpUnknown ? undefined : dhcp;
    return { name, vnet, zone, type, hasDhcp, sameTag, isTagUnknown, at: ['vnets', name] };
  });
}

/** The key that no other vnet may have: the tag in a zone of VLANs, which may be none for one, and the VXLAN id anywhere. */
function tagKey({ tag }: Draft<SdnVnetSettings>, zone: string, type: ZoneType | undefined): string | undefined {
  if (type === 'qinq' || (type === 'vlan' && tag !== undefined)) return `${zone}/${tag ?? ''}`;
  return (type === 'vxlan' || type === 'evpn') && tag !== undefined ? String(tag) : undefined;
}

function subnetsOf(known: KnownSettings<SdnSettings>): readonly Subnet[] {
  const seen = new Map<string, string>();
  return vnetsOf(known).flatMap((vnet) =>
    (vnet.vnet.subnets ?? []).flatMap((subnet, index): readonly Subnet[] => {
      if (subnet === undefined) return [];
      const at = [...vnet.at, 'subnets', index];
      const key = `${vnet.zone}/${subnet.cidr ?? ''}`;
      const sameCidr = subnet.cidr === undefined ? undefined : seen.get(key);
      seen.set(key, vnet.name);
      return [{ subnet, vnet, sameCidr, isGatewayUnknown: known.isUncertain(...at, 'gateway'), at }];
    }),
  );
}

/** Addresses that must lie in the subnet; the gateway of a single address may lie elsewhere. */
function insideOf({ subnet: { cidr, gateway, dhcpDnsServer, dhcpRange }, at }: Subnet): readonly Inside[] {
  if (cidr === undefined) return [];
  const isSingle = IpCidr.of(cidr).family === 4 && IpCidr.of(cidr).hostBits === 0;
  const addresses: readonly (readonly [string | undefined, Path])[] = [
    [isSingle ? undefined : gateway, ['gateway']],
    [dhcpDnsServer, ['dhcpDnsServer']],
    [dhcpRange?.start, ['dhcpRange', 'start']],
    [dhcpRange?.end, ['dhcpRange', 'end']],
  ];
  return addresses.flatMap(([address, place]) =>
    address === undefined ? [] : [{ cidr, address, at: [...at, ...place] }],
  );
}
