import { plainScalarValue, resolvesToText } from '../../src/values/yaml-scalar';

test.each([
  ['0644', 420],
  ['0o644', 420],
  ['-0o17', -15],
  ['0x10', 16],
  ['+0x10', 16],
  ['0b11', 3],
  ['1_000', 1000],
  ['0899', 899],
  ['12345678901234567890', 12345678901234567890],
  ['1.10', 1.1],
  ['1e3', 1000],
  ['.5', 0.5],
  ['-.inf', Number.NEGATIVE_INFINITY],
  ['.NaN', Number.NaN],
  ['True', true],
  ['FALSE', false],
  ['~', null],
  ['Null', null],
  ['', null],
])('%s is the value %s', (text, value) => {
  expect(plainScalarValue(text)).toEqual(value);
  expect(resolvesToText(text)).toBe(false);
});

test.each([
  'yes',
  'on',
  'tRUE',
  '1.2.3',
  '0x',
  '0b12',
  '1:30',
  '.5_0',
  'v1',
  'constructor',
  '99999999999999999999e999',
])('%s is text', (text) => {
  expect(plainScalarValue(text)).toBe(text);
  expect(resolvesToText(text)).toBe(true);
});

test('a date is no text, though its text is what is known of it', () => {
  expect(plainScalarValue('2026-01-31')).toBe('2026-01-31');
  expect(resolvesToText('2026-01-31')).toBe(false);
});
