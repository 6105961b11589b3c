import { hostNetwork, ipArgument, isIpArgument, isOutside } from '../../src/values/gateway';
import { IpCidr } from '../../src/values/ip-cidr';

test.each([
  ['10.0.0.1', '10.0.0.0/24', false],
  ['10.0.1.1', '10.0.0.0/24', true],
  ['198.51.100.1', '203.0.113.10/32', true],
  // unlike those of IPv6, link-local addresses of IPv4 are on no link by themselves
  ['169.254.0.1', '203.0.113.10/32', true],
  ['fd00:10::1', 'fd00:10::/64', false],
  ['fe80::1', 'fd00:10::/64', false],
  ['febf::1', '2001:db8::/64', false],
  ['fec0::1', '2001:db8::/64', true],
  ['2001:db8:1::1', '2001:db8::/64', true],
])('a machine needs a route to %s from %s: %s', (gateway, subnet, expected) => {
  expect(isOutside(gateway, IpCidr.of(subnet))).toBe(expected);
});

test('an address is a network of its own', () => {
  expect(hostNetwork('198.51.100.1', IpCidr.of('203.0.113.10/32'))).toBe('198.51.100.1/32');
  expect(hostNetwork('2001:db8:1::1', IpCidr.of('2001:db8::/64'))).toBe('2001:db8:1::1/128');
});

test.each([
  ['203.0.113.10/32', 'ip=203.0.113.10::198.51.100.1:255.255.255.255::eth0:off'],
  ['203.0.113.8/29', 'ip=203.0.113.10::198.51.100.1:255.255.255.248::eth0:off'],
])('the kernel argument of a machine in %s', (subnet, expected) => {
  const argument = ipArgument({ address: '203.0.113.10', gateway: '198.51.100.1', subnet: IpCidr.of(subnet) });
  expect(argument).toBe(expected);
  expect(isIpArgument(argument)).toBe(true);
});

test('other kernel arguments say nothing of the network', () => {
  expect(['ipv6.disable=1', 'console=ttyS0', 'vip=1'].filter(isIpArgument)).toEqual([]);
});
