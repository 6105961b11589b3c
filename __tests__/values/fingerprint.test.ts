import { fingerprintOf } from '../../src/values/fingerprint';

test('the same data has the same text, and other data another', () => {
  expect(fingerprintOf({ a: [1, 2] })).toBe(fingerprintOf({ a: [1, 2] }));
  expect(fingerprintOf({ a: [1, 2] })).not.toBe(fingerprintOf({ a: [2, 1] }));
  expect(fingerprintOf({ a: '10.0.0.1' })).toMatch(/^[0-9a-f]{64}$/);
});
