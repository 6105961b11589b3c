import { Cni } from '../../src/manifests/cni/cni';
import { dayZeroManifests } from '../../src/manifests/day-zero';
import { kubernetesSettings } from '../machine-config/fixtures';

const OWN = { name: 'own', contents: 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: own\n' };

test('HT-28 Cilium comes first, then CoreDNS, then what the person lists', () => {
  const settings = kubernetesSettings({
    cni: Cni.cilium({ version: 'v1.17.3' }),
    coreDns: { version: '1.11.1' },
    inlineManifests: [OWN],
  });
  expect(dayZeroManifests(settings).map(({ name }) => name)).toEqual([
    'cilium-values',
    'cilium-bootstrap',
    'coredns-bootstrap',
    'own',
  ]);
});

test('BC-40 nothing is created where Talos brings all along', () => {
  expect(dayZeroManifests(kubernetesSettings())).toEqual([]);
});

test('no DNS server is created where none is wanted', () => {
  expect(dayZeroManifests(kubernetesSettings({ coreDns: 'none', inlineManifests: [OWN] }))).toEqual([OWN]);
});
