import {
  argumentOfOidc,
  ciliumBesideKubeProxy,
  ciliumKeepsKubeProxy,
  kubeProxyReplacedLater,
  kubeProxyWithoutReplacement,
  manifestNameTaken,
} from '../../errors/rules';
import { type Claim, claims } from '../../values/claims';
import type { ClusterFacts } from '../cluster-facts';
import type { Findings, SpecRule } from '../findings';
import type { Path } from '../../values/path';

/** Names of the manifests that this library makes itself. */
const OWN_MANIFESTS = ['cilium-values', 'cilium-bootstrap', 'coredns-bootstrap'];

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
    severity: 'advice',
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
    severity: 'warning',
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
 * Checks proxy, arguments and manifests.
 *
 * @param ciliumValues values of Cilium, if the spec has some and they can be read
 */
export function checkKubernetes(
  facts: ClusterFacts,
  ciliumValues: Readonly<Record<string, unknown>> | undefined,
  findings: Findings,
): void {
  if (!facts.isUncertain('kubernetes', 'cni')) findings.check(PROXY_RULES, [proxyFacts(facts, ciliumValues)]);
  findings.check([OIDC_RULE], apiServerArguments(facts));
  findings.check(
    [MANIFEST_RULE],
    claims(manifestNames(facts), ({ name }) => name),
  );
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
