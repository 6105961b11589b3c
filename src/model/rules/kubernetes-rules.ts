import {
  argumentOfOidc,
  ciliumBesideKubeProxy,
  ciliumKeepsKubeProxy,
  kubeProxyReplacedLater,
  kubeProxyWithoutReplacement,
  manifestNameTaken,
  networkOfFamilyMissing,
  networkOverlapsDefault,
  networksOverlap,
  secondNetworkOfFamily,
  serviceNetworkTooSmall,
} from '../../errors/rules';
import { KUBERNETES_NETWORK } from '../../manifests/kubernetes-settings';
import { IpCidr } from '../../values/ip-cidr';
import { type Claim, claims } from '../claims';
import type { ClusterFacts } from '../cluster-facts';
import type { Findings, Path, SpecRule } from '../findings';

/** Names of the manifests that this library makes itself. */
const OWN_MANIFESTS = ['cilium-values', 'cilium-bootstrap', 'coredns-bootstrap'];

/** Networks inside the cluster. */
const SUBNET_KEYS = ['podSubnets', 'serviceSubnets'] as const;

/** A network, and where it is written. */
interface Network {
  readonly cidr: IpCidr;
  readonly path: Path;
  /** What it is a network of, in the words of the file. */
  readonly place: string;
  /** Whether a person wrote it; otherwise it is the default. */
  readonly isWritten: boolean;
}

const OVERLAP_RULE: SpecRule<{ readonly network: Network; readonly other: Network }> = {
  path: ({ network }) => network.path,
  condition: ({ network, other }) => !network.cidr.overlaps(other.cidr),
  message: ({ network, other }) => {
    const sentence = other.isWritten ? networksOverlap : networkOverlapsDefault;
    return sentence(String(network.cidr), String(other.cidr), other.place);
  },
};

/** Bits that a network needs to have a tenth address. */
const DNS_BITS = 4;

