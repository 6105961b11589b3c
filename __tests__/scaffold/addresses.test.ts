import { addressAt, followingAddresses, suggestedAddresses } from '../../src/scaffold/addresses';

test('addresses follow each other without those that are taken', () => {
  expect(followingAddresses('10.0.0.254', 4, ['10.0.1.0', 'pve.example'])).toEqual([
    '10.0.0.254',
    '10.0.0.255',
    '10.0.1.1',
    '10.0.1.2',
  ]);
  expect(followingAddresses('fd00::ffff', 2, ['fd00:0::1:0'])).toEqual(['fd00::ffff', 'fd00::1:1']);
});

test('a first address that is none is left to whoever checks it', () => {
  expect(followingAddresses('10.0.0', 3, [])).toEqual(['10.0.0']);
});

test.each([
  ['10.0.0.0/24', { vip: '10.0.0.10', first: '10.0.0.11' }],
  ['10.0.0.0/28', { vip: '10.0.0.10', first: '10.0.0.11' }],
  ['10.0.0.0/29', {}],
  ['fd00::/64', { vip: 'fd00::a', first: 'fd00::b' }],
  ['no network', {}],
])('suggestions for %s', (subnet, suggested) => {
  expect(suggestedAddresses(subnet)).toEqual(suggested);
});

test('suggestions leave out what is taken', () => {
  const suggested = (...taken: readonly string[]) => suggestedAddresses('10.0.0.0/24', taken);
  expect(suggested('10.0.0.9', '10.0.0.21')).toEqual({ vip: '10.0.0.10', first: '10.0.0.11' });
  expect(suggested('10.0.0.10')).toEqual({ vip: '10.0.0.20', first: '10.0.0.21' });
  expect(suggested('no address', '10.0.0.13', '10.0.0.30')).toEqual({ vip: '10.0.0.40', first: '10.0.0.41' });
});

test('the last address of a network is for no machine', () => {
  expect(addressAt('10.0.0.0/29', 6)).toBe('10.0.0.6');
  expect(addressAt('10.0.0.0/29', 7)).toBeUndefined();
});
