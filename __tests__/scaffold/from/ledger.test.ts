import { Draft } from '../../../src/scaffold/from/draft';
import { Entry } from '../../../src/scaffold/from/entry';
import { Ledger } from '../../../src/scaffold/from/ledger';
import { readYaml } from '../../../src/scaffold/from/yaml-input';

function read(text: string): { readonly root: Entry; readonly ledger: Ledger; readonly draft: Draft } {
  const [value] = readYaml(text, 'x.yaml');
  if (value === undefined) throw new Error('empty');
  const ledger = new Ledger();
  ledger.addRoot(value, []);
  return { root: new Entry(value, []), ledger, draft: new Draft(ledger) };
}

test('what nobody asked for is told, in one piece', () => {
  const { root, ledger, draft } = read('a: 1\nb: { c: 2, d: [3] }\n');
  draft.put(['x'], root.find('a'));
  expect(ledger.leftOvers()).toEqual([
    {
      place: { file: 'x.yaml', line: 2 },
      key: 'b',
      value: '{ c: 2, d: [3] }',
      reason: 'nothing in the cluster file stands for it',
    },
  ]);
});

test('a part of what is carried over leaves the rest', () => {
  const { root, ledger, draft } = read('b:\n  c: 2\n  d: 3\n');
  draft.put(['x', 'y'], root.at('b', 'c'));
  expect(draft.data).toEqual({ x: { y: 2 } });
  expect(ledger.leftOvers().map(({ key }) => key)).toEqual(['b.d']);
});

test('a second value for one place is told with the first', () => {
  const { root, ledger, draft } = read('a: 1\nb: 2\nc: 1\n');
  for (const key of ['a', 'b', 'c']) draft.put(['x'], root.find(key));
  expect(draft.data).toEqual({ x: 1 });
  expect(ledger.leftOvers()).toMatchObject([{ key: 'b', reason: 'x is there once, and is 1 already' }]);
});

test('a secret gets into no cluster file, whatever asks for it', () => {
  const { root, ledger, draft } = read('password: hunter22\nlist: [{ apiToken: abc }]\nkind: "token=abc"\n');
  draft.put(['a'], root.find('password'));
  draft.putAll(['b'], root.find('list'));
  draft.set(['c'], 'abc', root.find('kind') ?? root);
  expect(JSON.stringify(draft.data)).toBe('{}');
  expect(ledger.leftOvers().map(({ key, value, reason }) => [key, value, reason.slice(0, 24)])).toEqual([
    ['password', '…', 'looks like a secret, whi'],
    ['list', '…', 'looks like a secret, whi'],
    ['kind', '…', 'looks like a secret, whi'],
  ]);
});

test('names that JavaScript objects have are keys like others', () => {
  const { draft, root } = read('a: 1\n');
  draft.put(['__proto__', 'polluted'], root.find('a'));
  expect(Object.keys(draft.data as object)).toEqual(['__proto__']);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});
