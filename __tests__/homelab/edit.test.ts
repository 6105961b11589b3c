import { type Edit, editedSpec, editedText, editLines } from '../../homelab/try/edit';
import { parseClusterYaml } from '../../src/cluster-file';

const FILE = `# the cluster
name: home
x-worker: &worker { memoryMiB: 8192, cpuCores: 4 }
nodes:
  cp-1: { machineType: controlplane, address: 10.0.0.11 } # the first
  work-0:
    # of the attic
    machineType: worker
    memoryMiB: 4096 # MiB
    disks:
      data: { slot: 1 }

  work-1:
    <<: *worker
    machineType: worker
kubernetes: {}
`;

const memory = (name: string, value: number): Edit => ({ path: ['nodes', name, 'memoryMiB'], value });

/** Lines that an edit changes, as a person sees them. */
const lines = (...edits: readonly Edit[]) => editLines(parseClusterYaml(FILE, 'home').spec, FILE, edits);

test.each<[string, Edit, readonly string[]]>([
  ['a value', memory('work-0', 5120), ['-  9      memoryMiB: 4096 # MiB', '+  9      memoryMiB: 5120 # MiB']],
  [
    'a key of a map on one line',
    memory('cp-1', 5120),
    [
      '-  5    cp-1: { machineType: controlplane, address: 10.0.0.11 } # the first',
      '+  5    cp-1: { machineType: controlplane, address: 10.0.0.11, memoryMiB: 5120 } # the first',
    ],
  ],
  ['a key of a map on several lines', memory('work-1', 5120), ['+ 14      memoryMiB: 5120']],
  [
    'keys that are all new',
    { path: ['nodes', 'cp-1', 'nodeLabels', 'tried'], value: 'yes' },
    [
      '-  5    cp-1: { machineType: controlplane, address: 10.0.0.11 } # the first',
      '+  5    cp-1: { machineType: controlplane, address: 10.0.0.11, nodeLabels: { tried: yes } } # the first',
    ],
  ],
  [
    'a key of an empty map',
    { path: ['kubernetes', 'podSubnets'], value: ['10.245.0.0/16'] },
    ['- 16  kubernetes: {}', '+ 16  kubernetes: { podSubnets: [10.245.0.0/16] }'],
  ],
  [
    'a machine that goes',
    { path: ['nodes', 'work-1'] },
    ['- 13    work-1:', '- 14      <<: *worker', '- 15      machineType: worker'],
  ],
])('shows %s as the lines that differ', (_, edit, expected) => {
  expect(lines(edit)).toEqual(expected);
});

test('keeps every other character of the file, and means what the data mean', () => {
  const edits = [memory('work-0', 5120), memory('cp-1', 6144)];
  const text = editedText(FILE, edits) ?? '';
  expect(text.length).toBe(FILE.length + ', memoryMiB: 6144'.length);
  expect(parseClusterYaml(text, 'home').spec).toEqual(editedSpec(parseClusterYaml(FILE, 'home').spec, edits));
});

test('shows values where the file holds them elsewhere, or is no YAML', () => {
  const aliased = 'name: a\nx-cp: &cp { machineType: controlplane }\nnodes: { cp-1: *cp }\n';
  const edit = { ...memory('cp-1', 5120), otherwise: 4096 };
  const { spec } = parseClusterYaml(aliased, 'a');
  expect(editedText(aliased, [edit])).toBeUndefined();
  const expected = ['nodes.cp-1.memoryMiB: 4096 -> 5120'];
  expect(editLines(spec, aliased, [edit])).toEqual(expected);
  expect(editLines(spec, undefined, [edit])).toEqual(expected);
  expect(editLines(spec, undefined, [{ path: ['nodes', 'cp-1'] }])).toEqual([
    'nodes.cp-1: { machineType: controlplane } -> nothing',
  ]);
});

test('leaves the given spec alone', () => {
  const spec = { nodes: { a: { memoryMiB: 1 } } };
  expect(editedSpec(spec, [memory('a', 2), { path: ['nodes', 'b', 'x'], value: 3 }])).toEqual({
    nodes: { a: { memoryMiB: 2 }, b: { x: 3 } },
  });
  expect(editedSpec(spec, [{ path: ['nodes', 'a'] }])).toEqual({ nodes: {} });
  expect(spec).toEqual({ nodes: { a: { memoryMiB: 1 } } });
});
