import { testFaults } from '../../support/rule-rows';
import { changedSpec, faultsOf } from '../../support/small-spec';

const ipv6Machines = {
  network: { subnet: 'fd00::/64' },
  'nodes.ctrl-00.address': 'fd00::11',
  'nodes.work-00.address': 'fd00::21',
};

const kubernetes133 = {
  'kubernetes.version': 'v1.33.4',
  'talos.version': 'v1.12.4',
  'talos.contract': 'v1.12',
};

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
    title: 'a network is reported where it is written',
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
    title: 'which is reported where their networks are written',
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
    title: 'S-51 b09 up to Kubernetes 1.33 services have at most 20 bits of addresses',
    both: kubernetes133,
    good: { 'kubernetes.serviceSubnets': ['10.96.0.0/12'] },
    bad: { 'kubernetes.serviceSubnets': ['10.96.0.0/11'] },
    line: 'kubernetes.serviceSubnets[0]: got "10.96.0.0/11", which the API server of Kubernetes v1.33.4 refuses as too large; write "10.96.0.0/12" or a smaller network',
  },
  {
    title: 'S-51 b09 of IPv6 as well',
    both: { ...kubernetes133, ...ipv6Machines, 'kubernetes.podSubnets': ['fd01::/56'] },
    good: { 'kubernetes.serviceSubnets': ['fd00:30::/108'] },
    bad: { 'kubernetes.serviceSubnets': ['fd00:30::/64'] },
    line: 'kubernetes.serviceSubnets[0]: got "fd00:30::/64", which the API server of Kubernetes v1.33.4 refuses as too large; write "fd00:30::/108" or a smaller network',
  },
  {
    title: 'from Kubernetes 1.34 on IPv6 services begin at a /64, and IPv4 has no limit',
    both: { ...ipv6Machines, 'kubernetes.podSubnets': ['fd01::/56'] },
    good: { 'kubernetes.serviceSubnets': ['fd00:30::/64', '11.0.0.0/8'] },
    bad: { 'kubernetes.serviceSubnets': ['fd00:30::/63', '11.0.0.0/8'] },
    line: 'kubernetes.serviceSubnets[0]: got "fd00:30::/63", which the API server of Kubernetes v1.36.3 refuses as too large; write "fd00:30::/64" or a smaller network',
  },
  {
    title: 'a control plane that is not updated yet counts',
    both: {
      ...kubernetes133,
      'kubernetes.update': { version: 'v1.34.1' },
      'nodes.work-00.machineType': 'controlplane',
    },
    good: { 'kubernetes.serviceSubnets': ['11.0.0.0/12'], 'nodes.ctrl-00.update': true },
    bad: { 'kubernetes.serviceSubnets': ['11.0.0.0/11'], 'nodes.ctrl-00.update': true },
    line: 'kubernetes.serviceSubnets[0]: got "11.0.0.0/11", which the API server of Kubernetes v1.33.4 refuses as too large; write "11.0.0.0/12" or a smaller network',
  },
  {
    title: 'S-51 the first network of services is of the family of the machines',
    good: { 'kubernetes.serviceSubnets': ['10.96.0.0/16', 'fd02::/112'] },
    bad: { 'kubernetes.serviceSubnets': ['fd02::/112', '10.96.0.0/16'] },
    line: 'kubernetes.serviceSubnets[0]: got "fd02::/112" first; the first network is the one of the API server, and the machines have IPv4 addresses: write the IPv4 network first',
  },
  {
    title: 'and so is that of pods',
    good: { 'kubernetes.podSubnets': ['10.244.0.0/16', 'fd01::/56'] },
    bad: { 'kubernetes.podSubnets': ['fd01::/56', '10.244.0.0/16'] },
    line: 'kubernetes.podSubnets[0]: got "fd01::/56" first; the first network is the one of the API server, and the machines have IPv4 addresses: write the IPv4 network first',
  },
  {
    title: 'S-51 a machine gets its part of the network of pods',
    good: { 'kubernetes.podSubnets': ['10.1.0.0/23'] },
    bad: { 'kubernetes.podSubnets': ['10.1.0.0/25'] },
    line: 'kubernetes.podSubnets[0]: got "10.1.0.0/25", but every machine gets a /24 of it; write a larger network, such as a /16',
  },
  {
    title: 'of IPv6 too',
    good: { 'kubernetes.podSubnets': ['10.244.0.0/16', 'fd01::/63'] },
    bad: { 'kubernetes.podSubnets': ['10.244.0.0/16', 'fd01::/65'] },
    line: 'kubernetes.podSubnets[1]: got "fd01::/65", but every machine gets a /64 of it; write a larger network, such as a /56',
  },
  {
    title: 'S-51 and there is one for every machine',
    good: { 'kubernetes.podSubnets': ['10.1.0.0/23'] },
    bad: { 'kubernetes.podSubnets': ['10.1.0.0/24'] },
    line: 'kubernetes.podSubnets[0]: got "10.1.0.0/24", but every machine gets a /24 of it: there is room for 1, and the cluster has 2; write a larger network',
  },
  {
    title: 'kube-controller-manager cuts an IPv6 network into at most 65536 parts',
    good: { 'kubernetes.podSubnets': ['10.244.0.0/16', 'fd01::/48'] },
    bad: { 'kubernetes.podSubnets': ['10.244.0.0/16', 'fd01::/47'] },
    line: 'kubernetes.podSubnets[1]: got "fd01::/47", which is too large for kube-controller-manager to give every machine a /64 of it; write "fd01::/48" or a smaller network',
  },
  {
    title: 'a patch may say how much a machine gets',
    both: { 'kubernetes.podSubnets': ['10.244.0.0/16', 'fd01::/96'] },
    good: {
      patches: [{ cluster: { controllerManager: { extraArgs: { 'node-cidr-mask-size-ipv6': '112' } } } }],
    },
    bad: {},
    line: 'kubernetes.podSubnets[1]: got "fd01::/96", but every machine gets a /64 of it; write a larger network, such as a /56',
  },
  {
    title: 'nobody has a multicast address',
    good: { 'kubernetes.serviceSubnets': ['10.97.0.0/16'] },
    bad: { 'kubernetes.serviceSubnets': ['224.0.0.0/16'] },
    line: 'kubernetes.serviceSubnets[0]: got "224.0.0.0/16", which has multicast addresses; write a private network, such as "10.96.0.0/12"',
  },
  {
    title: 'nor a link-local one',
    good: { 'kubernetes.podSubnets': ['10.244.0.0/16', 'fd01::/56'] },
    bad: { 'kubernetes.podSubnets': ['10.244.0.0/16', 'fe80::/56'] },
    line: 'kubernetes.podSubnets[1]: got "fe80::/56", which has link-local addresses; write a private network, such as "fd00:10:244::/56"',
  },
  {
    title: 'pods have no loopback address',
    good: { 'kubernetes.podSubnets': ['10.244.0.0/16'] },
    bad: { 'kubernetes.podSubnets': ['127.1.0.0/16'] },
    line: 'kubernetes.podSubnets[0]: got "127.1.0.0/16", which has loopback addresses; write a private network, such as "10.244.0.0/16"',
  },
]);

test('machines have no link-local network', () => {
  const changes = {
    network: { subnet: '169.254.0.0/24' },
    'nodes.ctrl-00.address': '169.254.0.11',
    'nodes.work-00.address': '169.254.0.21',
  };
  expect(faultsOf(changedSpec(changes))).toEqual([
    'network.subnet: got "169.254.0.0/24", which has link-local addresses; write a private network, such as "10.0.0.0/24"',
  ]);
});
