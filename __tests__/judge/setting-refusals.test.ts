import { judgeMachineConfigurations } from '../../judge';
import { machineShapes } from '../../src/machine-config/machine-shapes';
import type { MachineSettings } from '../../src/machine-config/settings/machine';
import type { KubernetesSettings } from '../../src/manifests/settings';
import { clusterSettings, controlPlane } from '../machine-config/fixtures';
import { describeWithJudge } from '../support/tofu';

/** Settings past the rules that refuse them, which Talos refuses as well. */
const REFUSED: readonly (readonly [string, Partial<MachineSettings>, Partial<KubernetesSettings>])[] = [
  ['a field of the kubelet that Talos sets', { kubelet: { config: { authorization: { mode: 'AlwaysAllow' } } } }, {}],
  ['an interface in the place of a network of the node', { kubelet: { nodeSubnets: ['eth1'] } }, {}],
  ['an interface in the place of a network of etcd', {}, { etcd: { advertisedSubnets: ['eth1'] } }],
  ['a mirror of another scheme', { registries: { mirrors: { 'ghcr.io': { endpoints: ['ftp://a.example'] } } } }, {}],
  ['the path of the certificate of a registry', { registries: { tls: { 'a.example': { ca: 'ca.pem' } } } }, {}],
  ['names of something else than an address', { staticHosts: { nas: ['nas.example.com'] } }, {}],
  ['an address without names', { staticHosts: { '10.0.0.6': [] } }, {}],
  [
    'a selector of a disk that is none',
    { storage: { rawVolumes: { a: { diskSelector: 'disk.sise > 1u', minSize: '1GiB' } } } },
    {},
  ],
  ['packets of tunnels that are too small', { kubeSpan: { mtu: 1200 } }, {}],
];

describeWithJudge("Talos' own validation", () => {
  test.each(REFUSED)('refuses %s, as the rules do before', (_, machine, kubernetes) => {
    const cluster = clusterSettings('v1.13', { kubernetes });
    const [shape] = machineShapes(cluster, [controlPlane(machine)]);
    const [answer] = judgeMachineConfigurations(shape === undefined ? [] : [shape.request]);
    expect(answer?.faults ?? []).not.toEqual([]);
  });
});
