import { resolvedHttpState, resolvedKubernetesState, resolvedPgState, resolvedS3State } from '../../src/state/resolved';

test('a bucket of AWS is asked as AWS is', () => {
  expect(resolvedS3State('home', { bucket: 'states', key: 'other', region: 'eu-central-1' })).toEqual({
    bucket: 'states',
    key: 'other',
    region: 'eu-central-1',
    usePathStyle: false,
    useLockfile: true,
    skipAwsChecks: false,
  });
});

test('NV-4 NV-5 a bucket of another store goes without the checks of AWS', () => {
  const endpoint = 'https://account.r2.cloudflarestorage.com';
  expect(resolvedS3State('home', { bucket: 'home-ops-remote-state', endpoint })).toEqual({
    bucket: 'home-ops-remote-state',
    key: 'home.tfstate',
    region: 'auto',
    endpoint,
    usePathStyle: true,
    useLockfile: true,
    skipAwsChecks: true,
  });
});

describe('a server', () => {
  const address = 'https://state.example.com/home';
  const lockAddress = `${address}/lock`;

  test('locks nothing without an address', () => {
    expect(resolvedHttpState({ address })).toEqual({ address, updateMethod: 'POST', retryWaitMinSeconds: 1 });
  });

  test('unlocks where it locks, by the methods of WebDAV', () => {
    expect(resolvedHttpState({ address, lockAddress })).toMatchObject({
      lockAddress,
      unlockAddress: lockAddress,
      lockMethod: 'LOCK',
      unlockMethod: 'UNLOCK',
    });
  });

  test('locks and unlocks as configured', () => {
    const lock = {
      lockAddress,
      unlockAddress: `${address}/unlock`,
      lockMethod: 'POST',
      unlockMethod: 'DELETE',
    } as const;
    expect(resolvedHttpState({ address, ...lock })).toMatchObject(lock);
  });
});

test('each cluster has a schema of its own in a database, and a secret of its own in Kubernetes', () => {
  expect(resolvedPgState('prod-k8s', {})).toEqual({
    schemaName: 'prod-k8s',
    tableName: 'states',
    indexName: 'states_by_name',
    skipSchemaCreation: false,
    skipTableCreation: false,
    skipIndexCreation: false,
  });
  expect(resolvedKubernetesState('prod-k8s', {})).toEqual({ secretSuffix: 'prod-k8s' });
});
