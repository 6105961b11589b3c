import * as fc from 'fast-check';
import { IpCidr } from '../../src/values/ip-cidr';

const networks = fc
  .record({ address: fc.oneof(fc.ipV4(), fc.ipV6()), share: fc.double({ min: 0, max: 1, noNaN: true }) })
  .map(({ address, share }) => {
    const bits = address.includes(':') ? 128 : 32;
    return IpCidr.tryParse(`${address}/${Math.round(share * bits)}`)!;
  });

test('a network has an address, a prefix and a family', () => {
  const { address, prefixLength, family } = IpCidr.of('10.200.0.0/16');
  expect({ address, prefixLength, family }).toEqual({ address: '10.200.0.0', prefixLength: 16, family: 4 });
});

test('a network of IPv6 is written in its short form', () => {
  expect(String(IpCidr.of('FD00:0:0:0::/64'))).toBe('fd00::/64');
});

test('contains its addresses and no others', () => {
  const network = IpCidr.of('10.200.0.0/16');
  expect(
    ['10.200.0.0', '10.200.5.1', '10.200.255.255', '10.201.0.0', 'fd00::1'].map((a) => network.contains(a)),
  ).toEqual([true, true, true, false, false]);
});

test.each([
  ['10.244.0.0/16', '10.0.0.0/8', true],
  ['10.244.0.0/16', '10.245.0.0/16', false],
  ['10.0.0.0/8', 'fd00::/8', false],
  ['0.0.0.0/0', '192.168.1.0/24', true],
])('%s and %s overlap: %s', (a, b, expected) => {
  expect(IpCidr.of(a).overlaps(IpCidr.of(b))).toBe(expected);
});

test('HT-20 address 10 of the service network is that of the cluster DNS', () => {
  expect(IpCidr.of('10.96.0.0/12').hostAt(10)).toBe('10.96.0.10');
  expect(IpCidr.of('fd00:96::/112').hostAt(10)).toBe('fd00:96::a');
});

test('finds the network of an address with a prefix', () => {
  expect(String(IpCidr.tryParse('10.200.5.1/16'))).toBe('10.200.0.0/16');
  expect(IpCidr.tryParse('10.200.5.1')).toBeUndefined();
});

test('a network reads its own text', () => {
  fc.assert(fc.property(networks, (network) => IpCidr.of(network.toString()).toString() === network.toString()));
});

test('a network contains exactly the addresses from its first to its last', () => {
  fc.assert(
    fc.property(networks, fc.nat(), (network, number) => {
      const bits = (network.family === 4 ? 32 : 128) - network.prefixLength;
      const index = bits >= 31 ? number : number % 2 ** bits;
      return network.contains(network.hostAt(index)) && network.hostAt(0) === network.address;
    }),
  );
});

test('overlapping is mutual, and networks overlap exactly when one holds the first address of the other', () => {
  fc.assert(
    fc.property(networks, networks, (a, b) => {
      expect(a.overlaps(b)).toBe(b.overlaps(a));
      expect(a.overlaps(b)).toBe(a.contains(b.address) || b.contains(a.address));
      return a.overlaps(a);
    }),
  );
});

test('numbered addresses of one network are all different', () => {
  fc.assert(
    fc.property(networks, fc.uniqueArray(fc.nat({ max: 200 }), { minLength: 2 }), (network, indexes) => {
      fc.pre((network.family === 4 ? 32 : 128) - network.prefixLength >= 8);
      return new Set(indexes.map((index) => network.hostAt(index))).size === indexes.length;
    }),
  );
});

test.each(['10.0.0.0', '10.0.0.0/33', 'fd00::/129', '10.0.0.0/08', '10.0.0.0/-1', 'x/24', ''])(
  'fails on "%s"',
  (text) => {
    expect(IpCidr.isValid(text)).toBe(false);
    expect(() => IpCidr.of(text)).toThrow(
      new Error(`a network is an address and the length of its prefix, such as 10.0.0.0/24; got "${text}"`),
    );
  },
);

test('fails when the address is that of a machine', () => {
  expect(IpCidr.isValid('10.200.5.1/16')).toBe(false);
  expect(() => IpCidr.of('10.200.5.1/16')).toThrow(
    new Error('a network starts at its first address; got "10.200.5.1/16", write 10.200.0.0/16'),
  );
});

test('fails when the network has no such address', () => {
  expect(() => IpCidr.of('10.96.0.0/30').hostAt(10)).toThrow(
    new Error('network 10.96.0.0/30 has no address number 10; write a larger network'),
  );
});

test.each([
  ['10.0.0.8/30', 0, '10.0.0.8'],
  ['10.0.0.8/30', 3, '10.0.0.11'],
  ['10.0.0.8/32', 0, '10.0.0.8'],
  ['0.0.0.0/0', 2 ** 32 - 1, '255.255.255.255'],
  ['fd00::8/126', 3, 'fd00::b'],
  ['fd00::/64', Number.MAX_SAFE_INTEGER, 'fd00::1f:ffff:ffff:ffff'],
])('%s has an address number %d: %s', (network, index, address) => {
  expect(IpCidr.of(network).hostAt(index)).toBe(address);
});

test.each([
  ['10.0.0.8/30', 4],
  ['10.0.0.8/30', -1],
  ['10.0.0.8/30', 1.5],
  ['10.0.0.8/30', Number.NaN],
  ['10.0.0.8/32', 1],
  ['0.0.0.0/0', 2 ** 32],
  ['fd00::8/126', 4],
  ['fd00::/64', Number.MAX_SAFE_INTEGER + 1],
])('fails when %s has no address number %d', (network, index) => {
  expect(() => IpCidr.of(network).hostAt(index)).toThrow(
    new Error(`network ${network} has no address number ${index}; write a larger network`),
  );
});
