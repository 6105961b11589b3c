import { apiServerFaults } from '../../support/api-server';
import { changedSpec, faultsOf } from '../../support/small-spec';
import { describeWithTofu } from '../../support/tofu';

const VERSIONS = {
  '1.33': { 'kubernetes.version': 'v1.33.4', 'talos.version': 'v1.12.4', 'talos.contract': 'v1.12' },
  '1.34': { 'kubernetes.version': 'v1.34.1', 'talos.version': 'v1.12.4', 'talos.contract': 'v1.12' },
} as const;

/** Networks of services, by the address that the API server has. */
const NETWORKS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  '10.0.0.11': [
    ['10.96.0.0/12'],
    ['11.0.0.0/11'],
    ['11.0.0.0/8'],
    ['10.96.0.0/16', 'fd02::/108'],
    ['10.96.0.0/16', 'fd02::/107'],
    ['fd02::/112', '10.96.0.0/16'],
    ['10.96.0.0/16', '10.97.0.0/16'],
  ],
  'fd00::11': [['fd02::/108'], ['fd02::/107'], ['fd02::/64'], ['fd02::/112', '10.96.0.0/16']],
};

const IPV6_MACHINES = {
  network: { subnet: 'fd00::/64' },
  'nodes.ctrl-00.address': 'fd00::11',
  'nodes.work-00.address': 'fd00::21',
  'kubernetes.podSubnets': ['fd01::/56'],
};

describeWithTofu('what the real API server says of networks of services', () => {
  const cases = Object.entries(VERSIONS).flatMap(([minor, versions]) =>
    Object.entries(NETWORKS).flatMap(([address, lists]) =>
      lists.map((subnets) => ({ minor, versions, address, subnets })),
    ),
  );

  test.each(cases)('$minor, machines with $address: $subnets', ({ minor, versions, address, subnets }) => {
    const judged = apiServerFaults({
      'emulated-version': minor,
      'advertise-address': address,
      'service-cluster-ip-range': subnets.join(','),
    });
    const machines = address.includes(':') ? IPV6_MACHINES : {};
    const ours = faultsOf(changedSpec({ ...versions, ...machines, 'kubernetes.serviceSubnets': subnets }));
    expect({ isRefused: ours.length > 0, ours, judged }).toEqual({ isRefused: judged.length > 0, ours, judged });
  });
});
