import { TerraformOutput, TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { StateBackend } from '../../../src/constructs/state/state-backend';
import { StateEncryption } from '../../../src/constructs/state/state-encryption';
import { testStack } from '../../support/synth';

/** The `terraform` block of a stack with a backend or an encryption, without providers. */
function terraformOf(attach: (stack: ReturnType<typeof testStack>['stack']) => void): Record<string, unknown> {
  const { stack } = testStack();
  attach(stack);
  const { terraform } = JSON.parse(Testing.synth(stack, true)) as { terraform: Record<string, unknown> };
  delete terraform.required_providers;
  return terraform;
}

describe('StateBackend', () => {
  test('a local file keeps its relative path', () => {
    expect(
      terraformOf((stack) => {
        StateBackend.local('../../../state/home.tfstate').attachTo(stack);
      }),
    ).toEqual({ backend: { local: { path: '../../../state/home.tfstate' } } });
  });

  test('a bucket is locked by a file beside the state', () => {
    expect(
      terraformOf((stack) => {
        StateBackend.s3({ bucket: 'states', key: 'home.tfstate', region: 'eu-central-1' }).attachTo(stack);
      }),
    ).toEqual({
      backend: {
        s3: {
          bucket: 'states',
          key: 'home.tfstate',
          region: 'eu-central-1',
          use_path_style: false,
          skip_credentials_validation: false,
          skip_metadata_api_check: false,
          skip_region_validation: false,
          skip_requesting_account_id: false,
          skip_s3_checksum: false,
          use_lockfile: true,
        },
      },
    });
  });

  test('a store that speaks the language of S3 gets none of the questions that only AWS answers', () => {
    expect(
      terraformOf((stack) => {
        StateBackend.s3({
          bucket: 'states',
          key: 'home.tfstate',
          region: 'auto',
          endpoint: 'https://s3.example',
          usePathStyle: true,
          useLockfile: false,
          skipAwsChecks: true,
        }).attachTo(stack);
      }),
    ).toEqual({
      backend: {
        s3: {
          bucket: 'states',
          key: 'home.tfstate',
          region: 'auto',
          endpoints: { s3: 'https://s3.example' },
          use_path_style: true,
          skip_credentials_validation: true,
          skip_metadata_api_check: true,
          skip_region_validation: true,
          skip_requesting_account_id: true,
          skip_s3_checksum: true,
        },
      },
    });
  });

  test('a server is reached by HTTP, with the lock that it offers', () => {
    const address = 'https://gitlab.example/api/v4/projects/1/terraform/state/home';
    expect(
      terraformOf((stack) => {
        StateBackend.http({
          address,
          updateMethod: 'POST',
          retryWaitMinSeconds: 5,
          lockAddress: `${address}/lock`,
          unlockAddress: `${address}/unlock`,
          lockMethod: 'POST',
          unlockMethod: 'DELETE',
        }).attachTo(stack);
      }),
    ).toEqual({
      backend: {
        http: {
          address,
          update_method: 'POST',
          retry_wait_min: 5,
          lock_address: `${address}/lock`,
          unlock_address: `${address}/unlock`,
          lock_method: 'POST',
          unlock_method: 'DELETE',
        },
      },
    });
  });
});

test('a database is told nothing that the environment may say', () => {
  expect(
    terraformOf((stack) => {
      StateBackend.pg().attachTo(stack);
    }),
  ).toEqual({
    backend: {
      pg: {
        schema_name: 'test',
        table_name: 'states',
        index_name: 'states_by_name',
        skip_schema_creation: false,
        skip_table_creation: false,
        skip_index_creation: false,
      },
    },
  });
});

test('a database that somebody else owns is used as it is', () => {
  expect(
    terraformOf((stack) => {
      StateBackend.pg({
        address: 'postgres://db.example/tofu?sslmode=verify-full',
        schemaName: 'clusters',
        tableName: 'home',
        indexName: 'home_by_name',
        skipSchemaCreation: true,
        skipTableCreation: true,
        skipIndexCreation: true,
      }).attachTo(stack);
    }),
  ).toEqual({
    backend: {
      pg: {
        conn_str: 'postgres://db.example/tofu?sslmode=verify-full',
        schema_name: 'clusters',
        table_name: 'home',
        index_name: 'home_by_name',
        skip_schema_creation: true,
        skip_table_creation: true,
        skip_index_creation: true,
      },
    },
  });
});

test('a secret in Kubernetes is named after the stack, and all else is left to the environment', () => {
  expect(
    terraformOf((stack) => {
      StateBackend.kubernetes().attachTo(stack);
    }),
  ).toEqual({ backend: { kubernetes: { secret_suffix: 'test' } } });
});

test('a secret in Kubernetes is reached as configured', () => {
  const PEM = '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n';
  expect(
    terraformOf((stack) => {
      StateBackend.kubernetes({
        secretSuffix: 'home',
        namespace: 'states',
        labels: { team: 'home' },
        configPath: '~/.kube/states',
        configContext: 'admin@states',
        configContextAuthInfo: 'admin',
        configContextCluster: 'states',
        endpoint: 'https://192.168.1.10:6443',
        clusterCaCertificate: PEM,
        exec: { apiVersion: 'client.authentication.k8s.io/v1', command: 'kubelogin', args: ['get-token'] },
      }).attachTo(stack);
    }),
  ).toEqual({
    backend: {
      kubernetes: {
        secret_suffix: 'home',
        namespace: 'states',
        labels: { team: 'home' },
        config_path: '~/.kube/states',
        config_context: 'admin@states',
        config_context_auth_info: 'admin',
        config_context_cluster: 'states',
        host: 'https://192.168.1.10:6443',
        cluster_ca_certificate: PEM,
        exec: { api_version: 'client.authentication.k8s.io/v1', command: 'kubelogin', args: ['get-token'] },
      },
    },
  });
  expect(
    terraformOf((stack) => {
      StateBackend.kubernetes({ inClusterConfig: true, insecure: true }).attachTo(stack);
    }),
  ).toMatchObject({ backend: { kubernetes: { in_cluster_config: true, insecure: true } } });
});

test.each([
  ['pg', StateBackend.pg({ address: 'postgres://db.example/tofu' }), { conn_str: 'postgres://db.example/tofu' }],
  ['kubernetes', StateBackend.kubernetes({ namespace: 'states' }), { namespace: 'states' }],
])('another stack reads a state of the backend %s where it is', (kind, backend, config) => {
  const app = Testing.app();
  const [first, second] = [new TerraformStack(app, 'first'), new TerraformStack(app, 'second')];
  backend.attachTo(first);
  StateBackend.local('x').attachTo(second);
  const given = new TerraformVariable(first, 'given', {});
  new TerraformOutput(second, 'taken', { value: given.stringValue });
  for (const stack of [first, second]) stack.prepareStack();
  expect(second.toTerraform()).toMatchObject({
    data: { terraform_remote_state: { 'cross-stack-reference-input-first': { backend: kind, config } } },
  });
});

test('a bucket needs no more than its name and a region; the state in it has the name of the stack', () => {
  expect(
    terraformOf((stack) => {
      StateBackend.s3({ bucket: 'states', region: 'eu-central-1' }).attachTo(stack);
    }),
  ).toMatchObject({ backend: { s3: { key: 'test.tfstate', use_path_style: false, use_lockfile: true } } });
});

test('a store at a URL of its own is taken for one that is not AWS', () => {
  expect(
    terraformOf((stack) => {
      StateBackend.s3({ bucket: 'states', endpoint: 'https://s3.example' }).attachTo(stack);
    }),
  ).toMatchObject({ backend: { s3: { region: 'auto', use_path_style: true, skip_s3_checksum: true } } });
});

test('what only OpenTofu knows is asked nothing, and stands in the backend as it is', () => {
  expect(
    terraformOf((stack) => {
      const variable = new TerraformVariable(stack, 'region', { type: 'string' });
      StateBackend.s3({ bucket: variable.stringValue, region: variable.stringValue }).attachTo(stack);
    }),
  ).toMatchObject({ backend: { s3: { bucket: '${var.region}', region: '${var.region}' } } });
});

const URL_ADVICE =
  'write a URL that begins with https:// or http:// and holds no password, such as "https://state.example.com/home"';
const LOCK_ADVICE = URL_ADVICE.replace('/home', '/home/lock');

test.each<[title: string, make: () => StateBackend, lines: string[]]>([
  [
    'a URL that holds a password',
    () => StateBackend.s3({ bucket: 'b', endpoint: 'https://me:secret@s3.example' }),
    [`endpoint: got "https://me:…@s3.example"; ${URL_ADVICE.replace('state.example.com/home', 's3.example.com')}`],
  ],
  [
    'a URL that holds a user',
    () => StateBackend.http({ address: 'https://me@state.example' }),
    [`address: got "https://me@state.example"; ${URL_ADVICE}`],
  ],
  [
    'a URL that a shell would read',
    () => StateBackend.http({ address: 'https://x$(id)' }),
    [`address: got "https://x$(id)"; ${URL_ADVICE}`],
  ],
  [
    'several of them',
    () => StateBackend.http({ address: 'https://a', lockAddress: 'ftp://a', unlockAddress: 'https://a:secret@b' }),
    [`lockAddress: got "ftp://a"; ${LOCK_ADVICE}`, `unlockAddress: got "https://a:…@b"; ${LOCK_ADVICE}`],
  ],
  [
    'a bucket of AWS without its region',
    () => StateBackend.s3({ bucket: 'states' }),
    [
      'region: missing; a bucket of AWS is found by its region, write one such as "eu-central-1", or the endpoint of another store',
    ],
  ],
  [
    'a database whose URL holds a password in its query',
    () => StateBackend.pg({ address: 'postgres://db.example/tofu?user=me&password=secret' }),
    [
      'address: holds "password", which would stand in the synthesized JSON; remove it, and set PGPASSWORD, or PG_CONN_STR in place of address',
    ],
  ],
  [
    'a schema of PostgreSQL itself, and a table with a quote',
    () => StateBackend.pg({ schemaName: 'pg_home', tableName: 'a"b' }),
    [
      'schemaName: got "pg_home"; write a name of at most 63 bytes, without spaces and quotes, that does not begin with pg_, as those are for PostgreSQL itself',
      'tableName: got "a\\"b"; write a name of at most 63 bytes, without spaces and quotes',
    ],
  ],
  [
    'a name that PostgreSQL would cut off',
    () => StateBackend.pg({ indexName: 'ä'.repeat(32) }),
    [`indexName: got "${'ä'.repeat(32)}"; write a name of at most 63 bytes, without spaces and quotes`],
  ],
  [
    'a suffix that is no part of the name of a secret, and a path from nowhere',
    () => StateBackend.kubernetes({ secretSuffix: 'Home', configPath: 'kubeconfig' }),
    [
      'secretSuffix: got "Home"; write at most 63 lower-case letters, digits and dashes, with a letter or digit at both ends',
      'configPath: got "kubeconfig"; write the full path of a kubeconfig, or one that begins with "~/", such as "~/.kube/config"; OpenTofu starts in the directory of the stack',
    ],
  ],
  [
    'a kubeconfig beside the account of a pod',
    () =>
      StateBackend.kubernetes({
        inClusterConfig: true,
        configPath: '/a',
        configContext: 'b',
        configContextAuthInfo: 'c',
        configContextCluster: 'd',
        exec: { apiVersion: 'client.authentication.k8s.io/v1', command: 'e' },
      }),
    ['configPath', 'configContext', 'configContextAuthInfo', 'configContextCluster', 'exec'].map(
      (key) =>
        `${key}: means nothing with inClusterConfig, which uses the service account of the pod; remove ${key}, or inClusterConfig`,
    ),
  ],
  [
    'an authority that is not asked',
    () =>
      StateBackend.kubernetes({
        insecure: true,
        clusterCaCertificate: '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----',
      }),
    ['clusterCaCertificate: is not checked with insecure: true, and OpenTofu refuses both; remove one of the two'],
  ],
  [
    'a lock that nobody holds',
    () => StateBackend.http({ address: 'https://a', lockMethod: 'POST' }),
    ['lockAddress: missing; the other settings of the lock need it, write the URL that locks the state or remove them'],
  ],
])('fails with %s', (_, make, lines) => {
  const { stack } = testStack();
  expect(() => make().attachTo(stack)).toThrow(new Error(lines.map((line) => `test: ${line}`).join('\n')));
});

describe('StateEncryption', () => {
  const encryptionOf = (make: (passphrase: string) => StateEncryption) =>
    terraformOf((stack) => {
      StateBackend.local('x').attachTo(stack);
      const variable = new TerraformVariable(stack, 'state_passphrase', { type: 'string', sensitive: true });
      make(variable.stringValue).attachTo(stack);
    }).encryption;
  const key = { pbkdf2: { main: { passphrase: '${var.state_passphrase}' } } };
  const method = { main: { keys: '${key_provider.pbkdf2.main}' } };

  test('off leaves no trace', () => {
    expect(encryptionOf(() => StateEncryption.off())).toBeUndefined();
  });

  test('C-16 on encrypts state and plans, and takes nothing else', () => {
    expect(encryptionOf((passphrase) => StateEncryption.on(passphrase))).toEqual({
      key_provider: key,
      method: { aes_gcm: method },
      state: { method: 'method.aes_gcm.main', enforced: true },
      plan: { method: 'method.aes_gcm.main', enforced: true },
    });
  });

  test('migrate still reads a state that is not encrypted', () => {
    expect(encryptionOf((passphrase) => StateEncryption.migrate(passphrase))).toEqual({
      key_provider: key,
      method: { aes_gcm: method, unencrypted: { migrate: {} } },
      state: { method: 'method.aes_gcm.main', fallback: { method: 'method.unencrypted.migrate' } },
      plan: { method: 'method.aes_gcm.main', enforced: true },
    });
  });

  test.each(['on', 'migrate'] as const)('%s makes the key in as many rounds as asked for', (kind) => {
    expect(
      encryptionOf((passphrase) => StateEncryption[kind](passphrase, { encryptionIterations: 200_000 })),
    ).toMatchObject({
      key_provider: { pbkdf2: { main: { passphrase: '${var.state_passphrase}', iterations: 200_000 } } },
    });
  });

  test.each([
    [199_999, 'got 199999; write a whole number from 200000 to 10000000'],
    [10_000_001, 'got 10000001; write a whole number from 200000 to 10000000'],
    [250_000.5, 'got 250000.5; write a whole number, 250000 or 250001'],
    [Number.NaN, 'got "NaN"; write a whole number from 200000 to 10000000'],
  ])('fails with %d rounds', (encryptionIterations, line) => {
    expect(() => encryptionOf((passphrase) => StateEncryption.on(passphrase, { encryptionIterations }))).toThrow(
      new Error(`test: encryptionIterations: ${line}`),
    );
  });

  test('fails when the passphrase is a literal', () => {
    const { stack } = testStack();
    expect(() => {
      StateEncryption.on('correct horse battery').attachTo(stack);
    }).toThrow(
      new Error(
        'test: passphrase is a literal and would stand in the synthesized JSON; pass a sensitive variable or an attribute of a resource',
      ),
    );
  });
});
