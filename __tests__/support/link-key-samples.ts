import type { Sample } from './key-samples';
import { KEY, OTHER_KEY } from './link-samples';
import { inTalosSections } from './whole-maps';

const PEER = { publicKey: KEY, allowedIps: ['10.97.0.0/16'] };
const PRIVATE = { privateKey: { secret: 'login' } };
const ASKING = { dhcpv6: true };

/** Links of each kind with the keys that they must have; who asks a DHCP server may have any address beside that. */
const WHOLE: Readonly<Record<string, readonly [name: string, link: object]>> = {
  cards: ['eth7', ASKING],
  bonds: ['bond0', { members: ['eth7', 'eth8'], mode: '802.3ad', ...ASKING }],
  bridges: ['br0', { members: ['eth7'], ...ASKING }],
  vlans: ['v20', { parent: 'eth7', id: 20, ...ASKING }],
  dummies: ['dummy0', ASKING],
  wireGuard: ['wg0', { ...PRIVATE, ...ASKING }],
  vrfs: ['blue', { members: ['eth7'], table: 20, ...ASKING }],
};

const ROUTE = { destination: '10.9.0.0/16', gateway: '10.50.0.1' };

/** Names of links that samples are made for. */
export const LINK_ENTRIES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(WHOLE).map(([kind, [name]]) => [`node.links.${kind}`, name])),
  'node.links.blackholeRoutes': '10.98.0.0/16',
  'node.links.routingRules': '1000',
  'node.links.tcpProbes': 'gateway',
};

/** Keys that a link must have before another one of its keys can be tried. */
export const LINK_WHOLE: Readonly<Record<string, unknown>> = {
  ...Object.fromEntries(
    Object.entries(WHOLE).flatMap(([kind, [, link]]) => [
      [`node.links.${kind}.any`, link],
      [`node.links.${kind}.any.routes.0`, ROUTE],
    ]),
  ),
  'node.links.wireGuard.any.peers.0': PEER,
  'node.links.routingRules.any': { table: 20 },
  'node.links.tcpProbes.any': { endpoint: '10.0.0.1:443' },
};

/** Values for the keys of links. */
export const LINK_SAMPLES: Readonly<Record<string, Sample>> = {
  ...Object.fromEntries(Object.keys(WHOLE).flatMap((kind) => Object.entries(ofAnyLink(kind)))),
  ...samples('cards.any', {
    macAddress: [undefined, '0c:c4:7a:00:00:01'],
    busPath: [undefined, '0000:01:00.0'],
    match: [undefined, 'link.driver == "mlx5_core"'],
    'ethernet.rings.rx': [undefined, 4096],
    'ethernet.rings.tx': [undefined, 4096],
    'ethernet.rings.rxJumbo': [undefined, 128],
    'ethernet.rings.rxMini': [undefined, 128],
    'ethernet.channels.rx': [undefined, 2],
    'ethernet.channels.tx': [undefined, 2],
    'ethernet.channels.combined': [undefined, 2],
    'ethernet.channels.other': [undefined, 2],
    'ethernet.features.any': [undefined, { 'tx-checksum-ip-generic': false }, { 'tx-checksum-ip-generic': true }],
    'ethernet.wakeOnLan.0': [undefined, ['magic'], ['phy', 'unicast']],
  }),
  ...samples('bonds.any', {
    'members.0': [['eth7', 'eth8'], ['eth8']],
    miimonMilliseconds: [undefined, 50],
    upDelayMilliseconds: [undefined, 200],
    downDelayMilliseconds: [undefined, 200],
    minLinks: [undefined, 1],
    mode: ['802.3ad', 'balance-rr'],
  }),
  ...samples('bridges.any', { 'members.0': [['eth7', 'eth8'], ['eth8']] }),
  ...samples('vlans.any', { parent: ['eth7', 'eth8'], id: [20, 21] }),
  ...samples('wireGuard.any', {
    listenPort: [undefined, 51_821],
    firewallMark: [undefined, 7],
    'peers.0.publicKey': [KEY, OTHER_KEY],
    'peers.0.endpoint': [undefined, '203.0.113.9:51821'],
    'peers.0.keepaliveSeconds': [undefined, 25],
    'peers.0.allowedIps.0': [['10.97.0.0/16'], ['10.96.128.0/17', '10.97.0.0/16']],
  }),
  ...samples('vrfs.any', { 'members.0': [['eth7', 'eth8'], ['eth8']], table: [20, 21] }),
  ...samples('blackholeRoutes.any', { metric: [undefined, 9] }),
  ...samples('routingRules.any', {
    table: [20, 21],
    from: [undefined, '10.97.0.0/16'],
    to: [undefined, '10.97.0.0/16'],
    inputLink: [undefined, 'eth7'],
    outputLink: [undefined, 'eth7'],
    firewallMark: [undefined, 7],
  }),
  ...samples('tcpProbes.any', {
    endpoint: ['10.0.0.1:443', 'nas.example:443'],
    intervalSeconds: [undefined, 5],
    timeoutSeconds: [undefined, 5],
    failureThreshold: [undefined, 5],
  }),
};

