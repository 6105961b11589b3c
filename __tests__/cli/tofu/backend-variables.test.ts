import { backendFaults } from '../../../src/cli/tofu/backend-variables';

const faults = (backend: object, environment = {}) =>
  backendFaults({ terraform: { backend: backend as never } }, environment);

const PG =
  'nothing says where the state of the backend pg is kept: set PG_CONN_STR, such as ' +
  'postgres://user:password@db.example.com/tofu, or write state.backend.pg.address and set PGUSER and PGPASSWORD';
const KUBERNETES =
  'nothing says where the state of the backend kubernetes is kept: set KUBE_CONFIG_PATH to the full path of a kubeconfig, ' +
  'or KUBE_HOST and KUBE_TOKEN';

test('a database that nothing names would be looked for on this computer', () => {
  expect(faults({ pg: { schema_name: 'home' } })).toEqual([PG]);
  expect(faults({ pg: {} }, { PG_CONN_STR: '' })).toEqual([PG]);
});

test('a Kubernetes API that nothing names is none', () => {
  expect(faults({ kubernetes: { secret_suffix: 'home' } }, { KUBE_TOKEN: 'a' })).toEqual([KUBERNETES]);
});

test.each(['PG_CONN_STR', 'PGHOST', 'PGHOSTADDR', 'PGSERVICE'])('%s names a database', (name) => {
  expect(faults({ pg: {} }, { [name]: 'a' })).toEqual([]);
});

test.each(['KUBE_CONFIG_PATH', 'KUBE_CONFIG_PATHS', 'KUBE_HOST', 'KUBE_IN_CLUSTER_CONFIG'])(
  '%s names an API',
  (name) => {
    expect(faults({ kubernetes: {} }, { [name]: 'a' })).toEqual([]);
  },
);

test.each([
  { pg: { conn_str: 'postgres://db.example/tofu' } },
  { kubernetes: { config_path: '~/.kube/config' } },
  { kubernetes: { host: 'https://k8s.example' } },
  { kubernetes: { in_cluster_config: true } },
  { s3: {} },
  { http: {} },
  { local: {} },
])('%j needs no variable', (backend) => {
  expect(faults(backend)).toEqual([]);
});
