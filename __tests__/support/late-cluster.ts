import type { TerraformStack } from 'cdktf';
import type { BareMetalNode, ProxmoxNode, TalosCluster, TalosNode } from '../../src';
import { TalosContract } from '../../src/values/talos-contract';
import { cluster } from './homelab';

/** Of a newer contract than the other examples have. */
export const SAFEGUARDS = { workloadIsolation: true, filesystemTrimHours: 24, filesystemScrubHours: 168 };

/** The cluster of one machine, with the contract that its props need. */
export function clusterOf(
  stack: TerraformStack,
  member: TalosNode | BareMetalNode | ProxmoxNode | object,
  { safeguards }: { readonly safeguards?: unknown } = {},
): TalosCluster {
  const nodes = [member as ProxmoxNode];
  return cluster(stack, safeguards === undefined ? { nodes } : { nodes, contract: TalosContract.of('v1.14') });
}
