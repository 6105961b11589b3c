import { ClusterNetwork } from '../../src/constructs/node/cluster-network';
import type { ClusterNetworkSettings } from '../../src/network/settings';
import { changedSpec, faultsOf } from '../support/small-spec';

const BASE: ClusterNetworkSettings = { subnet: '10.0.0.0/24', gateway: '10.0.0.1' };

describe.each<readonly [string, Partial<ClusterNetworkSettings>, Partial<ClusterNetworkSettings>, string]>([
  [
    'the gateway is of the family of the machines',
    { gateway: '10.0.0.2' },
    { gateway: 'fe80::1' },
    'gateway: got "fe80::1", but the machines have IPv4 addresses, 10.0.0.0/24; write the IPv4 address of the router',
  ],
  [
    'the gateway is the address of one machine',
    { gateway: '10.0.0.2' },
    { gateway: '0.0.0.0' },
    'gateway: got "0.0.0.0", an address that no router has; write the address of yours',
  ],
  [
    'the gateway has no prefix',
    { gateway: '10.0.0.2' },
    { gateway: '10.0.0.1/24' },
    'gateway: got "10.0.0.1/24"; write an IPv4 or IPv6 address without prefix, such as "10.0.0.11"',
  ],
  ['a VLAN exists', { vlanId: 4094 }, { vlanId: 0 }, 'vlanId: got 0; write a whole number from 1 to 4094'],
])('%s', (_title, good, bad, line) => {
  test('in a cluster file', () => {
    expect(faultsOf(changedSpec({ network: { ...BASE, ...good } }))).toEqual([]);
    expect(faultsOf(changedSpec({ network: { ...BASE, ...bad } }))).toEqual([`network.${line}`]);
  });

  test('in a ClusterNetwork', () => {
    expect(ClusterNetwork.of({ ...BASE, ...good }).settings).toEqual({ ...BASE, ...good });
    expect(() => ClusterNetwork.of({ ...BASE, ...bad })).toThrow(new Error(`ClusterNetwork: ${line}`));
  });
});

test('all faults of a network are reported together', () => {
  expect(() => ClusterNetwork.of({ subnet: '10.0.0.0', dnsServers: ['dns.example'], vlanId: 5000 })).toThrow(
    new Error(
      [
        'ClusterNetwork: subnet: got "10.0.0.0"; write a network with the length of its prefix, such as "10.0.0.0/24"',
        'ClusterNetwork: dnsServers[0]: got "dns.example"; write an IPv4 or IPv6 address without prefix, such as "10.0.0.11"',
        'ClusterNetwork: vlanId: got 5000; write a whole number from 1 to 4094',
      ].join('\n'),
    ),
  );
});
