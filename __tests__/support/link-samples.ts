import type { LinkAddressing, LinkOptions } from '../../src/network/link-settings';

/** A key of a tunnel: 32 bytes. */
export const KEY = `${'AQEB'.repeat(10)}AQE=`;

/** Another one. */
export const OTHER_KEY = `${'AgIC'.repeat(10)}AgI=`;

const ROUTE = { destination: '10.9.0.0/16', metric: 5, mtu: 1400, table: 20 };
const DHCP = {
  routeMetric: 2048,
  clientIdentifier: 'duid',
  duid: '00:03:00:01:bc:24:11:00:00:01',
  ignoreHostname: true,
} as const;

/** Settings of addresses, in a network that each link has of its own. */
function addressing(number: number, mtu = 1500) {
  const network = `10.${String(number)}.0`;
  return {
    addresses: [`${network}.9/24`],
    routes: [{ ...ROUTE, gateway: `${network}.1`, source: `${network}.9` }],
    dhcp: false,
    dhcpv6: true,
    dhcpOptions: DHCP,
    mtu,
    multicast: true,
  };
}

/** Every key of links, but for those that exclude each other. */
export const WHOLE_LINKS: LinkOptions = {
  cards: {
    uplink: {
      macAddress: '0c:c4:7a:00:00:01',
      ...addressing(101),
      ethernet: {
        rings: { rx: 4096, tx: 4096, rxJumbo: 128, rxMini: 128 },
        channels: { rx: 2, tx: 2, combined: 2, other: 1 },
        features: { 'tx-checksum-ip-generic': false },
        wakeOnLan: ['magic'],
      },
    },
    enp3s0f0: {},
    enp3s0f1: {},
  },
  bonds: {
    bond0: {
      members: ['enp3s0f0', 'enp3s0f1'],
      mode: '802.3ad',
      lacpRate: 'fast',
      xmitHashPolicy: 'layer3+4',
      miimonMilliseconds: 100,
      upDelayMilliseconds: 200,
      downDelayMilliseconds: 200,
      minLinks: 1,
      adSelect: 'bandwidth',
      ...addressing(102),
    },
  },
  bridges: { br0: { members: ['bond1'], stp: true, vlanFiltering: true, ...addressing(103) } },
  vlans: { 'bond0.20': { parent: 'bond0', id: 20, protocol: '802.1ad', ...addressing(104, 1400) } },
  dummies: { dummy0: addressing(105) },
  wireGuard: {
    wg0: {
      privateKey: KEY,
      listenPort: 51_821,
      firewallMark: 7,
      peers: [
        {
          publicKey: KEY,
          presharedKey: KEY,
          endpoint: '203.0.113.9:51821',
          keepaliveSeconds: 25,
          allowedIps: ['10.99.0.0/16'],
        },
      ],
      ...addressing(106, 1420),
    },
  },
  vrfs: { blue: { members: ['uplink'], table: 20, ...addressing(107) } },
  blackholeRoutes: { '10.98.0.0/16': { metric: 9 } },
  routingRules: {
    '1000': {
      table: 20,
      from: '10.101.0.0/16',
      to: '10.9.0.0/16',
      inputLink: 'uplink',
      outputLink: 'uplink',
      firewallMark: 7,
      firewallMask: 255,
    },
  },
  tcpProbes: { gateway: { endpoint: '10.0.0.1:443', intervalSeconds: 5, timeoutSeconds: 3, failureThreshold: 2 } },
};

/** Links with the keys that exclude others. */
export const OTHER_LINKS: readonly LinkOptions[] = [
  { cards: { uplink: { busPath: '0000:01:00.0' } }, routingRules: { '1000': { action: 'prohibit' } } },
  { cards: { uplink: { match: 'link.driver == "mlx5_core"' } } },
];

/** Default routes by links, each for a network of machines that has none. */
export const GATEWAYS: readonly LinkOptions[] = [
  { cards: { uplink: { addresses: ['10.101.0.9/24'], gateway: '10.101.0.1' } } },
  ...(['dummies', 'vlans', 'bonds', 'bridges', 'wireGuard', 'vrfs'] as const).map((kind): LinkOptions => {
    const [first] = Object.entries<LinkAddressing>(WHOLE_LINKS[kind] ?? {});
    const [name, link] = first ?? ['', undefined];
    const [address = ''] = link?.addresses ?? [];
    return {
      [kind]: { [name]: { ...link, gateway: address.replace(/9\/24$/, '1'), dhcpv6: false, dhcpOptions: undefined } },
    };
  }),
];

const OF_DOCUMENTS = [
  'multicast',
  'protocol',
  'match',
  'table',
  'presharedKey',
  'clientIdentifier',
  'duid',
  'ignoreHostname',
];
const OF_1_13 = ['vrfs', 'blackholeRoutes', 'routingRules', 'tcpProbes'];

/** Links as a contract has them: what came later is left out. */
export function linksFor(contract: string, links: LinkOptions = WHOLE_LINKS): LinkOptions {
  const minor = Number(contract.replace('v1.', ''));
  // a card that is found by its MAC address has no name before
  const keys = minor < 12 ? [...OF_DOCUMENTS, 'ethernet'] : [];
  const text = JSON.stringify(links, (key, value: unknown) =>
    minor < 13 && OF_1_13.includes(key) ? undefined : value,
  );
  return JSON.parse(text, (key, value: unknown) => (keys.includes(key) ? undefined : value)) as LinkOptions;
}

/** The same links, with values for secrets that are made for them. */
export function linksWith(secret: (name: string) => string, links: LinkOptions = WHOLE_LINKS): LinkOptions {
  const text = JSON.stringify(links, (key, value: unknown) =>
    key === 'privateKey' || key === 'presharedKey' ? secret(key) : value,
  );
  return JSON.parse(text) as LinkOptions;
}
