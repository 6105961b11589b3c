import { resolvedKubernetes } from '../../manifests/resolved';
import { IpCidr } from '../../values/ip-cidr';
import type { ClusterSettings } from '../settings/cluster';
import type { MachineSettings } from '../settings/machine';

/** All addresses of a family, which Talos chooses from by itself. */
const ANY_ADDRESS = { 4: '0.0.0.0/0', 6: '::/0' } as const;

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
