import fc from 'fast-check';
import { ClusterPatches } from '../../../src/machine-config/machine-patches';
import type { MachineSettings } from '../../../src/machine-config/settings/machine';
import type { LinkOptions } from '../../../src/network/link-settings';
import { IpCidr } from '../../../src/values/ip-cidr';
import { KEY } from '../../support/link-samples';
import { clusterSettings, controlPlane, INSTALLER_IMAGE } from '../fixtures';

interface Document {
  readonly kind?: string;
  readonly name?: string;
  readonly machine?: { readonly network: { readonly interfaces: readonly object[] }; readonly kubelet: object };
}

function documents(contract: string, machine: Partial<MachineSettings>, vip?: string): readonly Document[] {
  const settings = controlPlane(machine);
  return new ClusterPatches(clusterSettings(contract, { vip }), [settings]).documentsOf(settings, INSTALLER_IMAGE);
}

function linksOf(machine: Partial<MachineSettings>, vip?: string): readonly Document[] {
  const KINDS = /^(?:Link|LinkAlias|Bond|Bridge|VLAN|DummyLink|VRF|Wireguard|Layer2VIP|DHCPv[46]|Ethernet)Config$/;
  return documents('v1.13', machine, vip).filter(({ kind }) => KINDS.test(kind ?? ''));
}

function interfacesOf(machine: Partial<MachineSettings>, vip?: string): readonly object[] {
  return documents('v1.11', machine, vip)[0]?.machine?.network.interfaces ?? [];
}

const BOND: LinkOptions = {
  cards: { a: { macAddress: '0C-C4-7A-00-00-01' }, b: { busPath: '0000:01:00.1' } },
  bonds: { bond0: { members: ['a', 'b'], mode: '802.3ad', xmitHashPolicy: 'layer3+4', mtu: 9000 } },
  vlans: { 'bond0.20': { parent: 'bond0', id: 20, addresses: ['10.20.0.9/24'] } },
};
const STATIC = { addresses: [{ address: '10.200.5.1/16' }], routes: [{ gateway: '10.200.0.1' }] };

describe('a bond that carries the address', () => {
  const machine = { link: 'bond0', gateway: '10.200.0.1', links: BOND };

  test('has it in its document, and its cards are found by what they are', () => {
    expect(linksOf(machine, '10.0.0.5')).toEqual([
      {
        apiVersion: 'v1alpha1',
        kind: 'LinkAliasConfig',
        name: 'a',
        selector: { match: 'link.type == 1 && link.kind == "" && mac(link.permanent_addr) == "0c:c4:7a:00:00:01"' },
      },
      {
        apiVersion: 'v1alpha1',
        kind: 'LinkAliasConfig',
        name: 'b',
        selector: { match: 'link.type == 1 && link.kind == "" && link.bus_path == "0000:01:00.1"' },
      },
      {
        apiVersion: 'v1alpha1',
        kind: 'BondConfig',
        name: 'bond0',
        links: ['a', 'b'],
        bondMode: '802.3ad',
        xmitHashPolicy: 'layer3+4',
        miimon: 100,
        updelay: 0,
        downdelay: 0,
        mtu: 9000,
        ...STATIC,
      },
      {
        apiVersion: 'v1alpha1',
        kind: 'VLANConfig',
        name: 'bond0.20',
        vlanID: 20,
        parent: 'bond0',
        addresses: [{ address: '10.20.0.9/24' }],
      },
      { apiVersion: 'v1alpha1', kind: 'Layer2VIPConfig', name: '10.0.0.5', link: 'bond0' },
    ]);
  });

  test('is one interface with its VLANs in the main document', () => {
    expect(interfacesOf(machine, '10.0.0.5')).toEqual([
      {
        interface: 'bond0',
        dhcp: false,
        mtu: 9000,
        addresses: ['10.200.5.1/16'],
        routes: [{ network: '0.0.0.0/0', gateway: '10.200.0.1' }],
        vip: { ip: '10.0.0.5' },
        bond: {
          deviceSelectors: [
            { permanentAddr: '0c:c4:7a:00:00:01', physical: true },
            { busPath: '0000:01:00.1', physical: true },
          ],
          mode: '802.3ad',
          xmitHashPolicy: 'layer3+4',
          miimon: 100,
          updelay: 0,
          downdelay: 0,
        },
        vlans: [{ vlanId: 20, dhcp: false, addresses: ['10.20.0.9/24'] }],
      },
    ]);
  });
});

test('a VLAN that carries the address has it, and the VIP, in both forms', () => {
  const machine = { link: 'eno1.10', links: { vlans: { 'eno1.10': { parent: 'eno1', id: 10 } } } };
  expect(linksOf(machine, '10.0.0.5').map(({ kind, name }) => [kind, name])).toEqual([
    ['VLANConfig', 'eno1.10'],
    ['Layer2VIPConfig', '10.0.0.5'],
  ]);
  expect(interfacesOf(machine, '10.0.0.5')).toEqual([
    {
      interface: 'eno1',
      dhcp: false,
      vlans: [
        {
          vlanId: 10,
          dhcp: false,
          addresses: ['10.200.5.1/16'],
          routes: [{ network: '0.0.0.0/0', gateway: '10.200.0.1' }],
          vip: { ip: '10.0.0.5' },
        },
      ],
    },
  ]);
});

