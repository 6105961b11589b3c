import { fitted, textWidth, wrapped } from '../../src/picture/text-width';

const STYLE = { size: 12 };

test('bold text, and text beside ASCII, is taken to be wider', () => {
  expect(textWidth('name', { size: 12, bold: true })).toBeGreaterThan(textWidth('name', STYLE));
  expect(textWidth('名', STYLE)).toBeGreaterThanOrEqual(12);
});

test('what is too long is cut, and nothing else', () => {
  expect(fitted('short', STYLE, 100)).toBe('short');
  const cut = fitted('worker-with-a-very-long-name-17', STYLE, 100);
  expect(cut).toMatch(/^worker.*….*-17$/);
  expect(textWidth(cut, STYLE)).toBeLessThanOrEqual(100);
  expect(fitted('worker', STYLE, 1)).toBe('…');
});

test('no line is wider than its room, and no character is lost', () => {
  const text = 'a few words and 0123456789012345678901234567890123456789 then more';
  const lines = wrapped(text, STYLE, 90);
  expect(lines.filter((line) => textWidth(line, STYLE) > 90)).toEqual([]);
  expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
});
