/** DNS server of Talos on each machine, which keeps answers and asks the DNS servers of the machine. */
export interface HostDnsOptions {
  /**
   * Run the server. Without it, the machine and the DNS of the cluster ask the DNS servers of the machine themselves.
   * @default true
   */
  readonly enabled?: boolean;
  /**
   * Let CoreDNS ask this server for names outside of the cluster. Cilium with `bpf.masquerade` needs
   * `bpf.hostLegacyRouting` for it, or `false` here.
   * @default true
   */
  readonly forwardKubeDnsToHost?: boolean;
  /**
   * Answer the names of the machines of the cluster, which Talos knows from discovery.
   * @default false
   */
  readonly resolveMemberNames?: boolean;
}
