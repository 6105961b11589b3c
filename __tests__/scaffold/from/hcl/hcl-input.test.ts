import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseWithGo } from '@cdktf/hcl2json';
import * as fc from 'fast-check';
import { readHcl } from '../../../../src/scaffold/from/hcl/hcl-input';
import { type InputValue, plainData } from '../../../../src/scaffold/from/input-value';

function dataOf(text: string): unknown {
  return plainData(readHcl(text, 'x.tfvars'));
}

function valueOf(text: string, name = 'a'): InputValue | undefined {
  return readHcl(text, 'x.tfvars').entries.get(name);
}

describe('values that are written out', () => {
  test.each<[string, unknown]>([
    ['"text"', 'text'],
    ['"a \\"b\\" \\n \\t \\\\ \\u00e9 \\U0001F600"', 'a "b" \n \t \\ é 😀'],
    ['"100%"', '100%'],
    ['"$ and $${x} and %%{y}"', '$ and ${x} and %{y}'],
    ['12', 12],
    ['-1.5e2', -150],
    ['true', true],
    ['null', null],
    ['[]', []],
    ['[1, "b", [true],]', [1, 'b', [true]]],
    ['[\n  1, # one\n  2 // two\n  /* three */\n]', [1, 2]],
    ['{}', {}],
    ['{ b = 1, "c d" : 2 }', { b: 1, 'c d': 2 }],
    ['{\n  b = { c = 1 }\n  d = 2\n}', { b: { c: 1 }, d: 2 }],
    ['{ 1 = "a" }', { '1': 'a' }],
    ['{ for_each = 1 }', { for_each: 1 }],
    ['<<EOT\n  two\nlines\nEOT', '  two\nlines\n'],
    ['<<-EOT\n    two\n      lines\n\n  EOT', 'two\n  lines\n\n'],
    ['<<EOT\nEOT', ''],
  ])('%s', (written, expected) => {
    expect(dataOf(`a = ${written}\nb = 1\n`)).toEqual({ a: expected, b: 1 });
  });

  test('at the end of a file, with comments and line breaks of other systems', () => {
    expect(dataOf('\ufeff# x\r\na = 1 # y\r\nb = "c"')).toEqual({ a: 1, b: 'c' });
  });

  test('in blocks, under type and labels', () => {
    const text =
      'module "talos" {\n  source = "./x"\n  nested { a = 1 }\n}\nmodule "talos" { b = 2 }\nlocals { c = 3 }';
    expect(dataOf(text)).toEqual({
      'module.talos': { source: './x', nested: { a: 1 } },
      'module.talos#2': { b: 2 },
      locals: { c: 3 },
    });
  });

  test('with the lines that they stand in', () => {
    const text = 'a = {\n  b = [\n    1,\n    2\n  ]\n  c = <<EOT\nx\nEOT\n  d = 3\n}\n';
    const a = valueOf(text);
    const at = (value: InputValue | undefined, key: string) =>
      value?.kind === 'map' ? value.entries.get(key) : undefined;
    const b = at(a, 'b');
    const lines = [a, b, b?.kind === 'list' ? b.items[1] : undefined, at(a, 'c'), at(a, 'd')];
    expect(lines.map((value) => value?.place.line)).toEqual([1, 2, 4, 6, 9]);
  });
});

describe('whatever has to be computed is an expression', () => {
  test.each([
    'var.x',
    '1 + 2',
    '"${var.x}"',
    '"a" == "b" ? 1 : 2',
    '[for n in var.x : n]',
    '{ for k, v in var.x : k => v }',
    'file("${path.module}/a.yaml")',
    'merge({ a = 1 }, { b = "}" })',
    '[1, 2][0]',
    '{ a = 1 }.a',
    '"x${ { a = "}" }["a"] }y"',
    '-var.x',
    'trimspace("a")',
    '(1)',
  ])('%s', (written) => {
    const body = readHcl(`a = ${written}\nb = 1\n`, 'x.tf');
    expect(body.entries.get('a')).toMatchObject({ kind: 'expression', text: written, place: { line: 1 } });
    expect(body.entries.get('b')).toMatchObject({ value: 1 });
  });

  test('within lists and maps, beside what is written out', () => {
    const text = 'a = {\n  b = var.b\n  c = [1, var.c, upper("x, y")]\n  (var.k) = 2\n  d = 4 * 1024\n  e = 5\n}\n';
    const a = valueOf(text);
    expect(a?.kind === 'map' ? [...a.entries.keys()] : []).toEqual(['b', 'c', '(var.k)', 'd', 'e']);
    expect(a).toMatchObject({ kind: 'map' });
    const c = a?.kind === 'map' ? a.entries.get('c') : undefined;
    expect(
      c?.kind === 'list' ? c.items.map((item) => (item.kind === 'expression' ? item.text : plainData(item))) : [],
    ).toEqual([1, 'var.c', 'upper("x, y")']);
  });

  test('over several lines', () => {
    const text = 'a = concat(\n  [1],\n  [2] # }\n)\nb = 1\n';
    expect(valueOf(text)).toMatchObject({ kind: 'expression' });
    expect(valueOf(text, 'b')).toMatchObject({ value: 1 });
  });
});

