import { ClusterPatches } from '../../../src/machine-config/machine-patches';
import type { KubeSpanOptions } from '../../../src/machine-config/settings/kubespan';
import { clusterSettings, worker } from '../fixtures';

const documentsOf = (contract: string, kubeSpan?: KubeSpanOptions) =>
  new ClusterPatches(clusterSettings(contract)).documentsOf(worker({ kubeSpan }), '');

const kubeSpanOf = (contract: string, kubeSpan?: KubeSpanOptions) =>
  documentsOf(contract, kubeSpan).filter(({ kind }) => String(kind).startsWith('KubeSpan'));

const ALL: KubeSpanOptions = {
  advertiseKubernetesNetworks: true,
  allowDownPeerBypass: false,
  harvestExtraEndpoints: true,
  mtu: 1380,
  endpointFilters: ['0.0.0.0/0', '!10.244.0.0/16'],
  extraEndpoints: ['203.0.113.9:51820'],
};
const FIELDS = {
  enabled: true,
  advertiseKubernetesNetworks: true,
  allowDownPeerBypass: false,
  harvestExtraEndpoints: true,
  mtu: 1380,
  filters: { endpoints: ['0.0.0.0/0', '!10.244.0.0/16'] },
};
const ENDPOINTS = {
  apiVersion: 'v1alpha1',
  kind: 'KubeSpanEndpointsConfig',
  extraAnnouncedEndpoints: ['203.0.113.9:51820'],
};

test('KubeSpan is a document from v1.13 on', () => {
  expect(kubeSpanOf('v1.13', ALL)).toEqual([{ apiVersion: 'v1alpha1', kind: 'KubeSpanConfig', ...FIELDS }, ENDPOINTS]);
});

test('before, it stands in the main document, beside a document of endpoints', () => {
  const [main] = documentsOf('v1.12', ALL);
  expect(main?.machine).toMatchObject({ network: { kubespan: FIELDS } });
  expect(kubeSpanOf('v1.12', ALL)).toEqual([ENDPOINTS]);
});

test.each(['v1.9', 'v1.13'])('a machine has it only if it is asked for, and may switch it off, in %s', (contract) => {
  expect(JSON.stringify(documentsOf(contract))).not.toMatch(/kubespan/i);
  expect(JSON.stringify(documentsOf(contract, { enabled: false }))).toMatch(/kubespan[^}]*"enabled":false/i);
  expect(JSON.stringify(documentsOf(contract, {}))).toMatch(/kubespan[^}]*"enabled":true/i);
});
