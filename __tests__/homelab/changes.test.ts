import { dayTwoChanges, refusedChanges } from '../../homelab/try/changes';
import { editedSpec } from '../../homelab/try/edit';
import type { ClusterSpec } from '../../src/cluster-file';
import { parseClusterSpec } from '../../src/model';
import { copyOf, type EditableSpec, EXAMPLES } from '../support/cluster-stack';
import { projectRoot } from '../support/project';

function modelOf(spec: unknown) {
  return parseClusterSpec(spec, { directory: projectRoot });
}

function changed(name: keyof typeof EXAMPLES, change: (spec: EditableSpec) => void = () => undefined) {
  const spec = copyOf(name);
  change(spec);
  return spec as unknown as ClusterSpec;
}

const titles = (changes: readonly { readonly title: string }[]) => changes.map(({ title }) => title);
const changesOf = (spec: ClusterSpec) => titles(dayTwoChanges(modelOf(spec)));
const refusalsOf = (spec: ClusterSpec) => titles(refusedChanges(spec, modelOf(spec)));

describe('a change on day 2', () => {
  test('is more memory of the last worker, and of a control plane without workers', () => {
    expect(changesOf(changed('home'))).toEqual(['work-01 gets 1 GiB more memory', 'work-01 gets a label']);
    expect(changesOf(changed('blog-cluster'))[0]).toBe('ctrl-02 gets 1 GiB more memory');
  });

  test('knows the memory that the file leaves to the default', () => {
    const spec = changed('blog-cluster', (large) => (large.nodeDefaults = {}));
    const [{ edits } = { edits: [] }] = dayTwoChanges(modelOf(spec));
    expect(edits).toEqual([{ path: ['nodes', 'ctrl-02', 'memoryMiB'], value: 5120, otherwise: 4096 }]);
  });

  test('is a label where no virtual machine can grow', () => {
    const large = changed('home', ({ nodes }) => Object.values(nodes).forEach((node) => (node.memoryMiB = 131072)));
    expect(changesOf(large)).toEqual(['work-01 gets a label']);
  });
});

describe('a change that is refused', () => {
  test('loses data, keeps etcd from working, or at least changes the network of the pods', () => {
    expect(refusalsOf(changed('home'))).toEqual([
      'work-00 is removed',
      'ctrl-02 is removed',
      'all control planes get more memory at once',
      'the pods get another network',
      'services get another domain',
    ]);
  });

  test('removes no machine first where a health check waits for it', () => {
    const spec = changed('home', ({ talos }) => (talos.healthCheck = { timeoutSeconds: 60 }));
    expect(refusalsOf(spec)[0]).toBe('all control planes get more memory at once');
  });

  test('is never the removal of a protected machine, which the guard has another refusal for', () => {
    const spec = changed('home', ({ nodes }) => (nodes['work-00']!.protection = true));
    expect(refusalsOf(spec)[0]).not.toBe('work-00 is removed');
  });

  test('is one for a cluster of one machine too', () => {
    const spec = changed('home', (single) => {
      single.nodes = { 'ctrl-00': single.nodes['ctrl-00']! };
    });
    expect(refusalsOf(spec)).toEqual(['the pods get another network', 'services get another domain']);
  });

  test('is taken by the rules of cluster files, so that the guard is the one that refuses', () => {
    for (const spec of Object.values(EXAMPLES)) {
      for (const { edits } of refusedChanges(spec, modelOf(spec)).slice(-1)) {
        expect(() => modelOf(editedSpec(spec, edits))).not.toThrow();
      }
    }
  });
});
