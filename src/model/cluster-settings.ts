import { factMissing } from '../errors/rules';
import type { ClusterSettings } from '../machine-config/settings/cluster';
import type { CiliumOptions } from '../manifests/cni/settings';
import { Cni } from '../manifests/cni/cni';
import { controlPlaneTexts } from '../manifests/control-plane/texts';
import type { CoreDnsSettings } from '../manifests/dns/settings';
import type { InlineManifest } from '../manifests/inline-manifest';
import { resolvedKubernetes } from '../manifests/resolved';
import type { KubernetesSettings } from '../manifests/settings';
import type { ClusterSpec } from '../cluster-file/cluster-settings';
import type { KubernetesSpec } from '../cluster-file/kubernetes-settings';
import type { SpecSource } from '../cluster-file/spec-source';
import type { Complete } from '../values/complete';
import { ipFamily, isIpAddress, normalizeIpAddress } from '../values/ip-address';
import { KubernetesVersion } from '../values/kubernetes-version';
import { nothingLeft } from '../values/nothing-left';
import { readPatch } from '../machine-config/patches/patch-text';
import type { KubernetesObject } from '../manifests/kubernetes-object';
import { markedText } from '../cluster-file/secret-texts';
import { isPlainObject } from '../values/plain-object';
import { yamlLibrary } from '../values/yaml-library';
import { resolvesToOldText } from '../values/yaml-scalar';
import type { SpecFacts } from './spec-facts';
import type { ConfigPatches } from './config-patches';
import type { Path } from '../values/path';
import { inlineYaml } from './inline-yaml';
import type { ProjectFiles } from './project-files';

const API_PORT = 6443;

/** Where the values of Cilium are written. */
const VALUES: Path = ['kubernetes', 'cni', 'cilium', 'values'];

/** Keys that say something about the machines, their certificates, or what is accepted. */
type ReadElsewhere = 'update' | 'certSans' | 'allowUnsupported';
type CiliumSpec = Extract<KubernetesSpec['cni'], { readonly cilium: unknown }>['cilium'];
type CoreDnsSpec = Extract<KubernetesSpec['coreDns'], object>;
type ManifestSpec = NonNullable<KubernetesSpec['inlineManifests']>[number];

/** Files that the spec names. */
export interface ReadFiles {
  /** Manifests and values. */
  readonly files: ProjectFiles;
  /** Patches. */
  readonly patches: ConfigPatches;
  /** Where each part of the spec stands; nothing for a literal without places. */
  readonly source: SpecSource | undefined;
}

/** Settings that all machines of a cluster have in common. */
export function clusterSettings(facts: SpecFacts, spec: ClusterSpec, read: ReadFiles): Complete<ClusterSettings> {
  const { patches } = read;
  const { kubernetes, network } = spec;
  if (facts.contract === undefined) throw factMissing('contract');
  return {
    clusterName: spec.name,
    clusterEndpoint: `https://${urlHost(endpointHost(facts, spec))}:${API_PORT}`,
    contract: facts.contract,
    vip: network.vip && normalizeIpAddress(network.vip),
    firewall: network.firewall,
    kubernetes: kubernetesSettings(kubernetes, read),
    certSans: kubernetes.certSans,
    configPatches: patches.at('patches'),
    controlPlanePatches: patches.at('nodeDefaults', 'controlplane', 'patches'),
    workerPatches: patches.at('nodeDefaults', 'worker', 'patches'),
  };
}

