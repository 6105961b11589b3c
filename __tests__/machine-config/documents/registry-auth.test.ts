import { ClusterPatches } from '../../../src/machine-config/machine-patches';
import { clusterSettings, worker } from '../fixtures';

const AUTH = {
  'ghcr.io': { username: 'me', password: 'p' },
  'quay.io': { identityToken: 't' },
  'docker.io': { auth: 'YTpi' },
};

const documentsOf = (contract: string) =>
  new ClusterPatches(clusterSettings(contract)).documentsOf(
    worker({ registries: { auth: AUTH, tls: { 'ghcr.io': { insecureSkipVerify: true } } } }),
    '',
  );

test('credentials of registries are documents from v1.12 on', () => {
  const documents = documentsOf('v1.12').filter(({ kind }) => kind === 'RegistryAuthConfig');
  expect(documents).toEqual(
    Object.entries(AUTH).map(([name, fields]) => ({
      apiVersion: 'v1alpha1',
      kind: 'RegistryAuthConfig',
      name,
      ...fields,
    })),
  );
});

test('before, they stand in the main document beside the certificates of their registries', () => {
  const [main, ...others] = documentsOf('v1.11');
  expect(main?.machine).toMatchObject({
    registries: {
      config: {
        'ghcr.io': { auth: AUTH['ghcr.io'], tls: { insecureSkipVerify: true } },
        'quay.io': { auth: AUTH['quay.io'] },
        'docker.io': { auth: AUTH['docker.io'] },
      },
    },
  });
  expect(others.filter(({ kind }) => kind === 'RegistryAuthConfig')).toEqual([]);
});
