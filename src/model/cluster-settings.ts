import { factMissing } from '../errors/rules';
import type { ClusterSettings } from '../machine-config/settings';
import { Cni } from '../manifests/cni';
import type { InlineManifest } from '../manifests/inline-manifest';
import { kubernetesFacts, type KubernetesSettings } from '../manifests/kubernetes-settings';
import type { ClusterSpec } from '../cluster-file/cluster-spec';
import type { KubernetesSpec } from '../cluster-file/kubernetes-spec';
import type { SpecSource } from '../cluster-file/spec-source';
import { ipFamily, isIpAddress, normalizeIpAddress } from '../values/ip-address';
import { KubernetesVersion } from '../values/kubernetes-version';
import { resolvesToOldText } from '../values/yaml-scalar';
import type { ClusterFacts } from './cluster-facts';
import type { ConfigPatches } from './config-patches';
import type { Path } from './findings';
import { inlineYaml } from './inline-yaml';
import { texts } from './machine';
import type { ProjectFiles } from './project-files';

const API_PORT = 6443;

/** Where the values of Cilium are written. */
const VALUES: Path = ['kubernetes', 'cni', 'cilium', 'values'];

/** Files that the spec names. */
export interface ReadFiles {
  /** Manifests and values. */
  readonly files: ProjectFiles;
  /** Patches. */
  readonly patches: ConfigPatches;
  /** Where each part of the spec stands; nothing for a literal without places. */
  readonly source: SpecSource | undefined;
}

/** What all machines of a cluster have in common. */
export function clusterSettings(facts: ClusterFacts, spec: ClusterSpec, read: ReadFiles): ClusterSettings {
  const { patches } = read;
  const { kubernetes, network } = spec;
  if (facts.contract === undefined) throw factMissing('contract');
  return {
    clusterName: spec.name,
    clusterEndpoint: `https://${urlHost(endpointHost(facts, spec))}:${API_PORT}`,
    contract: facts.contract,
    vip: network.vip && normalizeIpAddress(network.vip),
    kubernetes: kubernetesSettings(kubernetes, read),
    certSans: kubernetes.certSans,
    configPatches: patches.at('patches'),
    controlPlanePatches: patches.at('nodeDefaults', 'controlplane', 'patches'),
    workerPatches: patches.at('nodeDefaults', 'worker', 'patches'),
  };
}

function kubernetesSettings(kubernetes: KubernetesSpec, read: ReadFiles): KubernetesSettings {
  const { version, oidc, apiServerExtraArgs } = kubernetes;
  return kubernetesFacts({
    ...kubernetes,
    kubernetesVersion: KubernetesVersion.of(version),
    cni: cniOf(kubernetes, read),
    apiServerExtraArgs: texts({
      ...(oidc && { 'oidc-issuer-url': oidc.issuerUrl, 'oidc-client-id': oidc.clientId }),
      ...apiServerExtraArgs,
    }),
    inlineManifests: inlineManifests(kubernetes, read.files),
  });
}

function cniOf({ cni = 'flannel' }: KubernetesSpec, { files, source }: ReadFiles): Cni {
  if (cni === 'flannel') return Cni.flannel();
  if (cni === 'none') return Cni.none();
  const { version, cliVersion, values } = cni.cilium;
  const plainText = (place: Path, value: unknown) => source?.plainText?.([...VALUES, ...place], value);
  return Cni.cilium({
    version: withV(version),
    cliVersion: cliVersion && withV(cliVersion),
    values:
      typeof values === 'string'
        ? files.read(values, VALUES)
        : (inlineYaml(values, plainText, resolvesToOldText) ?? values),
  });
}

/** The manifests of the spec, with the texts of those that are files. */
function inlineManifests(
  { inlineManifests: manifests = [] }: Pick<KubernetesSpec, 'inlineManifests'>,
  files: ProjectFiles,
): readonly InlineManifest[] {
  return manifests.map((manifest, index) => ({
    name: manifest.name,
    contents:
      'contents' in manifest
        ? manifest.contents
        : (files.read(manifest.file, ['kubernetes', 'inlineManifests', index, 'file']) ?? ''),
  }));
}

function endpointHost({ controlPlanes }: ClusterFacts, { network }: ClusterSpec): string {
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
