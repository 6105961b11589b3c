import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MachineWatch, type MachineWatchOptions } from '../../../src/cli/guard/machine-watch';
import { machinesNotReady } from '../../../src/cli/guard/machine-watch-texts';
import type { KubernetesAccess } from '../../../src/plan/read/kubernetes-credentials';
import type { JoiningMachine } from '../../../src/plan/read/join-questions';

const KUBECONFIG = 'talos_cluster_kubeconfig.kubeconfig';

interface SeenNode {
  readonly name: string;
  readonly ready?: boolean;
  readonly bootId?: string;
}

/** An API server that has nodes, or has none of its answers. */
const api: { nodes: readonly SeenNode[]; status: number; calls: number; server?: Server } = {
  nodes: [],
  status: 200,
  calls: 0,
};

beforeAll(async () => {
  api.server = createServer((_, response) => {
    api.calls += 1;
    const items = api.nodes.map(({ name, ready = false, bootId = 'first' }) => ({
      metadata: { name },
      status: {
        nodeInfo: { bootID: bootId },
        addresses: [{ type: 'InternalIP', address: `10.0.0.${name.length}` }],
        conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
      },
    }));
    response.writeHead(api.status).end(JSON.stringify({ items }));
  });
  await new Promise<void>((resolve) => api.server?.listen(0, '127.0.0.1', resolve));
});

afterAll(() => {
  api.server?.close();
});

beforeEach(() => {
  Object.assign(api, { nodes: [], status: 200, calls: 0 });
});

const access = (): KubernetesAccess => ({
  url: `http://127.0.0.1:${(api.server?.address() as AddressInfo).port}`,
  credentials: { ca: '', certificate: '', key: '' },
});

const machine = (name: string, others: Partial<JoiningMachine> = {}): JoiningMachine => ({
  name,
  isReplaced: false,
  ...others,
});

/** A watch, and what it has said. */
function watching(machines: readonly JoiningMachine[], others: Partial<MachineWatchOptions & { known: boolean }> = {}) {
  const { known = true, ...options } = others;
  const told: string[] = [];
  const watch = new MachineWatch({
    questions: { machines, controlPlanes: [], access: known ? access() : undefined, kubeconfigs: [KUBECONFIG] },
    readAccess: () => Promise.resolve(undefined),
    seen: (name, step) => void told.push(`${name} ${step}`),
    ...options,
  });
  return { watch, told };
}

test('a machine joins, and is ready; each is said once', async () => {
  const { watch, told } = watching([machine('a'), machine('b')]);
  await watch.begin();
  api.nodes = [{ name: 'a', ready: true }, { name: 'b' }, { name: 'other', ready: true }];
  const found = await watch.end();
  expect(told).toEqual(['a joined', 'a ready', 'b joined']);
  expect(found).toEqual({ notReady: [{ name: 'b', hasJoined: true }] });
  expect(machinesNotReady(found)).toBe('Kubernetes when the apply ended: joined, not ready yet: b');
});

test('it is looked at while the apply runs', async () => {
  api.nodes = [];
  const { watch, told } = watching([machine('a')]);
  await watch.begin();
  api.nodes = [{ name: 'a' }];
  await until(() => told.length > 0);
  expect(told).toEqual(['a joined']);
  api.nodes = [{ name: 'a', ready: true }];
  await until(() => told.length > 1);
  watch.stop();
  const { calls } = api;
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect(api.calls).toBe(calls);
}, 20_000);

test('a machine that takes the place of another is not taken for it', async () => {
  api.nodes = [{ name: 'a', ready: true, bootId: 'old' }];
  const { watch, told } = watching([machine('a', { isReplaced: true })]);
  await watch.begin();
  const other = watching([machine('a', { isReplaced: true })]);
  await other.watch.begin();
  expect(machinesNotReady(await watch.end())).toBe('Kubernetes when the apply ended: not joined yet: a');
  expect(told).toEqual([]);
  api.nodes = [{ name: 'a', ready: true, bootId: 'new' }];
  await other.watch.end();
  expect(other.told).toEqual(['a joined', 'a ready']);
});

test('a machine that takes the place of one that nobody has seen is never said to have joined', async () => {
  api.status = 500;
  const { watch, told } = watching([machine('a', { isReplaced: true }), machine('b')]);
  await watch.begin();
  api.status = 200;
  api.nodes = ['a', 'b'].map((name) => ({ name, ready: true }));
  expect(await watch.end()).toEqual({ notReady: [{ name: 'a', hasJoined: false }] });
  expect(told).toEqual(['b joined', 'b ready']);
});

test('a new cluster is asked as soon as the state has its kubeconfig', async () => {
  const known: { access?: KubernetesAccess; reads: number } = { reads: 0 };
  const readAccess = () => {
    known.reads += 1;
    return Promise.resolve(known.access);
  };
  api.nodes = [{ name: 'a', ready: true }];
  const { watch, told } = watching([machine('a')], { known: false, readAccess });
  await watch.begin();
  expect([api.calls, known.reads]).toEqual([0, 0]);
  known.access = access();
  expect(await watch.end()).toEqual({ notReady: [] });
  expect(told).toEqual(['a joined', 'a ready']);
});

test('a kubeconfig that is made anew takes the place of the old one', async () => {
  const { watch, told } = watching([machine('a')], { readAccess: () => Promise.resolve(access()) });
  api.status = 401;
  await watch.begin();
  watch.hear({ address: KUBECONFIG, action: 'create', state: 'begins' });
  watch.hear({ address: KUBECONFIG, action: 'create', state: 'done' });
  api.status = 200;
  api.nodes = [{ name: 'a' }];
  await watch.end();
  expect(told).toEqual(['a joined']);
});

describe('what is not known is said', () => {
  test('without a kubeconfig', async () => {
    const { watch } = watching([machine('a')], { known: false });
    await watch.begin();
    expect(machinesNotReady(await watch.end())).toBe(
      'when the apply ended, the Kubernetes API did not say yet if these machines are ready: a (the state has no kubeconfig to ask with); talos.healthCheck has an apply wait for them',
    );
  });

  test.each([
    [403, 'it answers 403: it does not take the kubeconfig of the state'],
    [500, 'it answers 500'],
  ])('where the API answers %d', async (status, reason) => {
    api.status = status;
    const { watch } = watching([machine('a')]);
    await watch.begin();
    expect(await watch.end()).toEqual({ notReady: [{ name: 'a', hasJoined: false }], silence: reason });
  });
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 50));
}
