import type { IResolvable, TerraformProvider } from 'cdktf';
import type { ClusterSettings } from '../../machine-config/settings/cluster';
import type { KubernetesAccess } from './kubernetes-access';
import type { ITalosNode } from '../node/talos-node';

/** Which machines make a cluster, and what they shall be together. */
export interface TalosClusterProps {
  /** What all machines have in common. */
  readonly settings: ClusterSettings;
  /** The members. The first control plane is the one that etcd is bootstrapped on. */
  readonly nodes: readonly ITalosNode[];
  /**
   * Whether a control plane leaves etcd and is wiped when it is taken out of the stack, or replaced.
   *
   * A destroy then needs the cluster. The last members of etcd can't leave it: switch this off, with an apply, before
   * you destroy a cluster of several control planes as a whole; a variable is made for that. It must have been applied
   * once to have an effect.
   * @default false
   */
  readonly resetOnDestroy?: boolean | IResolvable;
  /**
   * Asks the whole cluster whether it is well, after it was made and at every plan: **a plan then needs the cluster**.
   * @default - no health check
   * @see https://registry.terraform.io/providers/siderolabs/talos/latest/docs/data-sources/cluster_health
   */
  readonly healthCheck?: HealthCheckOptions;
  /**
   * How long to wait for machines.
   * @default - the default of each
   */
  readonly timeouts?: TalosClusterTimeouts;
  /**
   * Provider of all Talos resources of the cluster.
   * @default - the stack's `talos` provider without an alias
   */
  readonly talosProvider?: TerraformProvider;
}

/** What the health check asks, and for how long. */
export interface HealthCheckOptions {
  /**
   * Whether the check runs: a boolean variable, so that a plan is possible while the cluster is down.
   * @default true
   */
  readonly enabled?: boolean | IResolvable;
  /**
   * Time after which a cluster that is not well is an error.
   * @default 600
   */
  readonly timeoutSeconds?: number;
  /**
   * Whether only Talos is asked. Needed while there is no CNI: without one no machine becomes ready.
   * @default false
   */
  readonly skipKubernetesChecks?: boolean;
}

/** How long to wait for machines that do not answer yet. */
export interface TalosClusterTimeouts {
  /**
   * For a machine to take its configuration.
   * @default 600
   */
  readonly applySeconds?: number;
  /**
   * For the first control plane to start etcd.
   * @default 600
   */
  readonly bootstrapSeconds?: number;
  /**
   * For the first control plane to hand out the kubeconfig.
   * @default 60
   */
  readonly kubeconfigSeconds?: number;
  /**
   * For the Kubernetes API to come up, where something in the stack needs it.
   * @default 900
   */
  readonly kubernetesApiSeconds?: number;
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
