import { ClusterAddon } from '../../src/manifests/addon';
import { Cni } from '../../src/manifests/cni/cni';
import { clusterAddons, dayZeroManifests } from '../../src/manifests/day-zero';
import { kubernetesSettings } from '../machine-config/fixtures';
import { manifestText } from '../support/manifest-text';

const CLUSTER = { dnsDomain: 'cluster.local', serviceSubnets: ['10.96.0.0/12'] };

const POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'a' },
  spec: { initContainers: [{ name: 'i', image: 'example.com/init:1' }], containers: [{ image: 'example.com/app:1' }] },
};

const LIST = { apiVersion: 'v1', kind: 'List', items: [POD, { apiVersion: 'v1', kind: 'Namespace', metadata: {} }] };

describe('ClusterAddon.manifests', () => {
  test('knows the images of its objects, each once, and those that it is told of', () => {
    const addon = ClusterAddon.manifests({
      manifests: [
        { name: 'a', contents: [POD, LIST] },
        { name: 'b', contents: 'apiVersion: v1\nkind: Namespace\nmetadata: { name: b }\n' },
      ],
      images: ['example.com/operand:1', 'example.com/app:1'],
      urls: ['https://charts.example.com'],
    });
    expect(addon._images(CLUSTER)).toEqual(['example.com/app:1', 'example.com/init:1', 'example.com/operand:1']);
    expect(addon._urls()).toEqual(['https://charts.example.com']);
  });

  test('comes after network and DNS, in the order of the settings, and before the manifests of the settings', () => {
    const addon = (name: string) => ClusterAddon.manifests({ manifests: [{ name, contents: [POD] }] });
    const settings = kubernetesSettings({
      cni: Cni.cilium({ version: 'v1.17.3' }),
      coreDns: { version: '1.11.1' },
      addons: [addon('second'), addon('first')],
      inlineManifests: [{ name: 'own', contents: [POD] }],
    });
    expect(dayZeroManifests(settings).map(({ name }) => name)).toEqual([
      'cilium-values',
      'cilium-bootstrap',
      'coredns-bootstrap',
      'second',
      'first',
      'own',
    ]);
  });
});

describe('the add-ons of a cluster', () => {
  const settings = kubernetesSettings({ cni: Cni.cilium({ version: 'v1.17.3' }), coreDns: { version: '1.11.1' } });

  test('know every image that stands in their manifests', () => {
    for (const addon of clusterAddons(settings)) {
      const written = addon
        ._manifests(CLUSTER)
        .flatMap((manifest) => manifestText(manifest).match(/(?<=image: ).*/g) ?? []);
      expect(written).not.toEqual([]);
      expect(addon._images(CLUSTER)).toEqual(expect.arrayContaining(written));
    }
    expect(clusterAddons(settings).flatMap((addon) => addon._images(CLUSTER))).toEqual([
      'quay.io/cilium/cilium-cli:v0.18.7',
      'registry.k8s.io/coredns/coredns:v1.11.1',
    ]);
  });

  test('know the charts that they download in the cluster', () => {
    expect(clusterAddons(settings).flatMap((addon) => addon._urls())).toEqual(['https://helm.cilium.io']);
  });

  test('are none with images or URLs of their own where Talos brings all along', () => {
    const addons = clusterAddons(kubernetesSettings());
    expect(addons.flatMap((addon) => [...addon._images(CLUSTER), ...addon._urls()])).toEqual([]);
  });
});
