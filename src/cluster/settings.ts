/** How long a cluster is waited for, and how it is asked if it is healthy. */
export interface ClusterWaits {
  /**
   * Full health check after bootstrap, read at every plan while the variable `health_check` is true.
   * @default - no check
   */
  readonly healthCheck?: HealthCheckSettings;
  /**
   * How long an apply waits for machines that do not answer yet.
   * @default - ten minutes for machines and bootstrap, one for the kubeconfig, fifteen for the Kubernetes API
   */
  readonly timeouts?: ClusterTimeouts;
}

/** How a cluster is asked after bootstrap if it is healthy. */
export interface HealthCheckSettings {
  /**
   * How long the check waits for the cluster to become healthy.
   * @default 600
   */
  readonly timeoutSeconds?: number;
  /**
   * Look at Talos and etcd only, not at Kubernetes. Needed while there is no CNI: without one no machine becomes ready.
   * @default false
   */
  readonly skipKubernetesChecks?: boolean;
}

/** How long an apply waits for machines that do not answer yet. */
export interface ClusterTimeouts {
  /**
   * How long a machine has to boot and to take its configuration, and a control plane to leave etcd.
   * @default 600
   */
  readonly applySeconds?: number;
  /**
   * How long the first control plane has to start etcd.
   * @default 600
   */
  readonly bootstrapSeconds?: number;
  /**
   * How long the first control plane has to hand out the kubeconfig.
   * @default 60
   */
  readonly kubeconfigSeconds?: number;
  /**
   * How long the Kubernetes API has to come up, where something in the stack needs it.
   * @default 900
   */
  readonly kubernetesApiSeconds?: number;
}