/** Values for keys of links that cannot be tried alone, by section. */
export const LINK_SECTIONS: Readonly<Record<string, Sample>> = {
  ...inTalosSections('links.routingRules.any.action', 'links.routingRules', [
    { 1000: { table: 20 } },
    ...['blackhole', 'unreachable', 'prohibit'].map((action) => ({ 1000: { action } })),
  ]),
  ...inTalosSections('links.routingRules.any.firewallMask', 'links.routingRules', [
    { 1000: { table: 20, firewallMark: 7 } },
    { 1000: { table: 20, firewallMark: 7, firewallMask: 255 } },
  ]),
  ...inTalosSections('links.wireGuard.any.privateKey.secret', 'links.wireGuard', [
    { wg0: PRIVATE },
    { wg0: { privateKey: { secret: 'other' } } },
  ]),
  ...inTalosSections('links.wireGuard.any.peers.0.presharedKey.secret', 'links.wireGuard', [
    { wg0: { ...PRIVATE, peers: [{ ...PEER, presharedKey: { secret: 'login' } }] } },
    { wg0: { ...PRIVATE, peers: [{ ...PEER, presharedKey: { secret: 'other' } }] } },
  ]),
  ...Object.fromEntries(
    Object.keys(WHOLE).flatMap((kind) =>
      Object.entries(
        inTalosSections(
          `links.${kind}.any.dhcpOptions.duid`,
          `links.${kind}.any.dhcpOptions`,
          ['00:03', '00:04'].map((duid) => ({ clientIdentifier: 'duid', duid })),
        ),
      ),
    ),
  ),
};

/** Keys of links that mean nothing without something elsewhere. */
export const LINK_NEEDS: readonly (readonly [place: RegExp, settings: Readonly<Record<string, unknown>>])[] = [
  // an address is that of one machine
  [/^pools\.any\.links\./, { 'pools.any.nodes': 1 }],
  ...Object.entries(WHOLE).map(
    ([kind, [name, link]]) =>
      [
        new RegExp(`^machine\\.links\\.${kind}\\.any\\.addresses`),
        { 'nodes.work-00.links': { [kind]: { [name]: { ...link, addresses: ['10.51.0.9/24'] } } } },
      ] as const,
  ),
];

function ofAnyLink(kind: string): Readonly<Record<string, Sample>> {
  const place = `links.${kind}.any`;
  return {
    ...samples(`${kind}.any`, {
      'addresses.0': [undefined, ['10.50.0.9/24']],
      'routes.0.destination': ['10.9.0.0/16', '10.8.0.0/16'],
      'routes.0.gateway': ['10.50.0.1', '10.50.0.2'],
      'routes.0.metric': [undefined, 5],
      'routes.0.source': [undefined, '10.50.0.9'],
      'routes.0.mtu': [undefined, 1400],
      'routes.0.table': [undefined, 20],
      mtu: [undefined, 1400],
      'dhcpOptions.routeMetric': [undefined, 9],
      'dhcpOptions.clientIdentifier': [undefined, 'none', 'mac'],
    }),
    [`${place}.gateway`]: { values: [undefined, '10.50.0.1'], beside: { 'network.gateway': undefined } },
  };
}

function samples(
  place: string,
  values: Readonly<Record<string, readonly unknown[]>>,
): Readonly<Record<string, Sample>> {
  return Object.fromEntries(Object.entries(values).map(([key, each]) => [`links.${place}.${key}`, { values: each }]));
}
