import {
  firstNetworkOfOtherFamily,
  networkNotUsable,
  networkOfFamilyMissing,
  networkOverlapsDefault,
  networksOverlap,
  podNetworkLacksRoom,
  podNetworkTooLarge,
  podNetworkTooSmall,
  secondNetworkOfFamily,
  serviceNetworkTooLarge,
  serviceNetworkTooSmall,
} from './network-faults';
import { KUBERNETES_NETWORK } from '../../manifests/resolved';
import { IpCidr } from '../../values/ip-cidr';
import type { KubernetesVersion } from '../../values/kubernetes-version';
import { type Claim, claims } from '../../values/claims';
import type { SpecFacts } from '../spec-facts';
import type { Findings, SpecRule } from '../findings';
import type { Path } from '../../values/path';
import { SPECIAL_NETWORKS } from '../special-networks';

/** Networks inside the cluster. */
const SUBNET_KEYS = ['podSubnets', 'serviceSubnets'] as const;

type SubnetKey = (typeof SUBNET_KEYS)[number];

/** A network, and where it is written. */
interface Network {
  readonly cidr: IpCidr;
  readonly path: Path;
  /** Key of the file; `subnet` for the network of the machines. */
  readonly key: SubnetKey | 'subnet';
  /** Position among the networks of its key. */
  readonly index: number;
  /** True if it is written; otherwise it is the default. */
  readonly isWritten: boolean;
}

const OVERLAP_RULE: SpecRule<{ readonly network: Network; readonly other: Network }> = {
  path: ({ network }) => network.path,
  condition: ({ network, other }) => !network.cidr.overlaps(other.cidr),
  message: ({ network, other }) => {
    const sentence = other.isWritten ? networksOverlap : networkOverlapsDefault;
    return sentence(String(network.cidr), String(other.cidr), placeOf(other));
  },
};

/** The network of the machines, and networks that have none of its family. */
interface MachineFamily {
  readonly subnet: IpCidr;
  readonly lacking: readonly string[];
  readonly path: Path;
}

const MACHINE_FAMILY_RULE: SpecRule<MachineFamily> = {
  path: ({ path }) => path,
  condition: ({ lacking }) => lacking.length === 0,
  message: ({ subnet, lacking }) => networkOfFamilyMissing(lacking, subnet.family, String(subnet)),
};

const FAMILY_RULE: SpecRule<Claim<Network>> = {
  path: ({ item }) => item.path,
  condition: ({ first }) => first === undefined,
  message: ({ item }) => secondNetworkOfFamily(String(item.cidr), item.cidr.family),
};

/** Addresses that a machine has for itself. The simulated homelab lays the network of the machines there. */
const LOOPBACK_NETWORKS: typeof SPECIAL_NETWORKS = [
  { cidr: IpCidr.of('127.0.0.0/8'), words: 'loopback addresses' },
  { cidr: IpCidr.of('::1/128'), words: 'loopback addresses' },
];

/** A private network to write instead. */
const EXAMPLES: Readonly<Record<Network['key'], Readonly<Record<4 | 6, string>>>> = {
  subnet: { 4: '10.0.0.0/24', 6: 'fd00::/64' },
  podSubnets: { 4: '10.244.0.0/16', 6: 'fd00:10:244::/56' },
  serviceSubnets: { 4: '10.96.0.0/12', 6: 'fd00:10:96::/112' },
};

const USABLE_RULE: SpecRule<Network> = {
  path: ({ path }) => path,
  condition: (network) => specialPartOf(network) === undefined,
  message: (network) =>
    networkNotUsable(
      String(network.cidr),
      specialPartOf(network)?.words ?? '',
      EXAMPLES[network.key][network.cidr.family],
    ),
};

/** The first network of pods or services, and the family of the machines. */
interface FirstNetwork {
  readonly network: Network;
  readonly family: 4 | 6;
}

/** The API server: "service IP family must match public address family"; pods follow their services. */
const ORDER_RULE: SpecRule<FirstNetwork> = {
  path: ({ network }) => network.path,
  condition: ({ network, family }) => network.cidr.family === family,
  message: ({ network, family }) => firstNetworkOfOtherFamily(String(network.cidr), family),
};

