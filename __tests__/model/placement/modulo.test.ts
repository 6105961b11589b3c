import { moduloHost } from '../../../src/model/placement/modulo';

test('PK-15 PK-16 six workers on three hosts', () => {
  const hosts = ['alpha', 'charlie', 'foxtrot'];
  const placed = [0, 1, 2, 3, 4, 5].map((number) => moduloHost(hosts, number));
  expect(placed).toEqual([...hosts, ...hosts]);
});

test('no host of none', () => {
  const host: string | undefined = moduloHost<string>([], 3);
  expect(host).toBeUndefined();
});
