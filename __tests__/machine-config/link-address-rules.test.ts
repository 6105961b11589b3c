import type { LinkOptions } from '../../src/network/link-settings';
import { KEY } from '../support/link-samples';
import { type MachineOptions, type SettingRow, testMachineDoors } from '../support/setting-doors';
import { changedSpec, faultsOf } from '../support/small-spec';

const links = (options: LinkOptions): MachineOptions => ({ links: options });
const dummy = (options: object): MachineOptions => links({ dummies: { dummy0: options } });
const DUMMY = 'links.dummies.dummy0';

describe('addresses of links', () => {
  testMachineDoors([
    {
      title: 'a machine has one default route',
      good: dummy({ addresses: ['10.50.0.9/24'] }),
      bad: dummy({ addresses: ['10.50.0.9/24'], gateway: '10.50.0.1' }),
      line: `${DUMMY}.gateway: got "10.50.0.1", but a machine has one default route and network.gateway gives it already; leave this one out, or write routes`,
    },
    {
      title: 'a default route is the gateway of its link, one for each family of addresses',
      good: dummy({ addresses: ['fd00::9/64'], gateway: 'fd00::1' }),
      bad: dummy({ addresses: ['fd00::9/64'], routes: [{ destination: '::/0', gateway: 'fd00::1' }] }),
      line: `${DUMMY}.routes[0].destination: got "::/0", which is the default route; write it as the gateway of the link`,
    },
    {
      title: 'a router is within reach',
      good: dummy({ addresses: ['10.50.0.9/24'], routes: [{ destination: '10.9.0.0/16', gateway: '10.50.0.1' }] }),
      bad: dummy({ addresses: ['10.50.0.9/24'], routes: [{ destination: '10.9.0.0/16', gateway: '10.51.0.1' }] }),
      line: `${DUMMY}.routes[0].gateway: got "10.51.0.1"; write an address of a network of the interface, 10.50.0.0/24`,
    },
    {
      title: 'a network is on one link, an address alone may be on another',
      good: dummy({ addresses: ['10.0.0.77/32'] }),
      bad: dummy({ addresses: ['10.0.0.77/24'] }),
      line: `${DUMMY}.addresses[0]: got "10.0.0.77/24", an address of 10.0.0.0/24, which the link that carries the address is in: a machine would answer by the wrong interface; write an address of another network`,
    },
    {
      title: 'the edges of a network belong to no machine',
      good: dummy({ addresses: ['10.50.0.1/24'] }),
      bad: dummy({ addresses: ['10.50.0.255/24'] }),
      line: `${DUMMY}.addresses[0]: got "10.50.0.255/24"; the first and the last address of 10.50.0.0/24 belong to no machine, write one between`,
    },
    {
      title: 'options of DHCP are those of a link that asks',
      good: dummy({ dhcpv6: true, dhcpOptions: { routeMetric: 9 } }),
      bad: dummy({ dhcpOptions: { routeMetric: 9 } }),
      line: `${DUMMY}.dhcpOptions: the link asks no DHCP server; write dhcp or dhcpv6, or leave dhcpOptions out`,
    },
    {
      title: 'an identifier has its kind',
      good: dummy({ dhcp: true, dhcpOptions: { clientIdentifier: 'duid', duid: '00:03' } }),
      bad: dummy({ dhcp: true, dhcpOptions: { clientIdentifier: 'duid' } }),
      line: `${DUMMY}.dhcpOptions: duid and clientIdentifier: duid belong together; write both, or none`,
    },
    {
      title: 'the machine says how it gets its address',
      both: { link: 'eth0' },
      good: { dhcp: true, links: { cards: { eth0: { dhcpOptions: { routeMetric: 9 } } } } },
      bad: links({ cards: { eth0: { dhcp: true } } }),
      line: 'links.cards.eth0.dhcp: the link carries the address of the machine; write dhcp at the machine instead',
    },
  ]);

  test('the gateway of one link is that of no other, and of none that asks', () => {
    const spec = (dummies: object) =>
      faultsOf(changedSpec({ 'network.gateway': undefined, 'nodes.work-00.links': { dummies } }));
    const first = { addresses: ['10.50.0.9/24'], gateway: '10.50.0.1' };
    expect(spec({ a: first })).toEqual([]);
    expect(spec({ a: first, b: { addresses: ['10.51.0.9/24'], gateway: '10.51.0.1' } })).toEqual([
      'nodes.work-00.links.dummies.b.gateway: got "10.51.0.1", but a machine has one default route and a gives it already; leave this one out, or write routes',
    ]);
    expect(spec({ a: { ...first, dhcp: true } })).toEqual([
      'nodes.work-00.links.dummies.a.gateway: got "10.50.0.1", but the DHCP server says which router there is; leave gateway or dhcp out',
    ]);
  });

  test('two machines have one address only where they have it alone', () => {
    const spec = (kind: string) =>
      faultsOf(
        changedSpec(
          Object.fromEntries(
            ['ctrl-00', 'work-00'].map((name) => [
              `nodes.${name}.links`,
              {
                [kind]: { link0: { ...(kind === 'vlans' && { parent: 'eth0', id: 2 }), addresses: ['10.50.0.9/24'] } },
              },
            ]),
          ),
        ),
      );
    expect(spec('dummies')).toEqual([]);
    expect(spec('vlans')).toEqual([expect.stringContaining('10.50.0.9')]);
  });

  test('an address in the settings of all machines is that of one', () => {
    const faults = faultsOf(changedSpec({ machine: { links: { cards: { eth0: { addresses: ['10.50.0.9/24'] } } } } }));
    expect(faults).toEqual([expect.stringMatching(/^machine\.links\.cards\.eth0\.addresses\[0\]: .*10\.50\.0\.9/)]);
  });
});

