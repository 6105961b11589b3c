import type { IResolvable } from 'cdktf';
import { resolvedHealthCheck, resolvedTimeouts } from '../../../cluster/resolved';
import type { ClusterTimeouts, HealthCheckSettings } from '../../../cluster/settings';
import type { ClusterSettings } from '../../../machine-config/settings/cluster';
import type { Complete } from '../../../values/complete';
import { Lifecycle } from '../../lifecycle/lifecycle';
import { lateList, lateText } from '../../private/late-values';
import type { ITalosNode } from '../../node/talos-node';
import type { HealthCheckOptions, TalosClusterProps } from '../talos-cluster-props';

/** A cluster with every default filled in. */
export interface ResolvedCluster {
  /** Settings of the cluster. */
  readonly settings: ClusterSettings;
  /** All machines, in the order given. */
  readonly nodes: readonly ITalosNode[];
  /** In the order given. */
  readonly controlPlanes: readonly ITalosNode[];
  /** All others. */
  readonly workers: readonly ITalosNode[];
  /** Own address of the first control plane, which starts etcd. */
  readonly bootstrapAddress: string;
  /** Lifecycle of control planes that are removed. */
  readonly lifecycle: Lifecycle;
  /**
   * How the cluster is asked if it is healthy.
   * @default - no check was asked for
   */
  readonly healthCheck?: ResolvedHealthCheck;
  /** How long to wait. */
  readonly timeouts: Required<ClusterTimeouts>;
}

/** A health check with every default filled in. */
export interface ResolvedHealthCheck extends Required<HealthCheckSettings> {
  /** If it runs. */
  readonly enabled: boolean | IResolvable;
}

/**
 * Fills in what the props leave open.
 *
 * @param id of the construct, which names the cluster unless the props do
 */
export function resolvedCluster(
  id: string,
  props: Omit<TalosClusterProps, 'talosProvider'>,
): Complete<ResolvedCluster> {
  const { clusterName = id, nodes, lifecycle = Lifecycle.manual(), healthCheck, timeouts = {}, ...options } = props;
  const controlPlanes = nodes.filter(({ machineType }) => machineType === 'controlplane');
  return {
    settings: { clusterName, ...options, vip: lateText(options.vip), certSans: lateList(options.certSans) },
    nodes,
    controlPlanes,
    workers: nodes.filter(({ machineType }) => machineType === 'worker'),
    bootstrapAddress: controlPlanes[0]?.address ?? '',
    lifecycle,
    healthCheck: healthCheck && resolvedCheck(healthCheck),
    timeouts: resolvedTimeouts(timeouts),
  };
}

function resolvedCheck({ enabled = true, ...settings }: HealthCheckOptions): ResolvedHealthCheck {
  return { enabled, ...resolvedHealthCheck(settings) };
}
