import type { Complete } from '../values/complete';
import { settingTexts as texts } from '../values/setting-texts';
import type { NodeTalosOptions } from './settings/node-options';

/** Settings of Talos with every value that is passed on as text as the text that it is. */
export function textOptions(options: NodeTalosOptions<string | number | boolean>): Complete<NodeTalosOptions> {
  const { nodeLabels, nodeTaints, sysctls, kernelModules, kubeletExtraArgs, kubelet, certSans, installDisk } = options;
  const { kernelModuleParameters, udevRules, nodeAnnotations, logging } = options;
  const { registries, trustedRoots, time, staticHosts } = options;
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
    kubeletExtraArgs: texts(kubeletExtraArgs),
    kubelet,
    registries,
    trustedRoots,
    time,
    staticHosts,
    certSans,
    controllerManagerExtraArgs: texts(controllerManagerExtraArgs),
    schedulerExtraArgs: texts(schedulerExtraArgs),
    etcdExtraArgs: texts(etcdExtraArgs),
    installDisk,
  };
}
