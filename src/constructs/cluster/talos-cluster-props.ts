import type { IResolvable, TerraformProvider } from 'cdktf';
import type { ClusterTimeouts, HealthCheckSettings } from '../../cluster/settings';
import type { ClusterOptions } from '../../machine-config/settings/cluster';
import type { Lifecycle } from '../lifecycle/lifecycle';
import type { ITalosNode } from '../node/talos-node';
import type { KubernetesAccess } from './kubernetes-access';

/** Which machines make a cluster, and how it is set up. */
export interface TalosClusterProps extends ClusterOptions {
  /**
   * Name of the cluster in Talos and in the credentials.
   * @default - the id of the construct
   */
  readonly clusterName?: string;
  /** The members. The first control plane is the one that etcd is bootstrapped on. */
  readonly nodes: readonly ITalosNode[];
  /**
   * Effect on a control plane that is removed from the stack, or replaced; the same lifecycle as that of its
   * machines.
   * @default Lifecycle.manual()
   */
  readonly lifecycle?: Lifecycle;
  /**
   * Asks the whole cluster if it is healthy, after it was made and at every plan: **a plan then needs the cluster**.
   * @default - no health check
   * @see https://registry.terraform.io/providers/siderolabs/talos/latest/docs/data-sources/cluster_health
   */
  readonly healthCheck?: HealthCheckOptions;
  /**
   * How long to wait for machines.
   * @default - the default of each
   */
  readonly timeouts?: ClusterTimeouts;
  /**
   * Provider of all Talos resources of the cluster.
   * @default - the stack's `talos` provider without an alias
   */
  readonly talosProvider?: TerraformProvider;
}

/** Scope and timeout of the health check. */
export interface HealthCheckOptions extends HealthCheckSettings {
  /**
   * If the check runs: a boolean variable, so that a plan is possible while the cluster is down.
   * @default true
   */
  readonly enabled?: boolean | IResolvable;
}

/** A cluster that another stack or a person made. */
export interface TalosClusterAttributes {
  /** Name of the cluster. */
  readonly clusterName: string;
  /** URL of the Kubernetes API, such as `https://10.200.5.10:6443`. */
  readonly clusterEndpoint: string;
  /** Credentials for providers; the key must be a token. */
  readonly kubernetesAccess: KubernetesAccess;
  /** Credentials for people, as YAML: a token. */
  readonly kubeconfig: string;
  /**
   * How long to wait for the Kubernetes API, where something in the stack needs it.
   * @default 900
   */
  readonly kubernetesApiSeconds?: number;
}
