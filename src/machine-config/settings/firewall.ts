import type { MachineType } from '../../values/machine-type';

/** Firewall of the machines themselves; traffic of pods among each other never meets it. */
export interface FirewallOptions {
  /**
   * Action for connections that no rule is about. With `block` the ports that the cluster itself needs are open by
   * rules that are computed: the Talos API, trustd, the Kubernetes API, etcd, the kubelet, those of the CNI, of KubeSpan
   * and of metrics, each from where it is used. Answers, ICMP, and traffic between pods and services always pass.
   * @default - `accept`, as Talos has it: only ports of `rules` are closed to all others
   */
  readonly defaultAction?: 'accept' | 'block';
  /**
   * Networks in CIDR form that the cluster is administered from: they reach the Talos API and the Kubernetes API. **The
   * machine that runs OpenTofu must lie in one**, or it is locked out of all machines; `block` needs them.
   * @default - none, without `block`
   */
  readonly adminSubnets?: readonly string[];
  /**
   * Further networks that reach the Kubernetes API, with `block`.
   * @default - machines, pods and adminSubnets only
   */
  readonly kubernetesApiSubnets?: readonly string[];
  /**
   * Further rules by name, such as `ingress: { ports: [80, 443], subnets: [0.0.0.0/0] }`. Without `block` a rule closes its
   * ports to everybody else.
   * @default - none
   */
  readonly rules?: Readonly<Record<string, FirewallRule>>;
}

/** Ports of the machines that some networks reach. */
export interface FirewallRule {
  /** Ports, and ranges of them such as `30000-32767`. They must not overlap. */
  readonly ports: readonly (number | string)[];
  /**
   * Protocol of the ports.
   * @default tcp
   */
  readonly protocol?: 'tcp' | 'udp';
  /** Networks in CIDR form that reach the ports; `0.0.0.0/0` and `::/0` are all. */
  readonly subnets: readonly string[];
  /**
   * Networks in CIDR form that lie in one of those and do not reach the ports.
   * @default - none
   */
  readonly except?: readonly string[];
  /**
   * Role of the machines that have the rule.
   * @default - all machines
   */
  readonly machineType?: `${MachineType}`;
}
