import type { Path } from '../values/path';

/** Settings of a network that its machines' addresses and documents are made of at synth. */
export const NETWORK_KNOWN_AT_SYNTH: readonly Path[] = [['subnet'], ['link'], ['searchDomains']];

/** Settings of a machine in a network that decide at synth what is made for it. */
export const MEMBER_KNOWN_AT_SYNTH: readonly Path[] = [
  ['hostname'],
  ['machineType'],
  ['link'],
  ['dhcp'],
  ['network', 'subnet'],
];

/** Addresses and routes of an interface, which its documents are made of at synth. */
export function addressingKnownAtSynth(place: Path): readonly Path[] {
  return [
    ['dhcp'],
    ['addresses', '*'],
    ...['destination', 'gateway', 'metric', 'source', 'mtu', 'table'].map((key) => ['routes', '*', key]),
  ].map((path) => [...place, ...path]);
}

/** VLANs of an interface, which documents of their own are made of at synth. */
export function vlansKnownAtSynth(place: Path): readonly Path[] {
  const vlan = [...place, 'vlans', '*'];
  return [[...vlan, 'id'], [...vlan, 'mtu'], ...addressingKnownAtSynth(vlan)];
}

/** Settings of any link. */
const OF_LINKS: readonly Path[] = [
  ...addressingKnownAtSynth([]),
  ...['gateway', 'dhcpv6', 'mtu', 'multicast'].map((key) => [key]),
  ...['routeMetric', 'clientIdentifier', 'duid', 'ignoreHostname'].map((key) => ['dhcpOptions', key]),
];

/** Settings of links of one kind, by the kind. A key of a tunnel, and where its other end is, may come late. */
const OF_KINDS: Readonly<Record<string, readonly Path[]>> = {
  cards: [
    ['macAddress'],
    ['busPath'],
    ['match'],
    ...['rings', 'channels', 'features', 'wakeOnLan'].map((key) => ['ethernet', key, '*']),
  ],
  bonds: [
    ['members', '*'],
    ...['mode', 'lacpRate', 'xmitHashPolicy', 'minLinks', 'adSelect'].map((key) => [key]),
    ...['miimon', 'upDelay', 'downDelay'].map((key) => [`${key}Milliseconds`]),
  ],
  bridges: [['members', '*'], ['stp'], ['vlanFiltering']],
  vlans: [['parent'], ['id'], ['protocol']],
  dummies: [],
  wireGuard: [['listenPort'], ['firewallMark'], ['peers', '*', 'keepaliveSeconds'], ['peers', '*', 'allowedIps', '*']],
  vrfs: [['members', '*'], ['table']],
};

/** Settings of links, which documents are made of at synth. */
export const LINKS_KNOWN_AT_SYNTH: readonly Path[] = [
  ...Object.entries(OF_KINDS).flatMap(([kind, own]) =>
    [...own, ...OF_LINKS].map((path) => ['links', kind, '*', ...path]),
  ),
  ['links', 'blackholeRoutes', '*', 'metric'],
  ...['table', 'action', 'from', 'to', 'inputLink', 'outputLink', 'firewallMark', 'firewallMask'].map((key) => [
    'links',
    'routingRules',
    '*',
    key,
  ]),
  ...['intervalSeconds', 'timeoutSeconds', 'failureThreshold'].map((key) => ['links', 'tcpProbes', '*', key]),
];
