import { element, joined, Markup, printable } from '../../src/picture/markup';

test('escapes text and attributes, and keeps markup', () => {
  const inner = element('b', {}, 'x');
  expect(element('a', { title: `"<&>'`, width: 1.239, none: undefined }, '<i>', inner).text).toBe(
    '<a title="&quot;&lt;&amp;&gt;&#39;" width="1.24">&lt;i&gt;<b>x</b></a>',
  );
  expect(joined(['&', undefined, new Markup('<br>')]).text).toBe('&amp;<br>');
});

test('leaves out what XML does not have and what turns text around', () => {
  expect(printable('a\u0000b\u001Bc\uD800d\u202Ee\uFFFEf\tg\n')).toBe('a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\uFFFDf\tg\n');
  expect(printable('😀')).toBe('😀');
});