const DNS_RULE: SpecRule<Network> = {
  path: ({ path }) => path,
  condition: ({ cidr, place }) =>
    place !== 'kubernetes.serviceSubnets' || (cidr.family === 4 ? 32 : 128) - cidr.prefixLength >= DNS_BITS,
  message: ({ cidr }) => serviceNetworkTooSmall(String(cidr), cidr.family),
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

/** How services get their addresses. */
interface ProxyFacts {
  readonly kubeProxy: boolean;
  readonly cni: 'flannel' | 'none' | 'cilium';
  /** Whether Cilium takes the place of kube-proxy; undefined if its values are not known. */
  readonly replaces: boolean | undefined;
}

const PROXY_RULES: readonly SpecRule<ProxyFacts>[] = [
  {
    path: () => ['kubernetes', 'kubeProxy'],
    condition: ({ kubeProxy, cni }) => kubeProxy || cni !== 'flannel',
    message: ({ cni }) => kubeProxyWithoutReplacement(cni),
  },
  {
    path: () => ['kubernetes', 'kubeProxy'],
    isAdvice: true,
    condition: ({ kubeProxy, cni }) => kubeProxy || cni !== 'none',
    message: kubeProxyReplacedLater,
  },
  {
    path: () => ['kubernetes', 'kubeProxy'],
    condition: ({ kubeProxy, cni, replaces }) => kubeProxy || cni !== 'cilium' || replaces !== false,
    message: ciliumKeepsKubeProxy,
  },
  {
    path: () => ['kubernetes', 'kubeProxy'],
    isAdvice: true,
    condition: ({ kubeProxy, cni, replaces }) => !kubeProxy || cni !== 'cilium' || replaces !== true,
    message: ciliumBesideKubeProxy,
  },
];

const OIDC_RULE: SpecRule<{ readonly key: string; readonly isSetByOidc: boolean }> = {
  path: ({ key }) => ['kubernetes', 'apiServerExtraArgs', key],
  part: 'key',
  condition: ({ isSetByOidc }) => !isSetByOidc,
  message: ({ key }) => argumentOfOidc(key),
};

interface ManifestName {
  readonly name: string;
  readonly path: Path;
}

const MANIFEST_RULE: SpecRule<Claim<ManifestName>> = {
  path: ({ item }) => item.path,
  condition: ({ first }) => first === undefined,
  message: ({ item }) => manifestNameTaken(item.name),
};

/**
 * Checks networks, proxy, arguments and manifests.
 *
 * @param ciliumValues values of Cilium, if the spec has some and they can be read
 */
export function checkKubernetes(
  facts: ClusterFacts,
  ciliumValues: Readonly<Record<string, unknown>> | undefined,
  findings: Findings,
): void {
  const networks = networksOf(facts);
  findings.check(
    [OVERLAP_RULE],
    networks.flatMap((network, index) =>
      networks
        .slice(0, index)
        .map((other) => (network.isWritten ? { network, other } : { network: other, other: network })),
    ),
  );
  findings.check([DNS_RULE], networks);
  findings.check([MACHINE_FAMILY_RULE], machineFamily(facts, networks));
  findings.check(
    [FAMILY_RULE],
    claims(networks, ({ cidr, place }) => `${place} ${cidr.family}`),
  );
  if (!facts.isUncertain('kubernetes', 'cni')) findings.check(PROXY_RULES, [proxyFacts(facts, ciliumValues)]);
  findings.check([OIDC_RULE], apiServerArguments(facts));
  findings.check(
    [MANIFEST_RULE],
    claims(manifestNames(facts), ({ name }) => name),
  );
}

/** All networks, that of the machines first; one that is not written is where it would be written. */
function networksOf({ spec, subnet, isUncertain }: ClusterFacts): readonly Network[] {
  const machines = { cidr: subnet, path: ['network', 'subnet'], place: 'network.subnet', isWritten: true };
  const others = SUBNET_KEYS.flatMap((key) =>
    isUncertain('kubernetes', key)
      ? []
      : (spec.kubernetes?.[key] ?? KUBERNETES_NETWORK[key]).map((text, index) => ({
          cidr: text === undefined ? undefined : IpCidr.of(text),
          path: ['kubernetes', key, index],
          place: `kubernetes.${key}`,
          isWritten: spec.kubernetes?.[key] !== undefined,
        })),
  );
  return [machines, ...others].flatMap(({ cidr, ...rest }) => (cidr === undefined ? [] : [{ cidr, ...rest }]));
}

function machineFamily({ subnet, isUncertain, spec }: ClusterFacts, networks: readonly Network[]) {
  if (subnet === undefined) return [];
  const lacking = SUBNET_KEYS.filter(
    (key) =>
      !isUncertain('kubernetes', key) &&
      !networks.some(({ place, cidr }) => place === `kubernetes.${key}` && cidr.family === subnet.family),
  );
  const written = lacking.find((key) => spec.kubernetes?.[key] !== undefined);
  return [{ subnet, lacking, path: written === undefined ? ['network', 'subnet'] : ['kubernetes', written] }];
}

function proxyFacts({ spec }: ClusterFacts, values: Readonly<Record<string, unknown>> | undefined): ProxyFacts {
  const { cni = 'flannel', kubeProxy = true } = spec.kubernetes ?? {};
  if (typeof cni === 'string') return { kubeProxy, cni, replaces: undefined };
  if (cni.cilium?.values === undefined) return { kubeProxy, cni: 'cilium', replaces: true };
  const setting = values?.kubeProxyReplacement;
  const replaces = values === undefined ? undefined : ['true', 'strict'].includes(String(setting));
  return { kubeProxy, cni: 'cilium', replaces };
}

function apiServerArguments({ spec }: ClusterFacts) {
  const { oidc, apiServerExtraArgs = {} } = spec.kubernetes ?? {};
  return Object.keys(apiServerExtraArgs).map((key) => ({
    key,
    isSetByOidc: oidc !== undefined && ['oidc-issuer-url', 'oidc-client-id'].includes(key),
  }));
}

function manifestNames({ spec }: ClusterFacts): readonly ManifestName[] {
  const own = OWN_MANIFESTS.map((name) => ({ name, path: [] }));
  const others = (spec.kubernetes?.inlineManifests ?? []).flatMap(({ name } = {}, index) =>
    name === undefined ? [] : [{ name, path: ['kubernetes', 'inlineManifests', index, 'name'] }],
  );
  return [...own, ...others];
}
