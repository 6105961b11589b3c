import { EncodedData, listElements, templateValue, UnknownText, UnknownValue } from '../../../src/cli/tofu/expression';

const unknown = (expression: string) => new UnknownValue(expression);

describe('a template', () => {
  test.each<[string, string, unknown]>([
    ['of text alone is that text', 'machine: {}', 'machine: {}'],
    ['that is empty is empty', '', ''],
    ['has its escapes undone', 'a $${b} %%{c} $d $$e', 'a ${b} %{c} $d $$e'],
    ['that is one expression is its value', '${ var.a }', unknown('var.a')],
    ['may end in the middle of an expression', 'a ${var.b', new UnknownText(['a ', unknown('var.b')])],
    [
      'has text and expressions in order',
      'a${var.b}/${c("}")}d',
      new UnknownText(['a', unknown('var.b'), '/', unknown('c("}")'), 'd']),
    ],
    [
      'has directives for expressions',
      '%{ if a }b%{ endif }',
      new UnknownText([unknown('if a'), 'b', unknown('endif')]),
    ],
    [
      'has braces and strings inside expressions',
      '${f({a = "${"}"}\\"}"})}x',
      new UnknownText([unknown('f({a = "${"}"}\\"}"})'), 'x']),
    ],
  ])('%s', (_, text, value) => {
    expect(templateValue(text)).toEqual(value);
  });
});

describe('data that is encoded', () => {
  test.each<[string, string, unknown]>([
    ['maps with both signs', 'jsonencode({a = 1, "b": [true, null, -2.5e1]})', { a: 1, b: [true, null, -25] }],
    ['lines in place of commas', 'yamlencode({\n  a = {}\n  b = []\n})', { a: {}, b: [] }],
    ['escapes', 'jsonencode(["a\\n\\"b\\\\ \\u00e4 $${c}"])', ['a\n"b\\ ä ${c}']],
    [
      'references',
      'jsonencode({a = var.b, c = ["x${var.d}y", f(1, "]")]})',
      { a: unknown('var.b'), c: [new UnknownText(['x', unknown('var.d'), 'y']), unknown('f(1, "]")')] },
    ],
    [
      'operators, which are unknown',
      'jsonencode({a = 1 + 2, b = c ? "d" : "e"})',
      { a: unknown('1 + 2'), b: unknown('c ? "d" : "e"') },
    ],
  ])('%s', (_, expression, data) => {
    expect(templateValue(`\${${expression}}`)).toEqual(new EncodedData(data));
  });

  test.each([
    'jsonencode(var.a)',
    'jsonencode(merge({}, {}))',
    'jsonencode({for k in var.a : k => 1})',
    'file("a")',
    'jsonencode({a = 1}) + 1',
  ])('is not known of %s', (expression) => {
    expect(templateValue(`\${${expression}}`)).toEqual(unknown(expression));
  });
});

test('a literal list has elements, another expression none', () => {
  expect(listElements(unknown('["a", jsonencode({b = 1}), var.c]'))).toEqual([
    'a',
    new EncodedData({ b: 1 }),
    unknown('var.c'),
  ]);
  expect(listElements(unknown('concat(["a"], var.b)'))).toBeUndefined();
});
