import { fillTemplate } from '../../src/scaffold/template';

describe('places of a template', () => {
  test('are filled within lines and as lines of their own', () => {
    expect(fillTemplate('a @x@ b\n\n@x@\n\nc: { uses: y@v4 }\n', { x: '1\n2' })).toBe(
      'a 1\n2 b\n\n1\n2\n\nc: { uses: y@v4 }\n',
    );
  });

  test('without a value disappear with the empty line before them', () => {
    expect(fillTemplate('a\n\n@x@\n\nb\n', { x: '' })).toBe('a\n\nb\n');
    expect(fillTemplate('a\n@x@\n\nb\n', { x: '' })).toBe('a\n\nb\n');
  });

  test('in a value are text', () => {
    expect(fillTemplate('@x@\n', { x: '@y@ $1 $&' })).toBe('@y@ $1 $&\n');
  });

  test('that nobody knows are refused', () => {
    expect(() => fillTemplate('@x@', {})).toThrow('@x@, which has no value');
  });
});
