import { CONTROL_PLANE_CONTRACT_RULES } from '../../machine-config/contract-rules';
import { CONTROL_PLANE_RULES } from '../../manifests/control-plane/rules';
import { CILIUM_MANIFESTS, isOn } from '../../manifests/cni/cilium-job';
import { CORE_DNS_MANIFEST } from '../../manifests/dns/core-dns';
import { type ManifestName, manifestNamesTaken, PROXY_RULES, type ProxySettings } from '../../manifests/rules';
import type { SpecFacts } from '../spec-facts';
import type { Findings } from '../findings';

/** Names of the manifests that this library makes itself, whether it makes them here or not. */
const OWN_MANIFESTS: readonly string[] = [...Object.values(CILIUM_MANIFESTS), CORE_DNS_MANIFEST];

/**
 * Checks proxy, components and manifests.
 *
 * @param ciliumValues values of Cilium, if the spec has some and they can be read
 */
export function checkKubernetes(
  facts: SpecFacts,
  ciliumValues: Readonly<Record<string, unknown>> | undefined,
  findings: Findings,
): void {
  const settings = proxySettings(facts, ciliumValues);
  findings.checkSettings(PROXY_RULES, { settings, isUncertain: facts.isUncertain }, ['kubernetes']);
  const controlPlane = { settings: facts.spec.kubernetes ?? {}, isUncertain: facts.isUncertain };
  findings.checkSettings(CONTROL_PLANE_RULES, controlPlane, ['kubernetes']);
  const written = {
    settings: { ...controlPlane.settings, contract: facts.contract?.tag },
    isUncertain: facts.isUncertain,
  };
  findings.checkSettings(CONTROL_PLANE_CONTRACT_RULES, written, ['kubernetes']);
  for (const { path, message } of manifestNamesTaken(manifestNames(facts))) findings.addFault(path, message);
}

function proxySettings({ spec }: SpecFacts, values: Readonly<Record<string, unknown>> | undefined): ProxySettings {
  const { cni = 'flannel', kubeProxy } = spec.kubernetes ?? {};
  if (typeof cni === 'string') return { kubeProxy, cni };
  if (cni.cilium?.values === undefined) return { kubeProxy, cni: 'cilium', replacesKubeProxy: true };
  return { kubeProxy, cni: 'cilium', replacesKubeProxy: values && isOn(values.kubeProxyReplacement) };
}

function manifestNames({ spec }: SpecFacts): readonly ManifestName[] {
  const own = OWN_MANIFESTS.map((name) => ({ name, path: [] }));
  const others = (spec.kubernetes?.inlineManifests ?? []).flatMap(({ name } = {}, index) =>
    name === undefined ? [] : [{ name, path: ['kubernetes', 'inlineManifests', index, 'name'] }],
  );
  return [...own, ...others];
}
