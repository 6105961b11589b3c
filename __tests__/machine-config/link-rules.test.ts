import type { LinkOptions } from '../../src/network/link-settings';
import { KEY } from '../support/link-samples';
import { type MachineOptions, testMachineDoors } from '../support/setting-doors';
import { changedSpec, faultsOf } from '../support/small-spec';

const links = (options: LinkOptions): MachineOptions => ({ links: options });
const CARD = { addresses: ['10.50.0.9/24'] };
const BOND = { members: ['eno1', 'eno2'], mode: 'active-backup' } as const;
const ETH0 = { link: 'eth0' };

describe('names, cards and members', () => {
  testMachineDoors([
    {
      title: 'all kinds share their names',
      good: links({ dummies: { dummy0: {} }, bridges: { br0: { members: ['eno3'] } } }),
      bad: links({ dummies: { br0: {} }, bridges: { br0: { members: ['eno3'] } } }),
      line: 'links.dummies.br0: "br0" is that of links.bridges; a machine has each name once, choose another',
    },
    {
      title: 'the kernel and Talos have names too',
      good: links({ dummies: { lo1: {} } }),
      bad: links({ dummies: { lo: {} } }),
      line: 'links.dummies.lo: "lo" is the loopback of the kernel; a machine has each name once, choose another',
    },
    {
      title: 'a card is found in one way',
      both: ETH0,
      good: links({ cards: { lan: { busPath: '0000:01:00.0' } } }),
      bad: links({ cards: { lan: { busPath: '0000:01:00.0', macAddress: '0c:c4:7a:00:00:01' } } }),
      line: 'links.cards.lan: a card is found in one way; write macAddress, or busPath, or match, or none where the key is its name',
    },
    {
      title: 'what finds one card finds no other',
      both: ETH0,
      good: links({ cards: { a: { macAddress: '0c:c4:7a:00:00:01' }, b: { macAddress: '0c:c4:7a:00:00:02' } } }),
      bad: links({ cards: { a: { macAddress: '0c:c4:7a:00:00:01' }, b: { macAddress: '0C-C4-7A-00-00-01' } } }),
      line: 'links.cards.b.macAddress: "0c:c4:7a:00:00:01" finds a already; write that of another card',
    },
    {
      title: 'the only card is found already',
      both: { link: 'physical' },
      good: links({ cards: { net0: { mtu: 9000 } } }),
      bad: links({ cards: { net0: { macAddress: '0c:c4:7a:00:00:01' } } }),
      line: 'links.cards.net0: net0 is the card that Talos finds; leave macAddress, busPath and match out',
    },
    {
      title: 'physical is the only card',
      good: { link: 'lan', links: { cards: { lan: { macAddress: '0c:c4:7a:00:00:01' }, other: { busPath: 'x' } } } },
      bad: { link: 'physical', links: { cards: { other: { busPath: 'x' } }, bonds: { bond0: BOND } } },
      line: 'link: physical stands for the only card of a machine, and links describe more (other, bond0); write the name of the link that carries the address',
    },
    {
      title: 'a link is in one other',
      both: ETH0,
      good: links({ bonds: { bond0: BOND } }),
      bad: links({ bonds: { bond0: BOND, bond1: { ...BOND, members: ['eno2', 'eno3'] } } }),
      line: 'links.bonds.bond1.members[0]: "eno2" is in bond0 already; write each link once',
    },
    {
      title: 'a link is not in itself',
      both: ETH0,
      good: links({ bridges: { br0: { members: ['eno1'] } } }),
      bad: links({ bridges: { br0: { members: ['br0'] } } }),
      line: 'links.bridges.br0.members[0]: "br0" is the link itself; write another',
    },
    {
      title: 'the link of the address is in no other',
      good: { link: 'eno3', links: { bonds: { bond0: BOND } } },
      bad: { link: 'eno1', links: { bonds: { bond0: BOND } } },
      line: 'links.bonds.bond0.members[0]: "eno1" carries the address of the machine, and in bond0 it could not; write link: bond0 at the machine',
    },
    {
      title: 'a member has no addresses of its own',
      both: ETH0,
      good: links({ bonds: { bond0: { ...BOND, ...CARD } }, cards: { eno1: { mtu: 9000, dhcp: false } } }),
      bad: links({ bonds: { bond0: BOND }, cards: { eno1: CARD } }),
      line: 'links.cards.eno1.addresses: the link is in bond0, which has the addresses; write them there',
    },
    {
      title: 'a member of a routing domain keeps its addresses',
      both: ETH0,
      good: links({ vrfs: { blue: { members: ['eno1'], table: 20 } }, cards: { eno1: CARD } }),
      bad: links({ bridges: { br0: { members: ['eno1'] } }, cards: { eno1: CARD } }),
      line: 'links.cards.eno1.addresses: the link is in br0, which has the addresses; write them there',
    },
  ]);

  test('cloud-init has the address of a virtual machine on its first card', () => {
    const spec = (link: string) =>
      faultsOf(
        changedSpec({
          'nodes.work-00.host': 'pve1',
          'nodes.work-00.installDisk': undefined,
          'nodes.work-00.link': link,
          'nodes.work-00.links': { bonds: { bond0: { members: ['net1'], mode: 'active-backup' } } },
        }),
      );
    expect(spec('eth0')).toEqual([]);
    expect(spec('bond0')).toEqual([
      'nodes.work-00.link: cloud-init gives a virtual machine its address on its first card, and "bond0" is made by Talos: it would have the address twice; leave link out, and make bonds on the host, below its bridge, or write vlanId for a VLAN',
    ]);
  });

  test('a further card of a virtual machine is described where it is made', () => {
    const spec = (card: object) =>
      faultsOf(
        changedSpec({
          'nodes.work-00.networkDevices': { storage: { slot: 1 } },
          'nodes.work-00.link': 'physical',
          'nodes.work-00.links': { cards: { net1: card } },
        }),
      );
    expect(spec({ ethernet: { rings: { rx: 4096 } } })).toEqual([]);
    expect(spec({ mtu: 1400 })).toEqual([
      'nodes.work-00.links.cards.net1: net1 is the card of networkDevices with slot 1, and its addresses and routes stand there; here it takes ethernet only',
    ]);
  });
});

