import { resolvedKubernetes } from '../../manifests/resolved';
import { ANY_ADDRESS, IpCidr } from '../../values/ip-cidr';
import type { ClusterSettings } from '../settings/cluster';
import type { MachineSettings } from '../settings/machine';

/**
 * Networks that the kubelet chooses the addresses of its node from, one for each family of services: that of the machine,
 * so that no tunnel, no further interface and no address of a container is taken, and any for the other family.
 */
export function nodeSubnets({ kubernetes }: ClusterSettings, { subnet }: MachineSettings): readonly string[] {
  const own = IpCidr.of(subnet).family;
  const others = resolvedKubernetes(kubernetes)
    .serviceSubnets.map((network) => IpCidr.of(network).family)
    .filter((family) => family !== own);
  return [subnet, ...others.map((family) => ANY_ADDRESS[family])];
}
