import { chmodSync } from 'node:fs';
import { decryptedSecrets } from '../../../src/cli/tofu/sops';
import { tofuEnvironment } from '../../../src/cli/tofu/variables';
import { TemporaryProject } from '../../support/project';

/** Stands in for SOPS: it takes the one way to decrypt to JSON, with the key of the project or of the environment. */
const SOPS = `#!/bin/sh
[ "$1 $2 $3" = 'decrypt --output-type json' ] || { echo "unknown command $*" >&2; exit 100; }
[ -f "$4" ] || { echo "cannot read $4" >&2; exit 2; }
key=\${SOPS_AGE_KEY:-$(cat "\${SOPS_AGE_KEY_FILE:-/dev/null}")}
[ "$key" = right ] || { echo 'no identity matched any of the recipients' >&2; exit 128; }
echo "$4" >> calls
cat "$4.plain"
`;

let project: TemporaryProject;
let path: string;

beforeEach(() => {
  project = new TemporaryProject();
  project.write('bin/sops', SOPS);
  chmodSync(project.path('bin/sops'), 0o755);
  project.write('a.sops.yaml', 'encrypted');
  project.write('a.sops.yaml.plain', JSON.stringify({ token: 's3cret', deep: { port: 7 }, list: [] }));
  project.write('age.key', 'right');
  path = `${project.path('bin')}:${process.env.PATH}`;
});
afterEach(() => project.remove());

const STACK = {
  '//': {
    sops: {
      secret_token: { file: 'a.sops.yaml', key: 'token' },
      secret_port: { file: 'a.sops.yaml', key: 'deep.port' },
    },
  },
  variable: { secret_token: { sensitive: true }, secret_port: { sensitive: true } },
};

const decrypted = (stack: object, environment: Readonly<Record<string, string>> = {}) =>
  decryptedSecrets({ stack }, { PATH: path, ...environment }, () => false, project.root);

test('values come from the files, each of which is decrypted once, with the key of the project', () => {
  expect(decrypted(STACK)).toEqual({ secret_token: 's3cret', secret_port: '7' });
  expect(project.read('calls')).toBe('a.sops.yaml\n');
});

test('the key of the environment is stronger', () => {
  project.write('age.key', 'wrong');
  expect(decrypted(STACK, { SOPS_AGE_KEY: 'right' })).toMatchObject({ secret_token: 's3cret' });
});

test('nothing is decrypted for variables that have a value, nor for a stack without such files', () => {
  expect(decryptedSecrets({ stack: STACK }, { PATH: path }, () => true, project.root)).toEqual({});
  expect(decrypted({ variable: {} })).toEqual({});
  expect(project.has('calls')).toBe(false);
});

test('OpenTofu has them in its environment', () => {
  const environment = tofuEnvironment({ stack: STACK }, { SECRET_PORT: '8' }, (stack, given, isGiven) =>
    decryptedSecrets(stack, { ...given, PATH: path }, isGiven, project.root),
  );
  expect(environment).toMatchObject({ TF_VAR_secret_token: 's3cret', TF_VAR_secret_port: '8' });
});

test.each<[string, () => unknown, string]>([
  [
    'a wrong key',
    () => (project.write('age.key', 'wrong'), decrypted(STACK)),
    'sops does not decrypt a.sops.yaml: no identity matched any of the recipients',
  ],
  [
    'a key that leads to nothing',
    () => decrypted({ '//': { sops: { secret_a: { file: 'a.sops.yaml', key: 'deep.a' } } } }),
    'a.sops.yaml has no text at deep.a; correct the key under secrets of the cluster file, or add it with "sops edit a.sops.yaml"',
  ],
  [
    'a key that leads to a list',
    () => decrypted({ '//': { sops: { secret_a: { file: 'a.sops.yaml', key: 'list' } } } }),
    'a.sops.yaml has no text at list; correct the key under secrets of the cluster file, or add it with "sops edit a.sops.yaml"',
  ],
  [
    'a program that is not there',
    () => decrypted(STACK, { PATH: project.root }),
    'cannot start sops, which decrypts a.sops.yaml: not found; install it, or give its secrets as variables',
  ],
  [
    'something else than JSON',
    () => (project.write('a.sops.yaml.plain', 's3cret: x'), decrypted(STACK)),
    'sops does not decrypt a.sops.yaml: it printed no JSON',
  ],
])('fails for %s, and repeats no secret', (_, run, message) => {
  expect(run).toThrow(new Error(message));
});