describe('bonds and VLANs', () => {
  testMachineDoors([
    {
      title: 'partners speak with LACP only',
      both: ETH0,
      good: links({ bonds: { bond0: { ...BOND, mode: '802.3ad', lacpRate: 'fast' } } }),
      bad: links({ bonds: { bond0: { ...BOND, lacpRate: 'fast' } } }),
      line: 'links.bonds.bond0.lacpRate: lacpRate means nothing in mode active-backup; leave it out, or write mode: 802.3ad',
    },
    {
      title: 'one card in use needs no choice of cards',
      both: ETH0,
      good: links({ bonds: { bond0: { ...BOND, mode: 'balance-xor', xmitHashPolicy: 'layer3+4' } } }),
      bad: links({ bonds: { bond0: { ...BOND, xmitHashPolicy: 'layer3+4' } } }),
      line: 'links.bonds.bond0.xmitHashPolicy: xmitHashPolicy means nothing in mode active-backup; leave it out, or write mode: 802.3ad or balance-xor or balance-tlb',
    },
    {
      title: 'groups are chosen with LACP only',
      both: ETH0,
      good: links({ bonds: { bond0: { ...BOND, mode: '802.3ad', adSelect: 'count' } } }),
      bad: links({ bonds: { bond0: { ...BOND, adSelect: 'count' } } }),
      line: 'links.bonds.bond0.adSelect: adSelect means nothing in mode active-backup; leave it out, or write mode: 802.3ad',
    },
    {
      title: 'a delay is counted in looks at the cables',
      both: ETH0,
      good: links({ bonds: { bond0: { ...BOND, upDelayMilliseconds: 200 } } }),
      bad: links({ bonds: { bond0: { ...BOND, upDelayMilliseconds: 250 } } }),
      line: 'links.bonds.bond0.upDelayMilliseconds: got 250, but cables are looked at each 100 milliseconds; write a multiple of that',
    },
    {
      title: 'who does not look has no delay',
      both: ETH0,
      good: links({ bonds: { bond0: { ...BOND, miimonMilliseconds: 0, downDelayMilliseconds: 0 } } }),
      bad: links({ bonds: { bond0: { ...BOND, miimonMilliseconds: 0, downDelayMilliseconds: 100 } } }),
      line: 'links.bonds.bond0.downDelayMilliseconds: without looking at cables there is no delay; write miimonMilliseconds, or leave the delay out',
    },
    {
      title: 'a VLAN is in a link once',
      both: ETH0,
      good: links({ vlans: { a: { parent: 'eno1', id: 20 }, b: { parent: 'eno2', id: 20 } } }),
      bad: links({ vlans: { a: { parent: 'eno1', id: 20 }, b: { parent: 'eno1', id: 20 } } }),
      line: 'links.vlans.b.id: VLAN 20 of eno1 is a already; write another number',
    },
    {
      title: 'a VLAN is in another link',
      both: ETH0,
      good: links({ vlans: { a: { parent: 'eno1', id: 20 } } }),
      bad: links({ vlans: { a: { parent: 'a', id: 20 } } }),
      line: 'links.vlans.a.parent: "a" is the link itself; write another',
    },
    {
      title: 'the packets of a VLAN fit into its link',
      both: ETH0,
      good: links({ bonds: { bond0: { ...BOND, mtu: 9000 } }, vlans: { a: { parent: 'bond0', id: 20, mtu: 9000 } } }),
      bad: links({ bonds: { bond0: { ...BOND, mtu: 1500 } }, vlans: { a: { parent: 'bond0', id: 20, mtu: 9000 } } }),
      line: 'links.vlans.a.mtu: got 9000, but bond0, which the VLAN is in, takes 1500 bytes; write that at most',
    },
  ]);
});