describe('text that is no HCL is refused with its place', () => {
  test.each([
    ['a = 1\nb = "x\n', 'x.tf:2: not valid HCL: text without a closing quote'],
    ['a = [1\n', 'x.tf:2: not valid HCL: "]" is missing'],
    ['a = { b = 1\n', 'x.tf:2: not valid HCL: "}" is missing'],
    ['a = <<EOT\nx\n', 'x.tf:1: not valid HCL: <<EOT has no end'],
    ['a = \nb = 1', 'x.tf:1: not valid HCL: a value is missing'],
    ['a 1', 'x.tf:1: not valid HCL: "=" or "{" is missing after a'],
    ['}', 'x.tf:1: not valid HCL: "}" closes nothing'],
    ['module "x" {', 'x.tf:1: not valid HCL: the block module has no end'],
    ['a = { "b" 1 }', 'x.tf:1: not valid HCL: "=" is missing after b'],
    ['= 1', 'x.tf:1: not valid HCL: the name of an attribute or of a block is missing'],
    ['a = (1\n', 'x.tf:2: not valid HCL: ")" is missing'],
  ])('%j', (text, message) => {
    expect(() => readHcl(text, 'x.tf')).toThrow(message);
  });
});

/** Data as HCL, in spellings that people use. */
function written(value: unknown, indent = ''): string {
  if (Array.isArray(value)) return `[${value.map((item) => written(item, indent)).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const inner = Object.entries(value).map(
      ([key, item]) => `${indent}  ${JSON.stringify(key)} = ${written(item, `${indent}  `)}`,
    );
    return inner.length === 0 ? '{}' : `{\n${inner.join('\n')}\n${indent}}`;
  }
  return typeof value === 'string' ? JSON.stringify(value).replace(/([$%])\{/g, '$1$1{') : String(value);
}

const text = fc.string({ unit: fc.constantFrom(...'abcZ019 ._-/:#{}[]$%"\\\n\té'.split('')), maxLength: 12 });
const data = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    text,
    fc.integer({ min: -1e9, max: 1e9 }),
    fc.boolean(),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9_-]{0,5}$/), tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;

test('any data is read as it was written', () => {
  fc.assert(
    fc.property(data, (value) => {
      expect(dataOf(`a = ${written(value)}\n`)).toEqual({ a: value });
    }),
    { numRuns: 300 },
  );
});

test('the parser of HCL itself reads the same', async () => {
  const samples = fc.sample(data, 40);
  const content = samples.map((value, index) => `v${index} = ${written(value)}`).join('\n');
  const heredocs = 'h = <<-EOT\n    a\n      b\n  EOT\ni = <<EOT\n  c\nEOT\n';
  const file = `${content}\n${heredocs}`;
  expect(withoutEscapes(dataOf(file))).toEqual(withoutEscapes(await parseWithGo('x.tfvars', file)));
});

/** It leaves braces escaped, as its JSON is read as HCL again. */
function withoutEscapes(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replace(/(?:\$+|%+)\{/g, '{'));
}

describe('files of other projects', () => {
  const directory = join(__dirname, '../../../support/from');
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.tfvars'),
  );

  test.each(names)('%s: the parser of HCL itself reads the same', async (name) => {
    const content = readFileSync(join(directory, name), 'utf8');
    const expected = (await parseWithGo('x.tfvars', content)) as Readonly<Record<string, unknown>>;
    const own = readHcl(content, name);
    for (const [key, value] of own.entries) {
      const found = plainData(value);
      // an expression is text in braces there
      if (found !== undefined) expect(found).toEqual(expected[key]);
    }
    expect([...own.entries.keys()].sort()).toEqual(Object.keys(expected).sort());
  });
});
