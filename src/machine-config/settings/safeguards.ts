/** Safeguards that Talos generates for new clusters since contract `v1.14`. Raising the contract of a cluster brings it too. */
export interface SafeguardOptions {
  /**
   * Run the container runtime, the kubelet and all pods in namespaces of their own, apart from Talos. Pods with `hostPID`,
   * mounts of the machine that others are to see, and the iSCSI volumes of Kubernetes itself do not work then.
   * @default true
   */
  readonly workloadIsolation?: boolean;
  /**
   * Time in hours in which every file system tells its disk once what it does not use; 0 for never.
   * @default 168
   */
  readonly filesystemTrimHours?: number;
  /**
   * Time in hours in which every volume with xfs is checked once for errors while it is in use; 0 for never.
   * @default 0
   */
  readonly filesystemScrubHours?: number;
}