/** Bits that a network needs to have a tenth address. */
const DNS_BITS = 4;

const DNS_RULE: SpecRule<Network> = {
  path: ({ path }) => path,
  condition: ({ cidr }) => cidr.hostBits >= DNS_BITS,
  message: ({ cidr }) => serviceNetworkTooSmall(String(cidr), cidr.family),
};

/** A network of services, and the oldest Kubernetes version of the control planes. */
interface ServiceNetwork {
  readonly network: Network;
  readonly kubernetes: { readonly tag: string; readonly minPrefixLength: number };
}

const SERVICE_SIZE_RULE: SpecRule<ServiceNetwork> = {
  path: ({ network }) => network.path,
  condition: ({ network, kubernetes }) => network.cidr.prefixLength >= kubernetes.minPrefixLength,
  message: ({ network: { cidr }, kubernetes }) =>
    serviceNetworkTooLarge(String(cidr), kubernetes.tag, `${cidr.address}/${kubernetes.minPrefixLength}`),
};

/**
 * Length of the prefix of what kube-controller-manager gives each machine.
 *
 * @see https://kubernetes.io/docs/reference/command-line-tools-reference/kube-controller-manager/
 */
const NODE_PREFIX_LENGTH = { 4: 24, 6: 64 } as const;

/** How many bits longer that prefix of IPv6 may be than the one of the whole network. */
const MAX_NODE_BITS = 16;

/** A network of pods, and the machines that share it. */
interface PodNetwork {
  readonly network: Network;
  readonly nodePrefixLength: number;
  readonly machines: number;
}

const POD_RULES: readonly SpecRule<PodNetwork>[] = [
  {
    path: ({ network }) => network.path,
    condition: ({ network, nodePrefixLength }) => network.cidr.prefixLength <= nodePrefixLength,
    message: ({ network, nodePrefixLength }) => podNetworkTooSmall(String(network.cidr), nodePrefixLength),
  },
  {
    path: ({ network }) => network.path,
    condition: ({ network: { cidr }, nodePrefixLength }) =>
      cidr.family === 4 || nodePrefixLength - cidr.prefixLength <= MAX_NODE_BITS,
    message: ({ network: { cidr }, nodePrefixLength }) =>
      podNetworkTooLarge(String(cidr), nodePrefixLength, `${cidr.address}/${nodePrefixLength - MAX_NODE_BITS}`),
  },
  {
    path: ({ network }) => network.path,
    condition: ({ network, nodePrefixLength, machines }) =>
      network.cidr.prefixLength > nodePrefixLength || roomOf(network, nodePrefixLength) >= machines,
    message: ({ network, nodePrefixLength, machines }) =>
      podNetworkLacksRoom(String(network.cidr), nodePrefixLength, roomOf(network, nodePrefixLength), machines),
  },
];

/**
 * Checks the networks of machines, pods and services: what they ask of each other, and what kube-apiserver and
 * kube-controller-manager refuse in the version at hand, so that the cluster would never come up.
 *
 * @param givesNodePrefix whether a patch sets how much of the pod network a machine gets
 */
export function checkNetworks(facts: SpecFacts, givesNodePrefix: boolean, findings: Findings): void {
  const networks = networksOf(facts);
  const pods = networks.filter(({ key }) => key === 'podSubnets');
  const services = networks.filter(({ key }) => key === 'serviceSubnets');
  const [kubernetes] = facts.controlPlanes
    .flatMap(({ kubernetesVersion }) => kubernetesVersion?.value ?? [])
    .sort((a, b) => a.compare(b));
  findings.check([USABLE_RULE], networks);
  findings.check([OVERLAP_RULE], pairsOf(networks));
  findings.check([DNS_RULE], services);
  findings.check([MACHINE_FAMILY_RULE], machineFamily(facts, networks));
  findings.check([FAMILY_RULE], [...familyClaims(pods), ...familyClaims(services)]);
  findings.check([ORDER_RULE], firstNetworks(facts, networks));
  if (kubernetes !== undefined) {
    findings.check(
      [SERVICE_SIZE_RULE],
      services.map((network) => ({
        network,
        kubernetes: { tag: kubernetes.tag, minPrefixLength: shortestServicePrefix(network.cidr, kubernetes) },
      })),
    );
  }
  if (givesNodePrefix) return;
  const machines = facts.nodes.length;
  findings.check(
    POD_RULES,
    pods.map((network) => ({ network, machines, nodePrefixLength: NODE_PREFIX_LENGTH[network.cidr.family] })),
  );
}

