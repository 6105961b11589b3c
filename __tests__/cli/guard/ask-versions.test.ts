import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { askVersions } from '../../../src/cli/guard/ask-versions';
import type { RunningMachine } from '../../../src/plan';

const ADDRESS = '127.0.0.1';

let servers: Server[] = [];
const sockets = new Set<Socket>();

afterEach(() => {
  sockets.forEach((socket) => socket.destroy());
  servers.forEach((server) => server.close());
  servers = [];
});

/** A server that is no API server; its port. */
async function serve(answer: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    answer(socket);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, ADDRESS, resolve));
  return (server.address() as AddressInfo).port;
}

/** A port on which nobody listens. */
async function closedPort(): Promise<number> {
  const port = await serve(() => undefined);
  await new Promise((resolve) => servers.pop()?.close(resolve));
  return port;
}

function ask(...ports: readonly number[]): Promise<readonly RunningMachine[]> {
  const controlPlanes = ports.map((port, index) => ({ name: `ctrl-0${index}`, address: ADDRESS, port }));
  return askVersions({
    controlPlanes,
    machines: [...controlPlanes.map(({ name, address }) => ({ name, address })), { name: 'work-00', address: ADDRESS }],
    credentials: { ca: '', certificate: '', key: '' },
  });
}

test('a control plane on which nothing listens, and the workers of a cluster of which nobody answers', async () => {
  expect(await ask(await closedPort())).toEqual([
    { name: 'ctrl-00', silent: 'its API server does not answer: ECONNREFUSED' },
    { name: 'work-00', silent: 'no API server of the cluster answers' },
  ]);
});

test('control planes that say nothing are waited for at the same time, and not for long', async () => {
  const start = Date.now();
  const silent = await serve(() => undefined);
  const machines = await ask(silent, silent, silent);
  expect(machines.slice(0, 3).map((machine) => machine.silent)).toEqual(
    [0, 1, 2].map(() => 'its API server does not answer: no answer in 5 s'),
  );
  expect(Date.now() - start).toBeLessThan(10_000);
});

test.each<readonly [string, (socket: Socket) => void]>([
  ['closes the connection', (socket) => socket.destroy()],
  ['speaks something else', (socket) => socket.end('HTTP/1.1 200 OK\r\n\r\nwhat-is-secret')],
])('a server that %s is no API server, and nothing that it says is repeated', async (_, answer) => {
  const [machine] = await ask(await serve(answer));
  expect(machine?.silent).toMatch(/^its API server does not answer: [\w ()]+$/);
  expect(machine?.silent).not.toContain('secret');
});

test('nobody is called without credentials', async () => {
  let calls = 0;
  const port = await serve(() => (calls += 1));
  const machines = await askVersions({
    controlPlanes: [{ name: 'ctrl-00', address: ADDRESS, port }],
    machines: [{ name: 'ctrl-00', address: ADDRESS }],
  });
  expect([machines, calls]).toEqual([[{ name: 'ctrl-00', silent: 'the state has no kubeconfig to ask with' }], 0]);
});
