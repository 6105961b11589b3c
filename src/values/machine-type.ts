/** Role of a machine in the cluster, in the words of Talos. */
export enum MachineType {
  /** Runs etcd and the Kubernetes control plane. */
  CONTROL_PLANE = 'controlplane',
  /** Runs workloads only. */
  WORKER = 'worker',
}
