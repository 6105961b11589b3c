import type { NodeTalosOptions } from '../../../machine-config/settings/node-options';
import type { Complete } from '../../../values/complete';
import { lateList, lateMap, lateText } from '../../private/late-values';

/** Settings of Talos, where expressions may be given in the place of texts, lists and maps. */
export function lateOptions(options: NodeTalosOptions): Complete<NodeTalosOptions> {
  return {
    nodeLabels: lateMap(options.nodeLabels),
    nodeTaints: lateMap(options.nodeTaints),
    sysctls: lateMap(options.sysctls),
    kernelModules: lateList(options.kernelModules),
    kernelModuleParameters: options.kernelModuleParameters,
    udevRules: lateList(options.udevRules),
    nodeAnnotations: lateMap(options.nodeAnnotations),
    logging: options.logging,
    kubeSpan: options.kubeSpan,
    links: options.links,
    storage: options.storage,
    safeguards: options.safeguards,
    kubeletExtraArgs: lateMap(options.kubeletExtraArgs),
    kubelet: options.kubelet,
    registries: options.registries,
    extensionServices: options.extensionServices,
    trustedRoots: options.trustedRoots,
    time: options.time,
    hostDns: options.hostDns,
    staticHosts: options.staticHosts,
    certSans: lateList(options.certSans),
    controllerManagerExtraArgs: lateMap(options.controllerManagerExtraArgs),
    schedulerExtraArgs: lateMap(options.schedulerExtraArgs),
    etcdExtraArgs: lateMap(options.etcdExtraArgs),
    installDisk: typeof options.installDisk === 'object' ? options.installDisk : lateText(options.installDisk),
  };
}
