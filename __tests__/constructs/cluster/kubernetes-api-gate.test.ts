import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ref, type TerraformStack, TerraformVariable, Testing, Token } from 'cdktf';
import { TalosCluster } from '../../../src/constructs/cluster/talos-cluster';
import { cluster, settings } from '../../support/homelab';
import { synth, synthesize, testStack } from '../../support/synth';
import { applyOnce, describeWithTofu } from '../../support/tofu';

const BOOTSTRAP = 'talos_machine_bootstrap.cluster_bootstrap_CBC276F0';

interface LocalExec {
  readonly interpreter: readonly string[];
  readonly command: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Command of a gate that waits for a cluster at an endpoint. */
function gateFor(clusterEndpoint: string, kubernetesApiSeconds: number): LocalExec {
  const out = synth((scope) => {
    const changed = settings({ clusterEndpoint, vip: undefined });
    cluster(scope, { ...changed, timeouts: { kubernetesApiSeconds } }).addKubernetesApiGate();
  });
  return localExecOf(out.at('cluster/gate'));
}

function localExecOf(gate: unknown): LocalExec {
  return (gate as { provisioner: [{ 'local-exec': LocalExec }] }).provisioner[0]['local-exec'];
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

/** Standard error of the gate, and the code that it ends with. */
function runGate({ command, environment }: Pick<LocalExec, 'command' | 'environment'>): Promise<GateEnd> {
  const env = { ...process.env, ...environment };
  // what OpenTofu makes of it
  const text = command.replaceAll('$${', '${');
  return new Promise((resolve) => {
    execFile('bash', ['-c', text], { env }, (error, _, stderr) => resolve({ code: error === null ? 0 : 1, stderr }));
  });
}

interface GateEnd {
  readonly code: number;
  readonly stderr: string;
}

describe('the gate of the Kubernetes API', () => {
  const { stack } = testStack();
  const made = cluster(stack, { timeouts: { kubernetesApiSeconds: 120 } });
  const gate = made.addKubernetesApiGate();
  const out = synthesize(stack);

  test('F-29 G-6 waits for the port when it is made and never again, so it works without a CNI', () => {
    expect(out.at('cluster/gate')).toEqual({
      triggers_replace: `\${${BOOTSTRAP}.id}`,
      provisioner: [
        {
          'local-exec': {
            interpreter: ['bash', '-c'],
            command: gateFor('https://api.example', 900).command,
            environment: { API_ENDPOINT: 'https://10.0.0.10:6443', API_TIMEOUT_SECONDS: '120' },
          },
        },
      ],
    });
  });

  test('is made once', () => {
    expect(made.addKubernetesApiGate()).toBe(gate);
  });

  test.each([
    ['https://api.kube.example.com', 'api.kube.example.com/443'],
    ['https://[fd00::10]:6443/', 'fd00::10/6443'],
    ['https://10.0.0.10:443', '10.0.0.10/443'],
  ])('of %s waits for %s', async (clusterEndpoint, target) => {
    const { command, environment } = gateFor(clusterEndpoint, 1);
    const telling = command.replace(/until .*/, 'echo "$host/$port" >&2; exit 1');
    await expect(runGate({ command: telling, environment })).resolves.toEqual({
      code: 1,
      stderr: `${target}\n`,
    });
  });

  test('F-29 has the same command for every endpoint, so that nothing in one is run', () => {
    expect(gateFor('https://a.example', 1).command).toBe(gateFor('https://[fd00::1]:1', 999).command);
    expect(gateFor('https://a.example', 1).command).not.toContain('a.example');
  });

  test.each([
    'https://x$(touch HACKED):6443',
    'https://`touch HACKED`:6443',
    'https://x; touch HACKED',
    'https://x/../../etc/passwd',
    'https://',
    '',
    'http://10.0.0.10:6443',
    'https://a:b:1',
    'https://a\n:6443',
  ])('waits for nothing and runs nothing of %j, which only OpenTofu could know', async (endpoint) => {
    const marker = join(tmpdir(), `gate-${process.pid}`);
    const hostile = endpoint.replace('HACKED', marker);
    const { command } = gateFor('https://a.example', 1);
    const environment = { API_ENDPOINT: hostile, API_TIMEOUT_SECONDS: '1' };
    await expect(runGate({ command, environment })).resolves.toEqual({
      code: 1,
      stderr: `the cluster endpoint must be https, a name or address, and a port at most; got "${hostile}"\n`,
    });
    expect(existsSync(marker)).toBe(false);
  });

  test('F-29 opens as soon as the port does, and fails in words when it stays closed', async () => {
    const server = await listen();
    const { port } = server.address() as AddressInfo;
    const gate = gateFor(`https://127.0.0.1:${port}`, 1);
    await expect(runGate(gate)).resolves.toEqual({ code: 0, stderr: '' });
    await close(server);
    await expect(runGate(gate)).resolves.toEqual({
      code: 1,
      stderr: `the Kubernetes API at https://127.0.0.1:${port} did not answer within 1 seconds\n`,
    });
  });

  test('bounds a try that nobody answers', async () => {
    const { command, environment } = gateFor('https://127.0.0.1:6443', 1);
    const silent = command.replace(/exec 3<>\S+?(?=\))/, 'exec sleep 60');
    expect(silent).not.toBe(command);
    await expect(runGate({ command: silent, environment })).resolves.toEqual({
      code: 1,
      stderr: 'the Kubernetes API at https://127.0.0.1:6443 did not answer within 1 seconds\n',
    });
  });
});

describeWithTofu('the real OpenTofu, with an endpoint that is known at the apply only', () => {
  /** A stack whose gate waits for what a variable, or another resource, says. */
  function lateGate(endpoint: (stack: TerraformStack) => string): object {
    const { stack } = testStack();
    const attributes = {
      clusterName: 'home',
      clusterEndpoint: endpoint(stack),
      kubeconfig: secret(stack, 'kubeconfig'),
      kubernetesAccess: {
        host: 'https://10.0.0.10:6443',
        clusterCaCertificate: 'PEM',
        clientCertificate: 'PEM',
        clientKey: secret(stack, 'client_key'),
      },
      kubernetesApiSeconds: 1,
    };
    TalosCluster.fromTalosClusterAttributes(stack, 'cluster', attributes).addKubernetesApiGate();
    const { resource } = JSON.parse(Testing.synth(stack, true)) as { resource: { terraform_data: object } };
    return resource.terraform_data;
  }

  function secret(stack: TerraformStack, name: string): string {
    return new TerraformVariable(stack, name, { type: 'string', sensitive: true }).stringValue;
  }

  const late = lateGate(() => Token.asString(ref('terraform_data.balancer.output')));
  const inside = lateGate(() => `https://${Token.asString(ref('terraform_data.balancer.output'))}:6443`);

  function stackOf(gate: object, input: string): object {
    return { resource: { terraform_data: { ...gate, balancer: { input } } } };
  }

  test('waits for the right address', async () => {
    const server = await listen();
    const { port } = server.address() as AddressInfo;
    const heard = new Promise<void>((resolve) => server.once('connection', () => resolve()));
    const { exitCode, output } = await applyOnce(stackOf(late, `https://127.0.0.1:${port}`));
    await heard;
    expect([exitCode, output]).toEqual([0, expect.stringContaining('2 added')]);
    await close(server);
  });

  test.each([
    ['as a whole', late, 'https://x$(touch MARKER):6443'],
    ['in a part', inside, 'x$(touch MARKER)'],
  ])('runs nothing of a hostile one, %s', async (_, gate, input) => {
    const marker = join(tmpdir(), `late-gate-${process.pid}`);
    const { exitCode, output } = await applyOnce(stackOf(gate, input.replace('MARKER', marker)));
    expect([exitCode, output]).toEqual([1, expect.stringMatching(/must be https, a name or/)]);
    expect(existsSync(marker)).toBe(false);
  });
});