describe('tunnels, tables and clocks', () => {
  const wireGuard = (options: object): MachineOptions =>
    ({ links: { wireGuard: { wg0: options } } }) as unknown as MachineOptions;
  const secretly = (title: string, good: object, bad: object, line: string, kubeSpan?: object) =>
    test(title, () => {
      const spec = (options: object) =>
        faultsOf(
          changedSpec({
            secrets: { wg: {} },
            'nodes.work-00.kubeSpan': kubeSpan,
            'nodes.work-00.links': wireGuard({ privateKey: { secret: 'wg' }, ...options }).links,
          }),
        );
      expect(spec(good)).toEqual([]);
      expect(spec(bad)).toEqual([`nodes.work-00.links.wireGuard.wg0.${line}`]);
    });
  const peer = (allowedIp: string, publicKey = KEY) => ({ publicKey, allowedIps: [allowedIp] });

  secretly(
    'a port is that of one tunnel',
    { listenPort: 51_821 },
    { listenPort: 51_820 },
    'listenPort: 51820 is the port of KubeSpan; write another',
    {},
  );
  secretly(
    'a peer stands once',
    { peers: [peer('10.98.0.0/16')] },
    { peers: [peer('10.98.0.0/16'), peer('10.97.0.0/16')] },
    'peers[1].publicKey: a peer is known by its public key, and this one stands here twice; write its networks as one peer',
  );
  secretly(
    'a network leads to one peer',
    { peers: [peer('10.98.0.0/16')] },
    { peers: [peer('10.98.0.0/16'), peer('10.98.0.0/16', KEY.replaceAll('A', 'C').replace(/CQE=$/, 'AQE='))] },
    'peers[1].allowedIps[0]: "10.98.0.0/16" leads to two peers of the tunnel, and only the last would have it; write it once',
  );

  testMachineDoors([
    {
      title: 'a table is that of one domain',
      both: ETH0,
      good: links({ vrfs: { a: { members: ['eno1'], table: 20 }, b: { members: ['eno2'], table: 21 } } }),
      bad: links({ vrfs: { a: { members: ['eno1'], table: 20 }, b: { members: ['eno2'], table: 20 } } }),
      line: 'links.vrfs.b.table: 20 is the table of a; write another number',
    },
    {
      title: 'a rule has a table or an action',
      good: links({ routingRules: { '1000': { action: 'prohibit', from: '10.9.0.0/16' } } }),
      bad: links({ routingRules: { '1000': { from: '10.9.0.0/16' } } }),
      line: 'links.routingRules.1000: a rule looks into a table, or says what becomes of the packets; write table or action, and not both',
    },
    {
      title: 'bits are those of a mark',
      good: links({ routingRules: { '1000': { table: 20, firewallMark: 7, firewallMask: 255 } } }),
      bad: links({ routingRules: { '1000': { table: 20, firewallMask: 255 } } }),
      line: 'links.routingRules.1000.firewallMask: firewallMask are bits of firewallMark; write that too',
    },
    {
      title: 'packets go within one family',
      good: links({ routingRules: { '1000': { table: 20, from: '10.9.0.0/16', to: '10.8.0.0/16' } } }),
      bad: links({ routingRules: { '1000': { table: 20, from: '10.9.0.0/16', to: 'fd00::/8' } } }),
      line: 'links.routingRules.1000.to: no packet goes from 10.9.0.0/16 to fd00::/8; write networks of one family',
    },
    {
      title: 'a clock is read or asked for',
      good: { time: { ptpDevices: ['/dev/ptp0'] } },
      bad: { time: { ptpDevices: ['/dev/ptp0'], servers: ['10.0.0.1'] } },
      line: 'time.ptpDevices: a machine reads clocks of its cards, or asks servers; write ptpDevices or servers, and not both',
    },
  ]);
});
