import { TerraformVariable, Testing } from 'cdktf';
import { StateBackend } from '../../src/constructs/state-backend';
import { StateEncryption } from '../../src/constructs/state-encryption';
import { testStack } from '../support/synth';

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
      backend: { s3: { bucket: 'states', key: 'home.tfstate', region: 'eu-central-1', use_lockfile: true } },
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
          lock: {
            lockAddress: `${address}/lock`,
            unlockAddress: `${address}/unlock`,
            lockMethod: 'POST',
            unlockMethod: 'DELETE',
          },
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

test.each<[string, () => StateBackend, string]>([
  [
    'endpoint',
    () => StateBackend.s3({ bucket: 'b', key: 'k', region: 'r', endpoint: 'https://me:secret@s3.example' }),
    'https://me:…@s3.example',
  ],
  ['address', () => StateBackend.http({ address: 'https://me@state.example' }), 'https://me@state.example'],
  ['address', () => StateBackend.http({ address: 'https://x$(id)' }), 'https://x$(id)'],
  [
    'lock.lockAddress',
    () => StateBackend.http({ address: 'https://a', lock: { lockAddress: 'ftp://a', unlockAddress: 'https://a' } }),
    'ftp://a',
  ],
  [
    'lock.unlockAddress',
    () =>
      StateBackend.http({
        address: 'https://a',
        lock: { lockAddress: 'https://a', unlockAddress: 'https://a:secret@b' },
      }),
    'https://a:…@b',
  ],
])('fails with a URL at %s that has credentials or is none', (prop, make, got) => {
  const { stack } = testStack();
  expect(() => make().attachTo(stack)).toThrow(
    new Error(
      `test: ${prop} must be an http or https URL without user and password, which come from the environment; got "${got}"`,
    ),
  );
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
    expect(encryptionOf((passphrase) => StateEncryption[kind](passphrase, { iterations: 200_000 }))).toMatchObject({
      key_provider: { pbkdf2: { main: { passphrase: '${var.state_passphrase}', iterations: 200_000 } } },
    });
  });

  test.each([199_999, 10_000_001, 250_000.5, Number.NaN])('fails with %d rounds', (iterations) => {
    expect(() => encryptionOf((passphrase) => StateEncryption.on(passphrase, { iterations }))).toThrow(
      `iterations must be a whole number from 200000 to 10000000, got ${iterations}; OpenTofu refuses fewer`,
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
