import type { Complete } from '../values/complete';
import { Cni } from './cni/cni';
import type { ControlPlaneOptions } from './control-plane/settings';
import type { KubernetesSettings } from './settings';

/** Networks and domain unless the settings have others: those of Talos. */
export const KUBERNETES_NETWORK = {
  podSubnets: ['10.244.0.0/16'],
  serviceSubnets: ['10.96.0.0/12'],
  dnsDomain: 'cluster.local',
} as const;

/** Settings of the control plane, of which each default is that of Talos. */
type ControlPlane = Complete<
  Omit<ControlPlaneOptions, 'apiServerExtraArgs' | 'exposeMetrics'> & Pick<KubernetesSettings, 'auditPolicy'>
>;

/** Kubernetes with every default filled in. */
export type ResolvedKubernetes = Required<Omit<KubernetesSettings, keyof ControlPlane>> & ControlPlane;

/** Fills in what the settings leave open. */
export function resolvedKubernetes(settings: KubernetesSettings): ResolvedKubernetes {
  return {
    kubernetesVersion: settings.kubernetesVersion,
    podSubnets: settings.podSubnets ?? KUBERNETES_NETWORK.podSubnets,
    serviceSubnets: settings.serviceSubnets ?? KUBERNETES_NETWORK.serviceSubnets,
    dnsDomain: settings.dnsDomain ?? KUBERNETES_NETWORK.dnsDomain,
    cni: settings.cni ?? Cni.flannel(),
    kubeProxy: settings.kubeProxy ?? true,
    coreDns: settings.coreDns ?? 'default',
    schedulingOnControlPlanes: settings.schedulingOnControlPlanes ?? false,
    oidc: settings.oidc,
    apiServerExtraArgs: settings.apiServerExtraArgs ?? {},
    controllerManagerExtraArgs: settings.controllerManagerExtraArgs,
    schedulerExtraArgs: settings.schedulerExtraArgs,
    etcdExtraArgs: settings.etcdExtraArgs,
    apiServer: settings.apiServer,
    controllerManager: settings.controllerManager,
    scheduler: settings.scheduler,
    etcd: settings.etcd,
    exposeMetrics: settings.exposeMetrics ?? false,
    admission: settings.admission,
    talosApiAccess: settings.talosApiAccess,
    auditPolicy: settings.auditPolicy,
    extraManifests: settings.extraManifests ?? [],
    addons: settings.addons ?? [],
    inlineManifests: settings.inlineManifests ?? [],
  };
}
