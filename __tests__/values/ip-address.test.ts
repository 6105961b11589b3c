import * as fc from 'fast-check';
import { IPv4 } from 'ipaddr.js';
import { ipFamily, isIpAddress, normalizeIpAddress } from '../../src/values/ip-address';

test.each(['10.0.0.11', '0.0.0.0', 'fd00::1', '::', '2001:DB8:0:0:0:0:0:1'])('%s is an address', (text) => {
  expect(isIpAddress(text)).toBe(true);
});

test.each(['10.0.0.300', '10.0.0', '010.0.0.1', '10', '0x0a000001', '10.0.0.1/24', 'fe80::1%eth0', 'fd00:::1', ''])(
  '"%s" is no address',
  (text) => {
    expect(isIpAddress(text)).toBe(false);
  },
);

test('four decimals are an address where the library says so', () => {
  const part = fc.oneof(fc.integer({ min: 0, max: 300 }).map(String), fc.constantFrom('00', '01', '', '1a'));
  const text = fc.array(part, { minLength: 3, maxLength: 5 }).map((parts) => parts.join('.'));
  fc.assert(fc.property(text, (address) => isIpAddress(address) === IPv4.isValidFourPartDecimal(address)));
});

test('a colon makes the address IPv6', () => {
  expect([ipFamily('10.0.0.1'), ipFamily('fd00::1')]).toEqual([4, 6]);
});

test('spellings of one IPv6 address are the same', () => {
  expect(['2001:DB8:0:0:0:0:0:1', '2001:db8::1', '2001:0db8::0001'].map(normalizeIpAddress)).toEqual(
    Array(3).fill('2001:db8::1'),
  );
});

test('every address is its own normal form', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
      const normal = normalizeIpAddress(text);
      return normalizeIpAddress(normal) === normal && ipFamily(normal) === ipFamily(text);
    }),
  );
});

test('fails when the text is no address', () => {
  expect(() => ipFamily('10.0.0.300')).toThrow(
    new Error('an IPv4 or IPv6 address has no prefix, such as 10.0.0.11; got "10.0.0.300"'),
  );
});
