import type { Complete } from '../values/complete';
import { settingTexts as texts } from '../values/setting-texts';
import { nothingLeft } from '../values/nothing-left';
import type { NodeTalosOptions } from './settings/node-options';

/** Settings of Talos with every value that is passed on as text as the text that it is. */
export function textOptions(options: NodeTalosOptions<string | number | boolean>): Complete<NodeTalosOptions> {
  const { nodeLabels, nodeTaints, sysctls, kernelModules, kubeletExtraArgs, kubelet, certSans, installDisk } = options;
  const { kernelModuleParameters, udevRules, nodeAnnotations, logging, kubeSpan, links, storage, safeguards } = options;
  const { registries, extensionServices, trustedRoots, time, hostDns, staticHosts } = options;
  const { controllerManagerExtraArgs, schedulerExtraArgs, etcdExtraArgs } = options;
  return {
    nodeLabels: texts(nodeLabels),
    nodeTaints,
    sysctls: texts(sysctls),
    kernelModules,
    kernelModuleParameters,
    udevRules,
    nodeAnnotations: texts(nodeAnnotations),
    logging,
    kubeSpan,
    links,
    storage,
    safeguards,
    kubeletExtraArgs: texts(kubeletExtraArgs),
    kubelet,
    registries,
    extensionServices: textServices(extensionServices),
    trustedRoots,
    time,
    hostDns,
    staticHosts,
    certSans,
    controllerManagerExtraArgs: texts(controllerManagerExtraArgs),
    schedulerExtraArgs: texts(schedulerExtraArgs),
    etcdExtraArgs: texts(etcdExtraArgs),
    installDisk,
  };
}

function textServices(
  services: NodeTalosOptions<string | number | boolean>['extensionServices'],
): NodeTalosOptions['extensionServices'] {
  if (services === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(services).map(([name, { environment, configFiles, ...rest }]) => {
      nothingLeft(rest);
      return [name, { environment: texts(environment), configFiles }];
    }),
  );
}
