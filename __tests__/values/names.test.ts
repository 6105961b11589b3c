import { isDnsLabel, isDnsName } from '../../src/values/dns-name';
import { MacAddress } from '../../src/values/mac-address';
import { nearestName } from '../../src/values/nearest-name';

test.each([
  ['ctrl-00', true],
  ['a', true],
  ['0a', true],
  ['a'.repeat(63), true],
  ['a'.repeat(64), false],
  ['Ctrl', false],
  ['-a', false],
  ['a-', false],
  ['a_b', false],
  ['a.b', false],
  ['', false],
])('"%s" is a DNS label: %s', (text, expected) => {
  expect(isDnsLabel(text)).toBe(expected);
});

test.each([
  ['api.kube.example.com', true],
  ['cluster.local', true],
  ['local', true],
  ['a..b', false],
  ['example.com.', false],
  [`${'a'.repeat(63)}.`.repeat(4).slice(0, -1), false],
])('"%s" is a DNS name: %s', (text, expected) => {
  expect(isDnsName(text)).toBe(expected);
});

test('a MAC address is written in upper case with colons', () => {
  expect(['bc:24:11:e6:ba:07', 'BC-24-11-E6-BA-07'].map((text) => String(MacAddress.of(text)))).toEqual(
    Array(2).fill('BC:24:11:E6:BA:07'),
  );
});

test.each(['bc:24:11:e6:ba', 'bd:24:11:e6:ba:07', 'bc:24-11:e6:ba:07', 'bc2411e6ba07', 'xx:24:11:e6:ba:07'])(
  'fails on "%s"',
  (text) => {
    expect(MacAddress.isValid(text)).toBe(false);
    expect(() => MacAddress.of(text)).toThrow(
      new Error(
        `a MAC address has six pairs of hexadecimal digits, the second digit even, such as BC:24:11:E6:BA:07; got "${text}"`,
      ),
    );
  },
);

test.each([
  ['extension', 'extensions'],
  ['Extensions', 'extensions'],
  ['metadata', undefined],
  ['mta', 'meta'],
])('the name nearest to "%s" is %s', (got, expected) => {
  expect(nearestName(got, ['extensions', 'meta', 'owner'])).toBe(expected);
});
