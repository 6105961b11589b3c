import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { provideClusterPrograms } from '../../scripts/toolchain/kubernetes';

/** A server of this computer that keeps states. */
export interface StateServer {
  /** Settings of the backend in a cluster file. */
  readonly backend: object;
  /** Environment of OpenTofu: the credentials. */
  readonly environment: Readonly<Record<string, string>>;
  /** Everything that the server keeps, as text. */
  readonly stored: () => string;
  /** Ends the server at once, and keeps its data. */
  readonly down: () => Promise<void>;
  /** Starts it again where it was. */
  readonly up: () => Promise<void>;
  /** Ends the server and removes its data. */
  readonly close: () => Promise<void>;
}

/** Longest wait for a server to answer. */
const READY_MS = 60_000;

/** A PostgreSQL of the distribution, on a port of loopback, run by a user without rights. */
export async function startPostgres(): Promise<StateServer & { readonly sql: (query: string) => string }> {
  const bin = postgresPrograms();
  const directory = mkdtempSync(join(tmpdir(), 'postgres-'));
  const data = join(directory, 'data');
  const password = randomBytes(12).toString('hex');
  const port = await freePort();
  writeFileSync(join(directory, 'password'), password, { mode: 0o600 });
  const owner = unprivileged();
  for (const path of [directory, join(directory, 'password')]) if (owner) chownSync(path, owner.uid, owner.gid);
  const run = (program: string, args: readonly string[]) =>
    spawnSync(join(bin, program), args, { encoding: 'utf8', cwd: directory, ...owner });
  const made = run('initdb', [
    ...['-D', data, '-U', 'state', '--auth=scram-sha-256', `--pwfile=${join(directory, 'password')}`],
    ...['--no-sync', '--no-locale', '-E', 'UTF8'],
  ]);
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
  const server = new Program(join(bin, 'postgres'), {
    args: ['-D', data, '-h', '127.0.0.1', '-p', String(port), '-k', directory, '-c', 'fsync=off'],
    owner,
    isReady: () => run('pg_isready', ['-h', '127.0.0.1', '-p', String(port)]).status === 0,
  });
  const environment = { PGUSER: 'state', PGPASSWORD: password };
  const sql = (query: string): string => {
    const args = ['-h', '127.0.0.1', '-p', String(port), '-d', 'tofu', '-Atc', query];
    const asked = spawnSync(join(bin, 'psql'), args, { encoding: 'utf8', env: { ...process.env, ...environment } });
    if (asked.status !== 0) throw new Error(`psql failed: ${asked.stderr}`);
    return asked.stdout;
  };
  await server.start();
  spawnSync(join(bin, 'createdb'), ['-h', '127.0.0.1', '-p', String(port), 'tofu'], {
    env: { ...process.env, ...environment },
  });
  return {
    backend: { pg: { address: `postgres://127.0.0.1:${port}/tofu?sslmode=disable` } },
    environment,
    sql,
    stored: () => sql('SELECT data FROM home.states'),
    down: () => server.kill(),
    up: () => server.start(),
    close: async () => {
      await server.kill();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** A Kubernetes API with its etcd, as clusters of the homelab have them. */
export async function startKubernetes(): Promise<StateServer> {
  const { apiserver, etcd } = provideClusterPrograms(() => undefined);
  const directory = mkdtempSync(join(tmpdir(), 'kubernetes-'));
  const [port, client, peer] = [await freePort(), await freePort(), await freePort()];
  const token = randomBytes(12).toString('hex');
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const file = (name: string, content: string): string => {
    writeFileSync(join(directory, name), content, { mode: 0o600 });
    return join(directory, name);
  };
  const key = file('sa.key', String(privateKey.export({ type: 'sec1', format: 'pem' })));
  const pub = file('sa.pub', String(publicKey.export({ type: 'spki', format: 'pem' })));
  const tokens = file('tokens.csv', `${token},admin,admin,system:masters\n`);
  const url = `https://127.0.0.1:${port}`;
  const etcdUrl = `http://127.0.0.1:${client}`;
  const api = (path: string, method = 'GET', body = '') =>
    spawnSync(
      'curl',
      ['-skf', '-X', method, '-H', `Authorization: Bearer ${token}`, '-H', 'Content-Type: application/json']
        .concat(body === '' ? [] : ['-d', body])
        .concat(`${url}${path}`),
      { encoding: 'utf8' },
    );
  const programs = [
    new Program(etcd, {
      args: [
        `--data-dir=${join(directory, 'etcd')}`,
        ...[`--listen-client-urls=${etcdUrl}`, `--advertise-client-urls=${etcdUrl}`],
        ...[`--listen-peer-urls=http://127.0.0.1:${peer}`, '--unsafe-no-fsync'],
      ],
      isReady: () => spawnSync('curl', ['-sf', `${etcdUrl}/health`]).status === 0,
    }),
    new Program(apiserver, {
      args: [
        ...[`--etcd-servers=${etcdUrl}`, '--bind-address=127.0.0.1', `--secure-port=${port}`],
        ...[`--service-account-key-file=${pub}`, `--service-account-signing-key-file=${key}`],
        ...[`--service-account-issuer=${url}`, `--token-auth-file=${tokens}`, `--cert-dir=${join(directory, 'cert')}`],
        ...['--authorization-mode=RBAC', '--disable-admission-plugins=ServiceAccount', '--anonymous-auth=false'],
      ],
      isReady: () => api('/api/v1/namespaces/default').status === 0,
    }),
  ];
  for (const program of programs) await program.start();
  const kubeconfig = file(
    'kubeconfig',
    stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [
        {
          name: 'states',
          cluster: {
            server: url,
            'certificate-authority-data': readFileSync(join(directory, 'cert', 'apiserver.crt')).toString('base64'),
          },
        },
      ],
      users: [{ name: 'admin', user: { token } }],
      contexts: [{ name: 'admin@states', context: { cluster: 'states', user: 'admin' } }],
      'current-context': 'admin@states',
    }),
  );
  return {
    backend: { kubernetes: { endpoint: url, namespace: 'default', labels: { team: 'home' } } },
    environment: { KUBE_CONFIG_PATH: kubeconfig },
    stored: () => api('/api/v1/namespaces/default/secrets').stdout,
    down: async () => {
      for (const program of [...programs].reverse()) await program.kill();
    },
    up: async () => {
      for (const program of programs) await program.start();
    },
    close: async () => {
      for (const program of [...programs].reverse()) await program.kill();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

interface ProgramOptions {
  readonly args: readonly string[];
  readonly owner?: { readonly uid: number; readonly gid: number };
  readonly isReady: () => boolean;
}

/** A program that runs until it is killed. */
class Program {
  private child?: ChildProcess;
  private readonly output: string[] = [];

  constructor(
    private readonly path: string,
    private readonly options: ProgramOptions,
  ) {}

  public async start(): Promise<void> {
    const { args, owner, isReady } = this.options;
    const child = spawn(this.path, [...args], { stdio: ['ignore', 'ignore', 'pipe'], cwd: tmpdir(), ...owner });
    child.stderr.setEncoding('utf8').on('data', (text: string) => this.output.push(text));
    this.child = child;
    const end = Date.now() + READY_MS;
    while (!isReady()) {
      if (child.exitCode !== null || Date.now() > end)
        throw new Error(`${this.path} does not answer: ${this.output.join('').slice(-2000)}`);
      await new Promise((later) => setTimeout(later, 100));
    }
  }

  public async kill(): Promise<void> {
    const { child } = this;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('close', resolve));
    // PostgreSQL ends its children and every connection at once
    child.kill('SIGQUIT');
    const late = setTimeout(() => child.kill('SIGKILL'), 5000);
    await ended;
    clearTimeout(late);
  }
}

/** Where the distribution has the programs of PostgreSQL. */
function postgresPrograms(): string {
  const root = process.env.POSTGRESQL_ROOT ?? '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  const found = versions.map((version) => join(root, version, 'bin')).find((bin) => existsSync(join(bin, 'postgres')));
  if (found === undefined) throw new Error('no PostgreSQL; install it with: apt-get install -y postgresql');
  return found;
}

/** PostgreSQL refuses to be run by root. */
function unprivileged(): ProgramOptions['owner'] {
  if (process.getuid?.() !== 0) return undefined;
  const [, uid = '65534', gid = '65534'] =
    /^postgres:[^:]*:(\d+):(\d+)/m.exec(readFileSync('/etc/passwd', 'utf8')) ?? [];
  return { uid: Number(uid), gid: Number(gid) };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
