import type { Complete } from '../../values/complete';
import { nothingLeft } from '../../values/nothing-left';
import { settingTexts as texts } from '../../values/setting-texts';
import type {
  ComponentOptions,
  ComponentResources,
  ControlPlaneOptions,
  ResourceAmounts,
  SchedulerOptions,
} from './settings';

type Setting = string | number | boolean;

/** Settings of the control plane with every value that is passed on as text as the text that it is. */
export function controlPlaneTexts(options: ControlPlaneOptions<Setting>): Complete<ControlPlaneOptions> {
  const { oidc, etcd, exposeMetrics, admission, talosApiAccess, ...components } = options;
  const { apiServer, controllerManager, scheduler, ...args } = components;
  const { apiServerExtraArgs, controllerManagerExtraArgs, schedulerExtraArgs, etcdExtraArgs, ...rest } = args;
  nothingLeft(rest);
  return {
    oidc,
    apiServerExtraArgs: texts(apiServerExtraArgs),
    controllerManagerExtraArgs: texts(controllerManagerExtraArgs),
    schedulerExtraArgs: texts(schedulerExtraArgs),
    etcdExtraArgs: texts(etcdExtraArgs),
    apiServer: apiServer && component(apiServer),
    controllerManager: controllerManager && component(controllerManager),
    scheduler: scheduler && schedulerTexts(scheduler),
    etcd,
    exposeMetrics,
    admission,
    talosApiAccess,
  };
}

function schedulerTexts({ configuration, ...pod }: SchedulerOptions<Setting>): Complete<SchedulerOptions> {
  return { ...component(pod), configuration };
}

function component({
  environment,
  resources,
  volumes,
  ...rest
}: ComponentOptions<Setting>): Complete<ComponentOptions> {
  nothingLeft(rest);
  return { environment: texts(environment), resources: resources && resourceTexts(resources), volumes };
}

function resourceTexts({ requests, limits, ...rest }: ComponentResources<Setting>): Complete<ComponentResources> {
  nothingLeft(rest);
  return { requests: requests && amounts(requests), limits: limits && amounts(limits) };
}

function amounts({ cpu, memory, ...rest }: ResourceAmounts<Setting>): Complete<ResourceAmounts> {
  nothingLeft(rest);
  return {
    cpu: cpu === undefined ? undefined : String(cpu),
    memory: memory === undefined ? undefined : String(memory),
  };
}
