import { hostPorts } from '../manifests/cni/host-ports';
import { resolvedKubernetes } from '../manifests/resolved';
import { hostNetwork } from '../values/gateway';
import { ANY_ADDRESS, IpCidr } from '../values/ip-cidr';
import { nothingLeft } from '../values/nothing-left';
import type { ClusterSettings } from './settings/cluster';
import type { FirewallRule } from './settings/firewall';
import type { MachineSettings } from './settings/machine';

/** A network that a port is reached from. */
export interface FirewallSource {
  /** In CIDR form. */
  readonly subnet: string;
  /**
   * Network in it that does not reach the port.
   * @default - none
   */
  readonly except?: string;
}

/** One rule of the firewall of a machine. */
export interface MachineFirewallRule {
  /** Its name. */
  readonly name: string;
  /** Protocol of the ports. */
  readonly protocol: 'tcp' | 'udp';
  /** Ports and ranges of them. */
  readonly ports: readonly (number | string)[];
  /** Where they are reached from. */
  readonly from: readonly FirewallSource[];
}

/** Names of the rules that `block` brings along, but for those of the network of pods. */
export const COMPUTED_RULES = [
  'apid',
  'trustd',
  'kubernetes-api',
  'etcd',
  'kubelet',
  'metrics',
  'kubespan',
  'wireguard',
] as const;

/** Ports of metrics, by what has them. */
const METRICS = { etcd: 2381, kubeProxy: 10249, controllerManager: 10257, scheduler: 10259 };

/**
 * The rules of one machine: with `block` those that the cluster needs, then those of the person.
 *
 * Machines are let in by their networks, so that one that comes later changes nothing for the others; members of etcd each
 * by their own address. A pod reaches its own machine from an address of pods, and so do pods on all machines where their
 * addresses are not translated.
 *
 * @see https://docs.siderolabs.com/talos/v1.13/networking/ingress-firewall
 */
export function firewallRules(
  cluster: ClusterSettings,
  machine: MachineSettings,
  machines: readonly MachineSettings[],
): readonly MachineFirewallRule[] {
  const { defaultAction, rules = {} } = cluster.firewall ?? {};
  const own = Object.entries(rules)
    .filter(([, { machineType }]) => machineType === undefined || machineType === machine.machineType)
    .map(([name, rule]) => ownRule(name, rule));
  return [...(defaultAction === 'block' ? computedRules(cluster, machine, machines) : []), ...own];
}

function computedRules(
  { firewall: { adminSubnets = [], kubernetesApiSubnets = [] } = {}, kubernetes }: ClusterSettings,
  { machineType, kubeSpan, links: { wireGuard = {} } = {} }: MachineSettings,
  machines: readonly MachineSettings[],
): readonly MachineFirewallRule[] {
  const { podSubnets, cni, exposeMetrics, kubeProxy, talosApiAccess } = resolvedKubernetes(kubernetes);
  const isControlPlane = machineType === 'controlplane';
  const all = machines.map(({ subnet }) => String(IpCidr.of(subnet)));
  const members = machines
    .filter((each) => each.machineType === 'controlplane')
    .map(({ address, subnet }) => hostNetwork(address, IpCidr.of(subnet)));
  const tunnels = Object.values(wireGuard).flatMap(({ listenPort }) => listenPort ?? []);
  const metrics = [
    ...(isControlPlane ? [METRICS.etcd, METRICS.controllerManager, METRICS.scheduler] : []),
    ...(kubeProxy ? [METRICS.kubeProxy] : []),
  ];
  return [
    rule(
      'apid',
      'tcp',
      [50_000],
      [...all, ...(isControlPlane && talosApiAccess !== undefined ? podSubnets : []), ...adminSubnets],
    ),
    ...(isControlPlane
      ? [
          rule('trustd', 'tcp', [50_001], all),
          rule('kubernetes-api', 'tcp', [6443], [...all, ...podSubnets, ...adminSubnets, ...kubernetesApiSubnets]),
          rule('etcd', 'tcp', ['2379-2380'], members),
        ]
      : []),
    rule('kubelet', 'tcp', [10_250], [...all, ...podSubnets]),
    ...(exposeMetrics && metrics.length > 0 ? [rule('metrics', 'tcp', metrics, [...all, ...podSubnets])] : []),
    ...hostPorts(cni._kind).map(({ name, protocol, ports }) => rule(name, protocol, ports, all)),
    // a peer behind a router comes from an address that nobody knows before; the tunnel itself lets in peers only
    ...(kubeSpan === undefined || kubeSpan.enabled === false
      ? []
      : [rule('kubespan', 'udp', [51_820], [ANY_ADDRESS[4], ANY_ADDRESS[6]])]),
    ...(tunnels.length === 0 ? [] : [rule('wireguard', 'udp', tunnels, [ANY_ADDRESS[4], ANY_ADDRESS[6]])]),
  ];
}

function rule(
  name: string,
  protocol: MachineFirewallRule['protocol'],
  ports: MachineFirewallRule['ports'],
  subnets: readonly string[],
): MachineFirewallRule {
  return { name, protocol, ports, from: [...new Set(subnets)].map((subnet) => ({ subnet })) };
}

function ownRule(name: string, options: FirewallRule): MachineFirewallRule {
  const { ports, protocol = 'tcp', subnets, except = [], machineType: _, ...rest } = options;
  nothingLeft(rest);
  return {
    name,
    protocol,
    ports,
    from: subnets.flatMap((subnet) => {
      const excluded = except.filter((each) => contains(subnet, each));
      return excluded.length === 0 ? [{ subnet }] : excluded.map((each) => ({ subnet, except: each }));
    }),
  };
}

/** If a network lies in another one. */
export function contains(outer: string, inner: string): boolean {
  const [whole, part] = [IpCidr.tryParse(outer), IpCidr.tryParse(inner)];
  return (
    whole !== undefined && part !== undefined && whole.prefixLength <= part.prefixLength && whole.contains(part.address)
  );
}
