import { execFile } from 'node:child_process';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { cluster, settings } from '../support/homelab';
import { synth, synthesize, testStack } from '../support/synth';

const BOOTSTRAP = 'talos_machine_bootstrap.cluster_bootstrap_CBC276F0';

/** The command of a gate that waits for a cluster at an endpoint. */
function commandFor(clusterEndpoint: string, kubernetesApiSeconds: number): string {
  const out = synth((scope) => {
    const changed = settings({ clusterEndpoint, vip: undefined });
    cluster(scope, { settings: changed, timeouts: { kubernetesApiSeconds } }).requireKubernetesApi();
  });
  const { provisioner } = out.at('cluster/gate') as { provisioner: [{ 'local-exec': { command: string } }] };
  return provisioner[0]['local-exec'].command;
}

function listen(): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

/** What the command says on standard error, and the code that it ends with. */
function runGate(command: string): Promise<{ readonly code: number; readonly stderr: string }> {
  return new Promise((resolve) => {
    execFile('bash', ['-c', command], (error, _, stderr) => resolve({ code: error === null ? 0 : 1, stderr }));
  });
}

describe('the gate of the Kubernetes API', () => {
  const { stack } = testStack();
  const made = cluster(stack, { timeouts: { kubernetesApiSeconds: 120 } });
  const gate = made.requireKubernetesApi();
  const out = synthesize(stack);

  test('F-29 G-6 waits for the port when it is made and never again, so it works without a CNI', () => {
    expect(out.at('cluster/gate')).toEqual({
      triggers_replace: `\${${BOOTSTRAP}.id}`,
      provisioner: [
        {
          'local-exec': {
            interpreter: ['bash', '-c'],
            command: [
              'until (exec 3<>/dev/tcp/10.0.0.10/6443) 2>/dev/null & try=$!;',
              'for second in 1 2 3 4 5; do sleep 1; kill -0 $try 2>/dev/null || break; done;',
              '{ kill $try; wait $try; } 2>/dev/null; do',
              'if [ $SECONDS -ge 120 ]; then',
              'echo "the Kubernetes API at https://10.0.0.10:6443 did not answer within 120 seconds" >&2; exit 1; fi;',
              'done',
            ].join(' '),
          },
        },
      ],
    });
  });

  test('is made once', () => {
    expect(made.requireKubernetesApi()).toBe(gate);
  });

  test.each([
    ['https://api.kube.example.com', 'api.kube.example.com/443'],
    ['https://[fd00::10]:6443', 'fd00::10/6443'],
  ])('of %s waits for %s', (clusterEndpoint, target) => {
    expect(commandFor(clusterEndpoint, 900)).toContain(`/dev/tcp/${target})`);
  });

  test('F-29 opens as soon as the port does, and fails in words when it stays closed', async () => {
    const server = await listen();
    const { port } = server.address() as AddressInfo;
    const command = commandFor(`https://127.0.0.1:${port}`, 1);
    await expect(runGate(command)).resolves.toEqual({ code: 0, stderr: '' });
    await close(server);
    await expect(runGate(command)).resolves.toEqual({
      code: 1,
      stderr: `the Kubernetes API at https://127.0.0.1:${port} did not answer within 1 seconds\n`,
    });
  });

  test('bounds a try that nobody answers', async () => {
    const command = commandFor('https://127.0.0.1:6443', 1).replace(/exec 3<>\S+?(?=\))/, 'exec sleep 60');
    await expect(runGate(command)).resolves.toEqual({
      code: 1,
      stderr: 'the Kubernetes API at https://127.0.0.1:6443 did not answer within 1 seconds\n',
    });
  }, 20_000);
});
