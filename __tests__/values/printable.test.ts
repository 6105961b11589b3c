import { printable } from '../../src/values/printable';

test('leaves out what XML does not have and what turns text around', () => {
  expect(printable('a\u0000b\u001Bc\uD800d\u202Ee\uFFFEf\tg\n')).toBe('a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\uFFFDf\tg\n');
  expect(printable('😀')).toBe('😀');
});
