import type { Construct } from 'constructs';
import { MachineBootstrap } from '../../../../.gen/providers/talos/machine-bootstrap';
import type { AppliedConfiguration } from './configurations';
import { duration } from './duration';
import type { ResolvedCluster } from './resolved-cluster';
import type { TalosApi } from './talos-api';

/** Starts etcd on the first control plane, once. */
export function createBootstrap(
  cluster: Construct,
  { bootstrapAddress, controlPlanes, timeouts }: ResolvedCluster,
  { provider, clientConfiguration }: TalosApi,
  applied: readonly AppliedConfiguration[],
): MachineBootstrap {
  return new MachineBootstrap(cluster, 'bootstrap', {
    provider,
    // never the virtual IP: it comes up with etcd
    nodeAttribute: bootstrapAddress,
    clientConfiguration,
    timeouts: { create: duration(timeouts.bootstrapSeconds) },
    dependsOn: applied.filter(({ node }) => controlPlanes.includes(node)).map(({ apply }) => apply),
    // made twice it would wait until its timeout and fail
    lifecycle: { ignoreChanges: 'all' },
  });
}
