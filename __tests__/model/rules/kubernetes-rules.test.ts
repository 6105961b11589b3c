import { testAdvice, testFaults } from '../../support/rule-rows';
import { changedSpec, faultsOf } from '../../support/small-spec';

const cilium = { 'kubernetes.cni.cilium.version': 'v1.17.3' };
const replaces = { ...cilium, 'kubernetes.cni.cilium.values': { kubeProxyReplacement: true } };
const keeps = { ...cilium, 'kubernetes.cni.cilium.values': { kubeProxyReplacement: false } };

const ipv6Machines = {
  network: { subnet: 'fd00::/64' },
  'nodes.ctrl-00.address': 'fd00::11',
  'nodes.work-00.address': 'fd00::21',
};

describe('faults', () => {
  testFaults([
    {
      title: 'G-11 pods and machines have networks of their own',
      good: { 'kubernetes.podSubnets': ['10.1.0.0/16'] },
      bad: { 'kubernetes.podSubnets': ['10.0.0.0/16'] },
      line: 'kubernetes.podSubnets[0]: got "10.0.0.0/16", which overlaps 10.0.0.0/24 of network.subnet; write another network',
    },
    {
      title: 'services and machines have networks of their own',
      good: { 'kubernetes.serviceSubnets': ['10.1.0.0/16'] },
      bad: { 'kubernetes.serviceSubnets': ['10.0.0.128/25'] },
      line: 'kubernetes.serviceSubnets[0]: got "10.0.0.128/25", which overlaps 10.0.0.0/24 of network.subnet; write another network',
    },
    {
      title: 'services and pods have networks of their own',
      good: { 'kubernetes.serviceSubnets': ['10.245.0.0/16'] },
      bad: { 'kubernetes.serviceSubnets': ['10.244.128.0/17'] },
      line: 'kubernetes.serviceSubnets[0]: got "10.244.128.0/17", which overlaps 10.244.0.0/16, the default of kubernetes.podSubnets; write another network here, or one there',
    },
    {
      title: 'a network that is not written counts too',
      both: { 'nodes.ctrl-00.address': '10.96.0.11', 'nodes.work-00.address': '10.96.0.21' },
      good: { network: { subnet: '10.96.0.0/24' }, 'kubernetes.serviceSubnets': ['10.97.0.0/16'] },
      bad: { network: { subnet: '10.96.0.0/24' } },
      line: 'network.subnet: got "10.96.0.0/24", which overlaps 10.96.0.0/12, the default of kubernetes.serviceSubnets; write another network here, or one there',
    },
    {
      title: 'a network is told of where it is written',
      good: { 'kubernetes.podSubnets': ['10.90.0.0/16'] },
      bad: { 'kubernetes.podSubnets': ['10.97.0.0/16'] },
      line: 'kubernetes.podSubnets[0]: got "10.97.0.0/16", which overlaps 10.96.0.0/12, the default of kubernetes.serviceSubnets; write another network here, or one there',
    },
    {
      title: 'services have room for the address of the DNS',
      good: { 'kubernetes.serviceSubnets': ['10.96.0.0/28', 'fd01::/124'] },
      bad: { 'kubernetes.serviceSubnets': ['10.96.0.0/29'] },
      line: 'kubernetes.serviceSubnets[0]: got "10.96.0.0/29", which has no tenth address for the cluster\'s DNS; write a network with room, such as a /16',
    },
    {
      title: 'so do services of IPv6',
      good: { 'kubernetes.serviceSubnets': ['10.96.0.0/16', 'fd01::/124'] },
      bad: { 'kubernetes.serviceSubnets': ['10.96.0.0/16', 'fd01::/125'] },
      line: 'kubernetes.serviceSubnets[1]: got "fd01::/125", which has no tenth address for the cluster\'s DNS; write a network with room, such as a /112',
    },
    {
      title: 'pods and services have addresses of the family of the machines',
      both: ipv6Machines,
      good: { 'kubernetes.podSubnets': ['fd01::/48'], 'kubernetes.serviceSubnets': ['fd02::/112'] },
      bad: {},
      line: 'network.subnet: the machines have IPv6 addresses, fd00::/64, but kubernetes.podSubnets and kubernetes.serviceSubnets have no IPv6 network; write one in each',
    },
    {
      title: 'which is told where their networks are written',
      both: { ...ipv6Machines, 'kubernetes.podSubnets': ['fd01::/48'] },
      good: { 'kubernetes.serviceSubnets': ['fd02::/112', '10.96.0.0/16'] },
      bad: { 'kubernetes.serviceSubnets': ['10.96.0.0/16'] },
      line: 'kubernetes.serviceSubnets: the machines have IPv6 addresses, fd00::/64, but kubernetes.serviceSubnets has no IPv6 network; write one',
    },
    {
      title: 'pods have one network for each family',
      good: { 'kubernetes.podSubnets': ['10.1.0.0/16', 'fd01::/48'] },
      bad: { 'kubernetes.podSubnets': ['10.1.0.0/16', '10.2.0.0/16'] },
      line: 'kubernetes.podSubnets[1]: got "10.2.0.0/16" as a second IPv4 network; write one network for each family',
    },
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
      'kubernetes.cni: got "cilium"; write "flannel", "none" or keys and values',
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
