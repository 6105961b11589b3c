import { projectVariables } from '../../src/scaffold/project-variables';

test.each<[backend: object, variables: readonly string[]]>([
  [{ s3: { bucket: 'states' } }, ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']],
  [{ http: { address: 'https://state.example' } }, ['TF_HTTP_USERNAME', 'TF_HTTP_PASSWORD']],
  [{ pg: {} }, ['PG_CONN_STR']],
  [{ pg: { address: 'postgres://db.example/tofu' } }, ['PGUSER', 'PGPASSWORD']],
  [{ kubernetes: {} }, ['KUBE_CONFIG_PATH']],
])('a state in %j needs %j', (backend, variables) => {
  const found = projectVariables({ state: { backend } }).map(({ variable }) => variable);
  expect(found).toEqual(['TF_VAR_state_passphrase', ...variables]);
});
