/** The kubelet of a machine. */
export interface KubeletOptions {
  /**
   * Fields of `KubeletConfiguration`, such as `maxPods` and `systemReserved`. Those that Talos sets by itself are refused.
   * @default - those of Talos
   */
  readonly config?: Readonly<Record<string, unknown>>;
  /**
   * Directories of the machine that pods may mount, as the kubelet runs in a container of its own. Data disks need none.
   * Lists of several places are joined.
   * @default - none
   */
  readonly mounts?: readonly KubeletMount[];
  /**
   * Networks or addresses from which the address of the Kubernetes node is chosen, one for each family; `!` before one
   * excludes it.
   * @default - the network of the machine, so that the address of a tunnel is never chosen
   */
  readonly nodeSubnets?: readonly string[];
  /**
   * Run pods without a seccomp profile of their own under that of the container runtime.
   * @default true
   */
  readonly defaultSeccompProfile?: boolean;
  /**
   * Run static pods from `/etc/kubernetes/manifests`.
   * @default false
   */
  readonly staticPodDirectory?: boolean;
}

/** A directory of the machine in the container of the kubelet. */
export interface KubeletMount {
  /** Where the machine has it, such as `/var/mnt/data`. */
  readonly source: string;
  /**
   * Where the kubelet has it, and pods ask for it.
   * @default - source
   */
  readonly destination?: string;
  /**
   * Let pods only read it.
   * @default false
   */
  readonly readOnly?: boolean;
}
