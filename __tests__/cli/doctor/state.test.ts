import { chmodSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { lookAtState } from '../../../src/cli/doctor/state';
import { findStackDirectory } from '../../../src/cli/tofu/stack-directory';
import { CliProject } from '../../support/cli';

const ENCRYPTION = { key_provider: { pbkdf2: { main: { passphrase: '${var.state_passphrase}' } } } };
const S3 = { bucket: 'states', key: 'home.tfstate', endpoints: { s3: 'https://s3.example' }, use_lockfile: true };
const NOTHING = { errors: [], warnings: [], unknown: [], fine: [] };
const APPLIED = JSON.stringify({ version: 4, resources: [{ mode: 'managed' }, { mode: 'data' }] });

const project = new CliProject();
let servers: Server[];

beforeEach(() => {
  servers = [];
});

afterAll(() => project.remove());

afterEach(async () => {
  for (const path of ['state', 'state.errors', 'state.code', 'state.output']) project.remove(path);
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
});

/** @param terraform settings of the stack; a step of the stand-in fails if it has something to say */
async function look(terraform: object, said: Readonly<Record<string, string>> = {}, environment = {}) {
  project.set({}, { terraform, variable: { state_passphrase: { sensitive: true }, other: {} } });
  for (const [step, errors] of Object.entries(said)) {
    project.write(`${step}.errors`, errors === '' ? '' : `╷\n│ Error: ${errors}\n╵\n`);
    project.write(`${step}.code`, '1\n');
  }
  const directory = findStackDirectory(project.path('cdktf.out'), 'home');
  const tofu = { FAKE_TOFU_HOME: project.path('.'), PATH: process.env.PATH, ...environment };
  const before = process.cwd();
  process.chdir(project.path('.'));
  try {
    return await lookAtState(directory, project.path('bin/tofu'), tofu);
  } finally {
    process.chdir(before);
  }
}

const local = { backend: { local: { path: '../../../state/home.tfstate' } } };

describe('a local state', () => {
  test('that is not there yet asks nobody', async () => {
    expect(await look(local)).toEqual({
      found: { ...NOTHING, fine: ['state: state/home.tfstate can be read; nothing was applied yet'] },
      isApplied: false,
    });
    expect(project.calls()).toEqual([]);
  });

  test('is read by OpenTofu elsewhere, and only its resources are counted', async () => {
    project.write('state/home.tfstate', '{"version":4}');
    chmodSync(project.path('state/home.tfstate'), 0o600);
    project.write('state.output', APPLIED);
    expect(await look(local)).toEqual({
      found: { ...NOTHING, fine: ['state: state/home.tfstate can be read; it has 1 resources'] },
      isApplied: true,
    });
    expect(project.calls().map(({ args }) => args)).toEqual([
      ['init', '-input=false', '-no-color'],
      ['state', 'pull', '-no-color'],
    ]);
    expect(project.calls()[0]?.directory).not.toContain('cdktf.out');
    expect(project.leftovers()).toEqual([]);
  });

  test('that others can read, or replace', async () => {
    project.write('state/home.tfstate', '{"version":4}');
    chmodSync(project.path('state/home.tfstate'), 0o644);
    chmodSync(project.path('state'), 0o757);
    expect((await look(local)).found.warnings).toEqual([
      'state/home.tfstate holds the secrets of the cluster in clear text, and others can read it: chmod 600 ' +
        'state/home.tfstate, or write state.encryption: migrate',
      'state, where the state is kept, can be changed by everybody on this computer: chmod go-w state',
    ]);
    chmodSync(project.path('state'), 0o755);
    const passphrase = { TF_VAR_state_passphrase: 'a passphrase that is long' };
    expect((await look({ ...local, encryption: ENCRYPTION }, {}, passphrase)).found.warnings).toEqual([]);
  });

  test('whose folder is a file', async () => {
    project.write('state', '');
    expect(await look(local)).toEqual({
      found: {
        ...NOTHING,
        errors: ['the state cannot be written: state is no folder; make it a folder that you can write to'],
      },
    });
  });

  test('that is damaged', async () => {
    project.write('state/home.tfstate', '{');
    expect((await look(local)).found.errors).toEqual([expect.stringContaining('state/home.tfstate is damaged')]);
    expect(project.calls()).toEqual([]);
  });

  test.each([
    [
      'decryption failed for all provided methods: cipher: message authentication failed',
      'the state is encrypted with another passphrase than STATE_PASSPHRASE holds; put the one there that it was encrypted with',
    ],
    [
      'encountered unencrypted payload without unencrypted method configured',
      'the state is not encrypted, and state.encryption is on; write migrate, apply once, and then on',
    ],
    [
      'it rains',
      expect.stringContaining('the state cannot be read from state/home.tfstate: it rains; check state.backend'),
    ],
  ])('%s', async (said, sentence) => {
    project.write('state/home.tfstate', '{"version":4}');
    const passphrase = { TF_VAR_state_passphrase: 'a passphrase that is long' };
    const { found, isApplied } = await look({ ...local, encryption: ENCRYPTION }, { init: said }, passphrase);
    expect([found.errors, isApplied]).toEqual([[sentence], undefined]);
    expect(project.leftovers()).toEqual([]);
  });

  test('without the passphrase it is not read', async () => {
    project.write('state/home.tfstate', '{"version":4}');
    expect(await look({ ...local, encryption: ENCRYPTION })).toEqual({
      found: { ...NOTHING, unknown: ['the state was not read: it takes STATE_PASSPHRASE'] },
    });
    expect(project.calls()).toEqual([]);
  });
});

describe('a bucket', () => {
  test('that can be read, with its lock free', async () => {
    expect(await look({ backend: { s3: S3 } })).toEqual({
      found: { ...NOTHING, fine: ['state: s3://states/home.tfstate can be read; nothing was applied yet'] },
      isApplied: false,
    });
    expect(project.steps()).toHaveLength(4);
    expect(project.leftovers()).toEqual([]);
  });

  test('without a lock file nothing is asked of one', async () => {
    await look({ backend: { s3: { ...S3, use_lockfile: undefined } } });
    expect(project.steps()).toEqual(['init', 'state']);
  });

  test.each([
    [
      'Failed to get existing workspaces: S3 bucket does not exist.',
      'the state cannot be kept: there is no bucket "states" at https://s3.example; create it, as OpenTofu does not',
    ],
    ['No valid credential sources found', expect.stringContaining('set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY')],
    [
      'api error SignatureDoesNotMatch: no',
      expect.stringContaining('refuses the keys for the bucket "states" (SignatureDoesNotMatch)'),
    ],
    [
      'dial tcp: connection refused',
      expect.stringContaining('the state cannot be read from s3://states/home.tfstate: dial tcp'),
    ],
  ])('%s', async (said, sentence) => {
    const { found, isApplied } = await look({ backend: { s3: S3 } }, { init: said });
    expect([found, isApplied]).toEqual([{ ...NOTHING, errors: [sentence] }, undefined]);
  });
});

describe('a server', () => {
  const served = async (status: number) => {
    const asked: (string | undefined)[] = [];
    const server = createServer(({ method, headers }, answer) => {
      asked.push(`${method} ${headers.authorization ?? ''}`);
      answer.writeHead(status).end();
    });
    servers.push(server);
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/home`, asked };
  };

  test('whose lock address answers, whatever it says', async () => {
    const { url, asked } = await served(405);
    const backend = { http: { address: url, lock_address: `${url}/lock` } };
    const login = { TF_HTTP_USERNAME: 'me', TF_HTTP_PASSWORD: 'secret' };
    expect((await look({ backend }, {}, login)).found).toEqual({
      ...NOTHING,
      fine: [`state: ${url} can be read; nothing was applied yet`],
    });
    expect(asked).toEqual([`GET Basic ${Buffer.from('me:secret').toString('base64')}`]);
  });

  test('whose lock address does not let anybody in, or is not there', async () => {
    const { url } = await served(403);
    const refused = { http: { address: url, lock_address: `${url}/lock` } };
    expect((await look({ backend: refused })).found.errors).toEqual([
      `the state cannot be locked: ${url}/lock says 403 Forbidden; check state.backend.http.lockAddress`,
    ]);
    const away = { http: { address: url, lock_address: 'http://127.0.0.1:1/lock' } };
    expect((await look({ backend: away })).found.errors).toEqual([
      'the state cannot be locked: http://127.0.0.1:1/lock says ECONNREFUSED; check state.backend.http.lockAddress',
    ]);
  });

  test('that wants another login', async () => {
    const { found } = await look(
      { backend: { http: { address: 'https://state.example/home' } } },
      { init: 'Error refreshing state\n│\n│ HTTP remote state endpoint requires auth' },
    );
    expect(found.errors).toEqual([
      'the state cannot be read: https://state.example/home refuses the login; TF_HTTP_USERNAME and TF_HTTP_PASSWORD must ' +
        'hold one that may read and write there',
    ]);
  });
});

describe('a database', () => {
  const PG = { conn_str: 'postgres://db.example/tofu', schema_name: 'home', table_name: 'states' };
  const PLACE = 'table home.states of PostgreSQL';

  test.each([[{}], [{ skip_schema_creation: true }]])(
    '%j without the table is empty, and none is made',
    async (more) => {
      const said = 'Failed to get existing workspaces: pq: relation "home.states" does not exist';
      expect(await look({ backend: { pg: { ...PG, ...more } } }, { init: said })).toEqual({
        found: { ...NOTHING, fine: [`state: ${PLACE} can be read; nothing was applied yet`] },
        isApplied: false,
      });
    },
  );

  test.each<[said: string, more: object, sentence: unknown]>([
    [
      'pq: relation "home.states" does not exist',
      { skip_table_creation: true },
      `the state cannot be kept: there is no ${PLACE}; its owner has to create it, or remove skipSchemaCreation and skipTableCreation`,
    ],
    [
      'pq: database "tofu" does not exist',
      {},
      'the state cannot be kept: there is no database "tofu"; create it, as OpenTofu does not',
    ],
    [
      'pq: password authentication failed for user "me"',
      {},
      expect.stringContaining('"me"; PG_CONN_STR, or PGUSER and PGPASSWORD, must hold a login'),
    ],
    ['pq: SSL is not enabled on the server', {}, expect.stringContaining('write ?sslmode=disable behind the URL')],
    ['pq: permission denied for schema public', {}, expect.stringContaining('the user needs CREATE on the database')],
    ['dial tcp: connection refused', {}, expect.stringContaining(`cannot be read from ${PLACE}: dial tcp`)],
  ])('%s', async (said, more, sentence) => {
    const { found } = await look({ backend: { pg: { ...PG, ...more } } }, { init: said });
    expect(found).toEqual({ ...NOTHING, errors: [sentence] });
  });

  test('that nothing names is not asked', async () => {
    const { found } = await look({ backend: { pg: { ...PG, conn_str: undefined } } });
    expect(found.errors).toEqual([expect.stringContaining('set PG_CONN_STR')]);
    expect(project.calls()).toEqual([]);
  });
});

test.each<[said: string, sentence: unknown]>([
  ['invalid configuration: no configuration has been provided', expect.stringContaining('set KUBE_CONFIG_PATH')],
  ['context "a" does not exist', expect.stringContaining('context "a" does not exist; set KUBE_CONFIG_PATH')],
  [
    'namespaces "states" not found',
    'the state cannot be kept: there is no namespace "states"; create it, as OpenTofu does not',
  ],
  [
    'secrets is forbidden: User "me" cannot list resource "secrets"',
    'the state cannot be kept: the user of Kubernetes may not use secrets (get, list, create, update) and leases (get, create, update) of the namespace "states"',
  ],
  ['Unauthorized', expect.stringContaining('the Kubernetes API refuses the credentials')],
  [
    'dial tcp: connection refused',
    expect.stringContaining('from secret tfstate-default-home of namespace states of Kubernetes: dial tcp'),
  ],
])('a secret in Kubernetes: %s', async (said, sentence) => {
  const settings = { secret_suffix: 'home', namespace: 'states', config_path: '/kubeconfig' };
  const { found } = await look({ backend: { kubernetes: settings } }, { init: said });
  expect(found).toEqual({ ...NOTHING, errors: [sentence] });
});

test('without OpenTofu a state is not read', async () => {
  project.set({}, { terraform: { backend: { s3: S3 } } });
  const directory = findStackDirectory(project.path('cdktf.out'), 'home');
  expect(await lookAtState(directory, undefined, {})).toEqual({
    found: { ...NOTHING, unknown: ['the state was not read: it takes OpenTofu'] },
  });
});
