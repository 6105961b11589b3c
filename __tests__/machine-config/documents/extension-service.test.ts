import { ClusterPatches } from '../../../src/machine-config/machine-patches';
import { clusterSettings, worker } from '../fixtures';

const documentsOf = (contract: string): readonly unknown[] =>
  new ClusterPatches(clusterSettings(contract))
    .documentsOf(
      worker({
        extensionServices: {
          tailscale: { environment: { TS_AUTHKEY: 'k', TS_ROUTES: '10.0.0.0/24' } },
          lldpd: { configFiles: [{ mountPath: '/usr/local/etc/lldpd/lldpd.conf', content: 'a\n' }] },
        },
      }),
      '',
    )
    .filter(({ kind }) => kind === 'ExtensionServiceConfig');

test.each(['v1.9', 'v1.13'])('BM-11 PK-4 services of extensions are documents of their own in %s', (contract) => {
  expect(documentsOf(contract)).toEqual([
    {
      apiVersion: 'v1alpha1',
      kind: 'ExtensionServiceConfig',
      name: 'tailscale',
      environment: ['TS_AUTHKEY=k', 'TS_ROUTES=10.0.0.0/24'],
    },
    {
      apiVersion: 'v1alpha1',
      kind: 'ExtensionServiceConfig',
      name: 'lldpd',
      configFiles: [{ content: 'a\n', mountPath: '/usr/local/etc/lldpd/lldpd.conf' }],
    },
  ]);
});

test('a machine without any has no such document', () => {
  const documents = new ClusterPatches(clusterSettings('v1.13')).documentsOf(worker({}), '');
  expect(documents.filter(({ kind }) => kind === 'ExtensionServiceConfig')).toEqual([]);
});