/** All networks, that of the machines first; one that is not written is where it would be written. */
function networksOf({ spec, subnet, isUncertain }: SpecFacts): readonly Network[] {
  const machines: readonly Network[] =
    subnet === undefined
      ? []
      : [{ cidr: subnet, path: ['network', 'subnet'], key: 'subnet', index: 0, isWritten: true }];
  const others = SUBNET_KEYS.filter((key) => !isUncertain('kubernetes', key)).flatMap((key) =>
    (spec.kubernetes?.[key] ?? KUBERNETES_NETWORK[key]).flatMap((text, index): readonly Network[] =>
      text === undefined
        ? []
        : [
            {
              cidr: IpCidr.of(text),
              path: ['kubernetes', key, index],
              key,
              index,
              isWritten: spec.kubernetes?.[key] !== undefined,
            },
          ],
    ),
  );
  return [...machines, ...others];
}

function placeOf({ key }: Network): string {
  return key === 'subnet' ? 'network.subnet' : `kubernetes.${key}`;
}

/** Every two networks; of two, the one that is not written is the other one. */
function pairsOf(networks: readonly Network[]) {
  return networks.flatMap((network, index) =>
    networks
      .slice(0, index)
      .map((other) => (network.isWritten ? { network, other } : { network: other, other: network })),
  );
}

function specialPartOf({ cidr, key }: Network) {
  const special = key === 'subnet' ? SPECIAL_NETWORKS : [...SPECIAL_NETWORKS, ...LOOPBACK_NETWORKS];
  return special.find((each) => each.cidr.overlaps(cidr));
}

function familyClaims(networks: readonly Network[]): readonly Claim<Network>[] {
  return claims(networks, ({ cidr }) => String(cidr.family));
}

function machineFamily({ subnet, isUncertain, spec }: SpecFacts, networks: readonly Network[]) {
  if (subnet === undefined) return [];
  const lacking = SUBNET_KEYS.filter(
    (key) =>
      !isUncertain('kubernetes', key) &&
      !networks.some((network) => network.key === key && network.cidr.family === subnet.family),
  );
  const written = lacking.find((key) => spec.kubernetes?.[key] !== undefined);
  const path: Path = written === undefined ? ['network', 'subnet'] : ['kubernetes', written];
  return [{ subnet, lacking, path }];
}

/** First networks of pods and services that have one of the machines' family too; otherwise that is reported. */
function firstNetworks({ subnet }: SpecFacts, networks: readonly Network[]): readonly FirstNetwork[] {
  if (subnet === undefined) return [];
  const { family } = subnet;
  return networks
    .filter(({ key, index }) => key !== 'subnet' && index === 0)
    .filter(({ key }) => networks.some((other) => other.key === key && other.cidr.family === family))
    .map((network) => ({ network, family }));
}

/**
 * Shortest prefix that the API server takes for services: 20 bits of addresses up to 1.33; from 1.34 on nothing is kept
 * for each address, and only IPv6 has a limit.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.1/cmd/kube-apiserver/app/options/validation.go
 */
function shortestServicePrefix({ family }: IpCidr, kubernetes: KubernetesVersion): number {
  const isLimited = kubernetes.isMinorWithin('1.0', '1.33');
  if (family === 4) return isLimited ? 12 : 0;
  return isLimited ? 108 : 64;
}

/** For how many machines a network of pods has room. */
function roomOf({ cidr }: Network, nodePrefixLength: number): number {
  return 2 ** (nodePrefixLength - cidr.prefixLength);
}