function kubernetesSettings(kubernetes: Omit<KubernetesSpec, ReadElsewhere>, read: ReadFiles): KubernetesSettings {
  const {
    version,
    podSubnets,
    serviceSubnets,
    dnsDomain,
    cni = 'flannel',
    kubeProxy,
    coreDns,
    schedulingOnControlPlanes,
    auditPolicy,
    extraManifests,
    inlineManifests = [],
    ...controlPlane
  } = kubernetes;
  const settings: Complete<KubernetesSettings> = {
    kubernetesVersion: KubernetesVersion.of(version),
    podSubnets,
    serviceSubnets,
    dnsDomain,
    cni: cniOf(cni, read),
    kubeProxy,
    coreDns: typeof coreDns === 'object' ? coreDnsSettings(coreDns) : coreDns,
    schedulingOnControlPlanes,
    addons: undefined,
    ...controlPlaneTexts(controlPlane),
    auditPolicy: auditPolicyData(auditPolicy, read.files),
    extraManifests,
    inlineManifests: inlineManifests.map((manifest, index) => inlineManifest(manifest, index, read.files)),
  };
  return resolvedKubernetes(settings);
}

function cniOf(cni: NonNullable<KubernetesSpec['cni']>, read: ReadFiles): Cni {
  if (cni === 'flannel') return Cni.flannel();
  if (cni === 'none') return Cni.none();
  const { cilium, ...rest } = cni;
  nothingLeft(rest);
  return Cni.cilium(ciliumOptions(cilium, read));
}

function ciliumOptions(cilium: CiliumSpec, { files, source }: ReadFiles): Complete<CiliumOptions> {
  const { version, cliVersion, values, ...rest } = cilium;
  nothingLeft(rest);
  const plainText = (place: Path, value: unknown) => source?.plainText?.([...VALUES, ...place], value);
  return {
    version: withV(version),
    cliVersion: cliVersion && withV(cliVersion),
    values:
      typeof values === 'string'
        ? files.read(values, VALUES)
        : (inlineYaml(values, plainText, resolvesToOldText) ?? values),
  };
}

function coreDnsSettings(coreDns: CoreDnsSpec): Complete<CoreDnsSettings> {
  const { version, replicas, forwarders, zones, cacheSeconds, ttlSeconds, ...rest } = coreDns;
  nothingLeft(rest);
  return { version, replicas, forwarders, zones, cacheSeconds, ttlSeconds };
}

/** The policy of a file or of the cluster file; its faults are found by the rules. */
function auditPolicyData(
  policy: KubernetesSpec['auditPolicy'],
  files: ProjectFiles,
): KubernetesSettings['auditPolicy'] {
  if (typeof policy !== 'string') return policy;
  const content: unknown = yamlLibrary().parse(files.read(policy, ['kubernetes', 'auditPolicy']) ?? '');
  return isPlainObject(content) ? content : undefined;
}

/** A manifest of the spec, with the text of its file. */
function inlineManifest(manifest: ManifestSpec, index: number, files: ProjectFiles): Complete<InlineManifest> {
  if ('contents' in manifest) {
    const { name, contents, ...rest } = manifest;
    nothingLeft(rest);
    return { name, contents: withSecrets(contents) };
  }
  const { name, file, ...rest } = manifest;
  nothingLeft(rest);
  return { name, contents: withSecrets(files.read(file, ['kubernetes', 'inlineManifests', index, 'file']) ?? '') };
}

/** A manifest with secrets is data, as a value that is known later is no part of a text. */
function withSecrets(contents: string): InlineManifest['contents'] {
  const { text, references } = markedText(contents);
  if (references.length === 0) return contents;
  return readPatch({ origin: '', content: text }).documents.map(
    ({ content }) => content as unknown as KubernetesObject,
  );
}

function endpointHost({ controlPlanes }: SpecFacts, { network }: ClusterSpec): string {
  const host = network.endpoint ?? network.vip ?? controlPlanes[0]?.address;
  if (host === undefined) throw factMissing('control plane');
  return isIpAddress(host) ? normalizeIpAddress(host) : host;
}

/** An IPv6 address stands in brackets in a URL. */
function urlHost(host: string): string {
  return isIpAddress(host) && ipFamily(host) === 6 ? `[${host}]` : host;
}

function withV(version: string): string {
  return version.startsWith('v') ? version : `v${version}`;
}
