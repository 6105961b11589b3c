import { criticalPath } from '../../bench/critical-path';

/** A graph as `tofu graph` prints it. */
function graph(...edges: readonly (readonly [string, string])[]): string {
  const lines = edges.map(
    ([from, to]) => `\t\t${JSON.stringify(`[root] ${from}`)} -> ${JSON.stringify(`[root] ${to}`)}`,
  );
  return ['digraph {', '\tcompound = "true"', '\tsubgraph "root" {', ...lines, '\t}', '}', ''].join('\n');
}

const PROVIDER = 'provider["registry.opentofu.org/bpg/proxmox"].main';

test.each<[string, readonly (readonly [string, string])[], readonly string[]]>([
  ['an empty graph', [], []],
  [
    'one resource behind its provider',
    [
      ['a_b.c (expand)', PROVIDER],
      ['a_b.c', 'a_b.c (expand)'],
    ],
    ['a_b.c'],
  ],
  [
    'the longer of two ways, the first resource first',
    [
      ['d.d', 'b.b'],
      ['d.d', 'a.a'],
      ['b.b', 'a.a'],
    ],
    ['a.a', 'b.b', 'd.d'],
  ],
  [
    'a way through data, values and outputs, which are no resources',
    [
      ['output.x (expand)', 'b.b'],
      ['b.b', 'data.c.c'],
      ['data.c.c', 'local.y (expand)'],
      ['local.y (expand)', 'a.a'],
      ['root', 'output.x (expand)'],
    ],
    ['a.a', 'b.b'],
  ],
  [
    'a removal and a creation of one resource, each for itself',
    [
      ['a.a', 'a.a (destroy)'],
      ['b.b', 'a.a'],
    ],
    ['a.a', 'a.a', 'b.b'],
  ],
  ['an instance with a key', [['b.b["x y"]', 'a.a[0]']], ['a.a[0]', 'b.b["x y"]']],
])('%s', (_name, edges, path) => {
  expect(criticalPath(graph(...edges))).toEqual(path);
});
