import { resolvedKubernetes } from '../../manifests/resolved';
import { ANY_ADDRESS, IpCidr } from '../../values/ip-cidr';
import { allLinks } from '../documents/described-links';
import { linkName } from '../documents/link-name';
import type { ClusterSettings } from '../settings/cluster';
import type { MachineSettings } from '../settings/machine';

/**
 * Networks that the kubelet chooses the addresses of its node from, one for each family of services: that of the machine,
 * so that no tunnel, no further interface and no address of a container is taken, and any for the other family.
 */
export function nodeSubnets({ kubernetes }: ClusterSettings, machine: MachineSettings): readonly string[] {
  const { subnet } = machine;
  const own = IpCidr.of(subnet).family;
  const others = resolvedKubernetes(kubernetes)
    .serviceSubnets.map((network) => IpCidr.of(network).family)
    .filter((family) => family !== own);
  const excluded = furtherNetworks(machine).filter(({ family }) => others.includes(family));
  return [subnet, ...others.map((family) => ANY_ADDRESS[family]), ...excluded.map((network) => `!${String(network)}`)];
}

/** Networks of links beside the one that carries the address. */
function furtherNetworks(machine: MachineSettings): readonly IpCidr[] {
  const texts = allLinks(machine)
    .filter(([name]) => name !== linkName(machine))
    .flatMap(([, { addresses = [] }]) => addresses);
  const networks = texts.flatMap((text) => IpCidr.tryParse(text) ?? []);
  return [...new Set(networks.map(String))].map((text) => IpCidr.of(text));
}