function since(
  key: string,
  contract: string,
  old: string,
  options: MachineOptions,
  at: string,
): SettingRow<MachineOptions> {
  return {
    title: `${key} needs ${contract}`,
    contract: old,
    both: { link: 'eth0' },
    good: {},
    bad: options,
    line: `${at}: ${key} is there from contract ${contract} on, and the cluster has ${old}; leave it out, or raise talos.contract`,
  };
}

describe('what contracts have', () => {
  const BOND = { members: ['a', 'b'], mode: 'active-backup' } as const;
  testMachineDoors([
    since('vrfs', 'v1.13', 'v1.12', links({ vrfs: { a: { members: ['eno1'], table: 20 } } }), 'links.vrfs'),
    since(
      'blackholeRoutes',
      'v1.13',
      'v1.12',
      links({ blackholeRoutes: { '10.9.0.0/16': {} } }),
      'links.blackholeRoutes',
    ),
    since('routingRules', 'v1.13', 'v1.12', links({ routingRules: { '9': { table: 20 } } }), 'links.routingRules'),
    since('tcpProbes', 'v1.13', 'v1.12', links({ tcpProbes: { a: { endpoint: 'a:1' } } }), 'links.tcpProbes'),
    since('multicast', 'v1.12', 'v1.11', dummy({ multicast: true }), `${DUMMY}.multicast`),
    since('match', 'v1.12', 'v1.11', links({ cards: { a: { match: 'true' } } }), 'links.cards.a.match'),
    since(
      'protocol',
      'v1.12',
      'v1.11',
      links({ vlans: { 'a.2': { parent: 'a', id: 2, protocol: '802.1ad' } } }),
      'links.vlans.a.2.protocol',
    ),
    since(
      'ignoreHostname',
      'v1.12',
      'v1.11',
      dummy({ dhcp: true, dhcpOptions: { ignoreHostname: true } }),
      `${DUMMY}.dhcpOptions.ignoreHostname`,
    ),
    since(
      'clientIdentifier',
      'v1.12',
      'v1.11',
      dummy({ dhcp: true, dhcpOptions: { clientIdentifier: 'mac' } }),
      `${DUMMY}.dhcpOptions.clientIdentifier`,
    ),
    since(
      'table',
      'v1.12',
      'v1.11',
      dummy({ routes: [{ destination: '10.9.0.0/16', table: 20 }] }),
      `${DUMMY}.routes[0].table`,
    ),
    since(
      'ethernet',
      'v1.10',
      'v1.9',
      links({ cards: { a: { ethernet: { rings: { rx: 1 } } } } }),
      'links.cards.a.ethernet',
    ),
    since(
      'wakeOnLan',
      'v1.12',
      'v1.11',
      links({ cards: { a: { ethernet: { wakeOnLan: ['magic'] } } } }),
      'links.cards.a.ethernet.wakeOnLan',
    ),
    since('ptpDevices', 'v1.12', 'v1.11', { time: { ptpDevices: ['/dev/ptp0'] } }, 'time.ptpDevices'),
    {
      title: 'a bond has its cards in one way up to v1.11',
      contract: 'v1.11',
      both: { link: 'eth0' },
      good: links({ bonds: { bond0: BOND }, cards: { a: { busPath: 'x' }, b: { busPath: 'y' } } }),
      bad: links({ bonds: { bond0: BOND }, cards: { a: { busPath: 'x' } } }),
      line: 'links.bonds.bond0.members: with contract v1.11 a bond has its cards all by name, or all by macAddress or busPath; write them in one way, or raise talos.contract to v1.12',
    },
    {
      title: 'a bridge has its cards by name up to v1.11',
      contract: 'v1.11',
      both: { link: 'eth0' },
      good: links({ bridges: { br0: { members: ['a'] } } }),
      bad: links({ bridges: { br0: { members: ['a'] } }, cards: { a: { busPath: 'x' } } }),
      line: 'links.bridges.br0.members[0]: with contract v1.11 "a", which is found by what it is, has no name here; write its name as the key and leave macAddress and busPath out, or raise talos.contract to v1.12',
    },
    {
      title: 'settings of a card need its name up to v1.11',
      contract: 'v1.11',
      both: { link: 'eth0' },
      good: links({ cards: { a: { ethernet: { rings: { rx: 1 } } } } }),
      bad: links({ cards: { a: { busPath: 'x', ethernet: { rings: { rx: 1 } } } } }),
      line: 'links.cards.a.ethernet: with contract v1.11 "a", which is found by what it is, has no name here; write its name as the key and leave macAddress and busPath out, or raise talos.contract to v1.12',
    },
    {
      title: 'Talos names VLANs up to v1.11',
      contract: 'v1.11',
      both: { link: 'eth0' },
      good: links({ vlans: { 'eno1.20': { parent: 'eno1', id: 20 } } }),
      bad: links({ vlans: { storage: { parent: 'eno1', id: 20 } } }),
      line: 'links.vlans.storage: with contract v1.11 the VLAN is called "eno1.20"; write that as its key, or raise talos.contract to v1.12',
    },
  ]);

  test('a further key of a peer needs v1.12', () => {
    const peer = { publicKey: KEY, allowedIps: ['10.9.0.0/16'], presharedKey: { secret: 'wg' } };
    const wireGuard = { wg0: { privateKey: { secret: 'wg' }, peers: [peer] } };
    const base = { secrets: { wg: {} }, 'nodes.work-00.links': { wireGuard } };
    expect(faultsOf(changedSpec(base))).toEqual([]);
    const old = { 'talos.contract': 'v1.11', 'talos.version': 'v1.11.0', 'kubernetes.version': 'v1.32.3' };
    expect(faultsOf(changedSpec({ ...base, ...old }))).toEqual([
      'nodes.work-00.links.wireGuard.wg0.peers[0].presharedKey: presharedKey is there from contract v1.12 on, and the cluster has v1.11; leave it out, or raise talos.contract',
    ]);
  });
});
