import { conditional, type ITerraformDependable, Token } from 'cdktf';
import type { Construct } from 'constructs';
import { DataTalosClusterHealth } from '../../../../.gen/providers/talos/data-talos-cluster-health';
import type { ITalosNode } from '../../node/talos-node';
import { nonEmpty } from '../../private/non-empty';
import { duration } from './duration';
import type { ResolvedCluster } from './resolved-cluster';
import type { TalosApi } from './talos-api';

/** Asks the whole cluster if it is healthy, if that is asked for. */
export function createHealthCheck(
  cluster: Construct,
  { healthCheck, controlPlanes, workers }: ResolvedCluster,
  { provider, clientConfiguration }: TalosApi,
  after: readonly ITerraformDependable[],
): DataTalosClusterHealth | undefined {
  if (healthCheck === undefined || healthCheck.enabled === false) return undefined;
  const { enabled, timeoutSeconds, skipKubernetesChecks } = healthCheck;
  return new DataTalosClusterHealth(cluster, 'health', {
    provider,
    count: enabled === true ? undefined : Token.asNumber(conditional(enabled, 1, 0)),
    clientConfiguration,
    endpoints: addressesOf(controlPlanes),
    controlPlaneNodes: addressesOf(controlPlanes),
    workerNodes: nonEmpty(addressesOf(workers)),
    skipKubernetesChecks,
    timeouts: { read: duration(timeoutSeconds) },
    dependsOn: [...after],
  });
}

/** Own addresses of machines, in their order. */
export function addressesOf(nodes: readonly ITalosNode[]): string[] {
  return nodes.map(({ address }) => address);
}
