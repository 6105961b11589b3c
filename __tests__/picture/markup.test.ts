import { element, joined, Markup } from '../../src/picture/markup';

test('escapes text and attributes, and keeps markup', () => {
  const inner = element('b', {}, 'x');
  expect(element('a', { title: `"<&>'`, width: 1.239, none: undefined }, '<i>', inner).text).toBe(
    '<a title="&quot;&lt;&amp;&gt;&#39;" width="1.24">&lt;i&gt;<b>x</b></a>',
  );
  expect(joined(['&', undefined, new Markup('<br>')]).text).toBe('&amp;<br>');
});
