import {
  holdsSecretMark,
  isSecretReference,
  replaceMarksIn,
  replaceReferences,
  replaceSecretMarks,
  secretMark,
} from '../../src/values/secret-reference';

test.each<[unknown, boolean]>([
  [{ secret: 'key' }, true],
  [{ secret: 'key', optional: true }, false],
  [{ secret: { secretName: 'key' } }, false],
  [{}, false],
  ['key', false],
  [
    new (class {
      public readonly secret = 'key';
    })(),
    false,
  ],
])('%j is a reference: %s', (value, isReference) => {
  expect(isSecretReference(value)).toBe(isReference);
});

test('a reference becomes a text that stands for the secret, and other data stays the same object', () => {
  const data = { a: [{ secret: 'key' }], b: { c: 1 } };
  const replaced = replaceReferences(data, secretMark) as unknown as { a: string[]; b: object };
  expect(replaced).toEqual({ a: [secretMark('key')], b: { c: 1 } });
  expect(replaced.b).toBe(data.b);
  expect(replaceReferences(data.b, secretMark)).toBe(data.b);
});

test('what stands for a secret is found as a part of a text too', () => {
  const text = `TOKEN=${secretMark('a-b')}, ${secretMark('c')}`;
  expect(holdsSecretMark(text)).toBe(true);
  expect(replaceSecretMarks(text, (name) => `<${name}>`)).toBe('TOKEN=<a-b>, <c>');
  expect(replaceMarksIn({ list: [text, 'x'], other: 1 }, () => '?')).toEqual({ list: ['TOKEN=?, ?', 'x'], other: 1 });
});

test('instances of classes are not looked into', () => {
  const instance = new (class {
    public readonly text = secretMark('a');
  })();
  expect(replaceMarksIn({ instance }, () => '?')).toEqual({ instance });
  expect(replaceMarksIn({ instance }, () => '?').instance).toBe(instance);
});
