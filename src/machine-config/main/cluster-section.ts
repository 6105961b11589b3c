import type { InlineManifest } from '../../manifests/inline-manifest';
import { YamlText } from '../../manifests/yaml-text';
import { type ResolvedKubernetes, resolvedKubernetes } from '../../manifests/resolved';
import type { OnlyKeysOf } from '../../values/complete';
import { nothingLeft } from '../../values/nothing-left';
import { apiServerCertSans } from './cert-sans';
import { componentFields, type ComponentSettings } from './control-plane-fields';
import type { Fields } from '../fields';
import type { ClusterSettings } from '../settings/cluster';
import type { MachineSettings } from '../settings/machine';

/** One item of `cluster.inlineManifests`. */
export interface ManifestField {
  /** Name of the manifest. */
  readonly name: string;
  /** Kubernetes objects as text. */
  readonly contents: string | YamlText;
}

/** Manifests as Talos takes them. */
export function manifestFields(manifests: readonly InlineManifest[]): readonly ManifestField[] {
  return manifests.map(({ name, contents }) => ({
    name,
    contents: typeof contents === 'string' ? contents : new YamlText(contents),
  }));
}

/** Settings of the network. */
type NetworkFields = Pick<ResolvedKubernetes, 'cni' | 'dnsDomain' | 'podSubnets' | 'serviceSubnets'>;

/**
 * The section `cluster` of the main document. Workers get the networks only; the rest is work of control planes.
 *
 * @param inlineManifests those that Talos creates at first
 */
export function clusterSection(
  cluster: ClusterSettings,
  machine: MachineSettings,
  inlineManifests: readonly ManifestField[],
): Fields {
  const { cni, dnsDomain, podSubnets, serviceSubnets, ...others } = resolvedKubernetes(cluster.kubernetes);
  const network = {
    cni: cni.isBuiltIn ? undefined : { name: 'none' },
    dnsDomain,
    podSubnets,
    serviceSubnets,
  };
  if (machine.machineType === 'worker') return { network };
  return {
    network,
    ...controlPlaneFields(others, machine, apiServerCertSans(cluster, machine)),
    inlineManifests,
  };
}

/** The version is no part of the configuration, the manifests come from more than the settings, and a document of its own says who uses the Talos API. */
function controlPlaneFields(
  kubernetes: Omit<ResolvedKubernetes, keyof NetworkFields | 'kubernetesVersion' | 'addons' | 'inlineManifests'>,
  machine: MachineSettings,
  certSANs: readonly string[],
): object {
  const { schedulingOnControlPlanes, coreDns, extraManifests, talosApiAccess: _, ...components } = kubernetes;
  const known: OnlyKeysOf<ComponentSettings, typeof components> = components;
  const { apiServer, controllerManager, scheduler, etcd, proxy, ...rest } = componentFields(known, machine);
  nothingLeft(rest);
  const { extraArgs, ...others } = apiServer;
  return {
    allowSchedulingOnControlPlanes: schedulingOnControlPlanes,
    apiServer: { certSANs, extraArgs, ...others },
    controllerManager,
    scheduler,
    proxy,
    coreDNS: coreDns === 'default' ? undefined : { disabled: true },
    extraManifests,
    etcd,
  };
}
