import { testAdvice, testFaults, testWarnings } from '../../support/rule-rows';
import { changedSpec, faultsOf } from '../../support/small-spec';

const cilium = { 'kubernetes.cni.cilium.version': 'v1.17.3' };
const replaces = { ...cilium, 'kubernetes.cni.cilium.values': { kubeProxyReplacement: true } };
const keeps = { ...cilium, 'kubernetes.cni.cilium.values': { kubeProxyReplacement: false } };

describe('faults', () => {
  testFaults([
    {
      title: 'PK-28 kube-proxy is not off with flannel',
      both: { 'kubernetes.cni': 'flannel' },
      good: { 'kubernetes.kubeProxy': true },
      bad: { 'kubernetes.kubeProxy': false },
      line: 'kubernetes.kubeProxy: got false, but flannel does not take the place of kube-proxy; write true, or cni with cilium',
    },
    {
      title: 'PK-28 kube-proxy is not off with Cilium that leaves it alone',
      both: { 'kubernetes.kubeProxy': false },
      good: replaces,
      bad: keeps,
      line: 'kubernetes.kubeProxy: got false, but the values of Cilium do not set kubeProxyReplacement: true; set it there or write kubeProxy: true',
    },
    {
      title: 'values of Cilium that say nothing of kube-proxy leave it alone',
      both: { 'kubernetes.kubeProxy': false },
      good: cilium,
      bad: { ...cilium, 'kubernetes.cni.cilium.values': { ipam: { mode: 'kubernetes' } } },
      line: 'kubernetes.kubeProxy: got false, but the values of Cilium do not set kubeProxyReplacement: true; set it there or write kubeProxy: true',
    },
    {
      title: 'OpenID Connect and an argument do not set the same thing',
      both: { 'kubernetes.oidc': { issuerUrl: 'https://id.example.com', clientId: 'home' } },
      good: { 'kubernetes.apiServerExtraArgs': { 'oidc-groups-claim': 'groups' } },
      bad: { 'kubernetes.apiServerExtraArgs': { 'oidc-client-id': 'other' } },
      line: 'kubernetes.apiServerExtraArgs.oidc-client-id: kubernetes.oidc sets oidc-client-id already; leave one of the two out',
    },
    {
      title: 'a manifest has a name of its own',
      good: { 'kubernetes.inlineManifests': [manifest('a'), manifest('b')] },
      bad: { 'kubernetes.inlineManifests': [manifest('a'), manifest('a')] },
      line: 'kubernetes.inlineManifests[1].name: got "a"; another manifest has that name, write another',
    },
    {
      title: 'which is not one of the library',
      good: { 'kubernetes.inlineManifests': [manifest('cilium')] },
      bad: { 'kubernetes.inlineManifests': [manifest('cilium-values')] },
      line: 'kubernetes.inlineManifests[0].name: got "cilium-values"; another manifest has that name, write another',
    },
  ]);

  test('nothing is said of kube-proxy while the CNI is faulty', () => {
    expect(faultsOf(changedSpec({ 'kubernetes.kubeProxy': false, 'kubernetes.cni': 'cilium' }))).toEqual([
      'kubernetes.cni: got "cilium"; write cilium: { version: … }',
    ]);
  });
});

describe('advice', () => {
  testAdvice([
    {
      title: 'kube-proxy off until a CNI comes',
      both: { 'kubernetes.cni': 'none' },
      good: { 'kubernetes.kubeProxy': true },
      bad: { 'kubernetes.kubeProxy': false },
      line: 'kubernetes.kubeProxy: got false with cni: none; services do not work until you install something that takes the place of kube-proxy',
    },
  ]);
});

describe('warnings', () => {
  testWarnings([
    {
      title: 'with Cilium that masquerades by eBPF nobody asks the DNS server of the machine',
      both: { ...cilium, 'kubernetes.cni.cilium.values': { bpf: { masquerade: true } } },
      good: { 'machine.hostDns': { forwardKubeDnsToHost: false } },
      bad: { 'nodes.work-00.hostDns': { forwardKubeDnsToHost: false } },
      line: 'kubernetes.cni.cilium.values: with bpf.masquerade answers of the DNS server on the machine do not reach CoreDNS, which asks it on ctrl-00; write bpf.hostLegacyRouting: true here, or machine.hostDns.forwardKubeDnsToHost: false',
    },
    {
      title: 'Cilium that masquerades by eBPF routes as before, or there is no DNS server on the machine',
      both: cilium,
      good: { 'kubernetes.cni.cilium.values': { bpf: { masquerade: true, hostLegacyRouting: true } } },
      bad: {
        'kubernetes.cni.cilium.values': { bpf: { masquerade: true } },
        'nodes.ctrl-00.hostDns': { enabled: false },
      },
      line: 'kubernetes.cni.cilium.values: with bpf.masquerade answers of the DNS server on the machine do not reach CoreDNS, which asks it on work-00; write bpf.hostLegacyRouting: true here, or machine.hostDns.forwardKubeDnsToHost: false',
    },
    {
      title: 'kube-proxy beside Cilium that takes its place',
      both: cilium,
      good: { 'kubernetes.kubeProxy': false },
      bad: { 'kubernetes.kubeProxy': true },
      line: 'kubernetes.kubeProxy: Cilium takes the place of kube-proxy but kube-proxy runs too; write kubeProxy: false',
    },
  ]);
});

function manifest(name: string) {
  return { name, contents: 'apiVersion: v1\nkind: Namespace\nmetadata: { name: test }\n' };
}
