import { moduloHost } from '../../../src/model/placement/modulo';

test('PK-15 PK-16 six workers on three hosts', () => {
  const hosts = ['alpha', 'charlie', 'foxtrot'];
  expect([0, 1, 2, 3, 4, 5].map((number) => moduloHost(hosts, number))).toEqual([...hosts, ...hosts]);
});

test('no host of none', () => {
  expect(moduloHost([], 3)).toBeUndefined();
});
