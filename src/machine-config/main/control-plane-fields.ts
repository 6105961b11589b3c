import { metricsArguments, oidcArguments } from '../../manifests/control-plane/arguments';
import type { ComponentOptions, ComponentVolume, SchedulerOptions } from '../../manifests/control-plane/settings';
import type { ResolvedKubernetes } from '../../manifests/resolved';
import { IpCidr } from '../../values/ip-cidr';
import { nothingLeft } from '../../values/nothing-left';
import type { Fields } from '../fields';
import type { MachineSettings } from '../settings/machine';

/** Settings of the components, which become fields of the section `cluster`. */
export type ComponentSettings = Pick<
  ResolvedKubernetes,
  | 'oidc'
  | 'apiServerExtraArgs'
  | 'controllerManagerExtraArgs'
  | 'schedulerExtraArgs'
  | 'etcdExtraArgs'
  | 'apiServer'
  | 'controllerManager'
  | 'scheduler'
  | 'etcd'
  | 'exposeMetrics'
  | 'admission'
  | 'auditPolicy'
  | 'kubeProxy'
>;

/** Fields of the components of the control plane on one machine. */
export interface ComponentFields {
  /** `cluster.apiServer`, without the names in its certificate. */
  readonly apiServer: Fields;
  /** `cluster.controllerManager`. */
  readonly controllerManager: Fields;
  /** `cluster.scheduler`. */
  readonly scheduler: Fields;
  /** `cluster.etcd`. */
  readonly etcd: Fields;
  /** `cluster.proxy`. */
  readonly proxy: Fields;
}

/** Makes the fields; a machine's own arguments stand over those of the cluster. */
export function componentFields(kubernetes: ComponentSettings, machine: MachineSettings): ComponentFields {
  const { oidc, apiServer, controllerManager, scheduler, etcd, exposeMetrics, admission, auditPolicy } = kubernetes;
  const made = exposeMetrics ? metricsArguments(IpCidr.of(machine.subnet).family) : undefined;
  const { configuration, ...schedulerPod }: SchedulerOptions = scheduler ?? {};
  const extraArgs = (component: 'controllerManagerExtraArgs' | 'schedulerExtraArgs' | 'etcdExtraArgs') => ({
    ...made?.[component],
    ...kubernetes[component],
    ...machine[component],
  });
  return {
    apiServer: {
      extraArgs:
        oidc === undefined
          ? kubernetes.apiServerExtraArgs
          : { ...oidcArguments(oidc), ...kubernetes.apiServerExtraArgs },
      ...podFields(apiServer),
      admissionControl: Object.entries(admission ?? {}).map(([name, settings]) => ({ name, configuration: settings })),
      auditPolicy,
    },
    controllerManager: { extraArgs: extraArgs('controllerManagerExtraArgs'), ...podFields(controllerManager) },
    scheduler: { extraArgs: extraArgs('schedulerExtraArgs'), ...podFields(schedulerPod), config: configuration },
    etcd: {
      advertisedSubnets: etcd?.advertisedSubnets ?? [machine.subnet],
      listenSubnets: etcd?.listenSubnets,
      extraArgs: extraArgs('etcdExtraArgs'),
    },
    proxy: kubernetes.kubeProxy ? { extraArgs: made?.kubeProxy } : { disabled: true },
  };
}

function podFields({ environment, resources, volumes = [], ...rest }: ComponentOptions = {}): Fields {
  nothingLeft(rest);
  return {
    env: environment,
    resources: resources && { requests: resources.requests, limits: resources.limits },
    extraVolumes: volumes.map(({ hostPath, mountPath, readOnly }: ComponentVolume) => ({
      hostPath,
      mountPath,
      readonly: readOnly,
    })),
  };
}
