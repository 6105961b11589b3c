import type { TerraformStack } from 'cdktf';
import { TalosCluster } from '../../constructs/cluster/talos-cluster';
import { Lifecycle } from '../../constructs/lifecycle/lifecycle';
import type { ClusterModel } from '../../model/cluster-model';
import type { InfrastructureHandover, TalosHandover } from '../handover';
import { createSwitchVariable } from '../variables';

/** Makes a Talos cluster of machines. */
export function createTalos(
  stack: TerraformStack,
  model: ClusterModel,
  { nodes }: Pick<InfrastructureHandover, 'nodes'>,
): TalosHandover {
  const { cluster: settings, healthCheck, timeouts } = model;
  const cluster = new TalosCluster(stack, 'cluster', {
    ...settings,
    nodes: [...nodes.values()],
    timeouts,
    lifecycle: createLifecycle(stack, model),
    healthCheck: healthCheck && { ...healthCheck, enabled: createHealthVariable(stack) },
  });
  return { cluster };
}

function createLifecycle(stack: TerraformStack, { lifecycle }: ClusterModel): Lifecycle {
  if (lifecycle === 'manual') return Lifecycle.manual();
  const resetOnDestroy = createSwitchVariable(
    stack,
    'reset_on_destroy',
    'Whether a control plane leaves etcd and is wiped before it is replaced or removed. ' +
      'Set it to false, and apply, before you destroy the whole cluster.',
  ).booleanValue;
  return Lifecycle.replace({ resetOnDestroy });
}

function createHealthVariable(stack: TerraformStack) {
  return createSwitchVariable(
    stack,
    'health_check',
    'Whether every plan waits until the cluster is healthy. Set it to false to work while the cluster is down.',
  ).booleanValue;
}