describe('a machine that asks a DHCP server', () => {
  test('keeps asking by its own link, where there are others', () => {
    const links = { dummies: { dummy0: { addresses: ['10.50.0.1/32'] } } };
    const dhcp = linksOf({ dhcp: true, links }).filter(({ kind }) => kind?.startsWith('DHCP'));
    expect(dhcp).toEqual([{ apiVersion: 'v1alpha1', kind: 'DHCPv4Config', name: 'eth0' }]);
    expect(interfacesOf({ dhcp: true, links })).toEqual([
      { interface: 'eth0', dhcp: true },
      { interface: 'dummy0', dhcp: false, addresses: ['10.50.0.1/32'], dummy: true },
    ]);
  });

  test('asks in its own way, and weighs the routes of other links more', () => {
    const links: LinkOptions = {
      cards: {
        eth0: { dhcpv6: true, dhcpOptions: { clientIdentifier: 'duid', duid: '00:03', ignoreHostname: true } },
        eno2: { dhcp: true },
        eno3: { dhcpv6: true, dhcpOptions: { routeMetric: 9 } },
      },
    };
    const kind = 'DHCPv4Config';
    const own = { clientIdentifier: 'duid', duidRaw: '00:03', ignoreHostname: true };
    expect(linksOf({ dhcp: true, links }).filter((each) => each.kind?.startsWith('DHCP'))).toEqual([
      { apiVersion: 'v1alpha1', kind, name: 'eth0', ...own },
      { apiVersion: 'v1alpha1', kind, name: 'eno2', routeMetric: 4096 },
      { apiVersion: 'v1alpha1', kind: 'DHCPv6Config', name: 'eth0', ...own },
      { apiVersion: 'v1alpha1', kind: 'DHCPv6Config', name: 'eno3', routeMetric: 9 },
    ]);
    expect(interfacesOf({ dhcp: true, links })).toEqual([
      { interface: 'eth0', dhcp: true, dhcpOptions: { ipv6: true } },
      { interface: 'eno2', dhcp: true, dhcpOptions: { routeMetric: 4096 } },
      { interface: 'eno3', dhcp: true, dhcpOptions: { routeMetric: 9, ipv4: false, ipv6: true } },
    ]);
  });
});

test('further addresses and routes of the link of the address stand beside that', () => {
  const card = {
    addresses: ['10.0.0.77/32'],
    routes: [{ destination: '10.9.0.0/16', gateway: '10.0.0.2', source: '10.0.0.77', mtu: 1400, table: 7 }],
  };
  expect(linksOf({ link: 'lan', links: { cards: { lan: { busPath: 'x', ...card } } } })[1]).toEqual({
    apiVersion: 'v1alpha1',
    kind: 'LinkConfig',
    name: 'lan',
    addresses: [{ address: '10.200.5.1/16' }, { address: '10.0.0.77/32' }],
    routes: [{ gateway: '10.200.0.1' }, { ...card.routes[0], table: '7' }],
  });
  expect(interfacesOf({ link: 'lan', links: { cards: { lan: { busPath: 'x', ...card } } } })).toEqual([
    {
      deviceSelector: { busPath: 'x', physical: true },
      dhcp: false,
      addresses: ['10.200.5.1/16', '10.0.0.77/32'],
      routes: [
        { network: '0.0.0.0/0', gateway: '10.200.0.1' },
        { network: '10.9.0.0/16', gateway: '10.0.0.2', source: '10.0.0.77', mtu: 1400 },
      ],
    },
  ]);
});

test('a tunnel is one in both forms', () => {
  const links: LinkOptions = {
    wireGuard: {
      wg0: {
        privateKey: KEY,
        listenPort: 51_821,
        addresses: ['10.99.0.9/24'],
        peers: [{ publicKey: KEY, endpoint: '203.0.113.9:51821', keepaliveSeconds: 25, allowedIps: ['10.99.0.0/16'] }],
      },
    },
  };
  const fields = {
    privateKey: KEY,
    listenPort: 51_821,
    peers: [
      {
        publicKey: KEY,
        endpoint: '203.0.113.9:51821',
        persistentKeepaliveInterval: '25s',
        allowedIPs: ['10.99.0.0/16'],
      },
    ],
  };
  expect(linksOf({ links }).at(-1)).toEqual({
    apiVersion: 'v1alpha1',
    kind: 'WireguardConfig',
    name: 'wg0',
    ...fields,
    addresses: [{ address: '10.99.0.9/24' }],
  });
  expect(interfacesOf({ links }).at(-1)).toEqual({
    interface: 'wg0',
    dhcp: false,
    addresses: ['10.99.0.9/24'],
    wireguard: fields,
  });
});

/** Networks of any links. */
const NETWORKS = fc.uniqueArray(fc.integer({ min: 1, max: 250 }), { minLength: 1, maxLength: 6 });

test('the kubelet takes no address of a further link, whatever links there are', () => {
  fc.assert(
    fc.property(NETWORKS, fc.boolean(), (numbers, isDual) => {
      const addresses = numbers.map((number) => `fd00:${number.toString(16)}::9/64`);
      const kubernetes = isDual
        ? { serviceSubnets: ['10.96.0.0/12', 'fd01::/112'], podSubnets: ['10.244.0.0/16', 'fd02::/56'] }
        : {};
      const machine = controlPlane({ links: { dummies: { dummy0: { addresses } } } });
      const [main] = new ClusterPatches(clusterSettings('v1.13', { kubernetes }), [machine]).documentsOf(
        machine,
        INSTALLER_IMAGE,
      );
      const { nodeIP } = (main as Document).machine?.kubelet as { nodeIP: { validSubnets: readonly string[] } };
      const excluded = nodeIP.validSubnets.filter((each) => each.startsWith('!'));
      expect(excluded).toEqual(isDual ? addresses.map((each) => `!${String(IpCidr.tryParse(each))}`) : []);
      // what is excluded stands last
      expect(nodeIP.validSubnets.slice(-excluded.length || undefined)).toEqual(isDual ? excluded : nodeIP.validSubnets);
    }),
  );
});
