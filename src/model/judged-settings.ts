import type { Path } from '../values/path';

/** Settings of machines whose values Talos judges; each may be written at a machine, under its defaults, or for all. */
const MACHINE_SETTINGS = [
  'nodeLabels',
  'nodeTaints',
  'sysctls',
  'kernelModules',
  'kernelModuleParameters',
  'udevRules',
  'nodeAnnotations',
  'logging',
  'kubeSpan',
  'links',
  'storage',
  'safeguards',
  'kubeletExtraArgs',
  'kubelet',
  'registries',
  'extensionServices',
  'trustedRoots',
  'time',
  'hostDns',
  'staticHosts',
  'certSans',
] as const;

/** Where the configuration of a machine has what is written in a setting; what follows is the same in both. */
const SETTINGS: readonly (readonly [configuration: string, setting: string])[] = [
  ['machine.nodeLabels', 'nodeLabels'],
  ['machine.nodeTaints', 'nodeTaints'],
  ['machine.nodeAnnotations', 'nodeAnnotations'],
  ['machine.udev.rules', 'udevRules'],
  ['machine.logging', 'logging'],
  ['machine.network.kubespan', 'kubeSpan'],
  ['machine.sysctls', 'sysctls'],
  ['machine.kernel.modules', 'kernelModules'],
  ['machine.kubelet.extraArgs', 'kubeletExtraArgs'],
  ['machine.certSANs', 'certSans'],
  ['machine.registries', 'registries'],
  ['machine.time', 'time'],
  ['machine.features.hostDNS', 'hostDns'],
  ['machine.kubelet.extraConfig', 'kubelet.config'],
  ['machine.kubelet.nodeIP', 'kubelet.nodeSubnets'],
  ['machine.kubelet.extraMounts', 'kubelet.mounts'],
  ['cluster.apiServer.resources', 'kubernetes.apiServer.resources'],
  ['cluster.apiServer.admissionControl', 'kubernetes.admission'],
  ['cluster.apiServer.auditPolicy', 'kubernetes.auditPolicy'],
  ['cluster.controllerManager', 'kubernetes.controllerManager'],
  ['cluster.scheduler.config', 'kubernetes.scheduler.configuration'],
  ['cluster.scheduler', 'kubernetes.scheduler'],
  ['cluster.etcd', 'kubernetes.etcd'],
  ['cluster.apiServer.extraArgs', 'kubernetes.apiServerExtraArgs'],
  ['cluster.apiServer.certSANs', 'kubernetes.certSans'],
  ['cluster.extraManifests', 'kubernetes.extraManifests'],
  ['cluster.network.dnsDomain', 'kubernetes.dnsDomain'],
  ['cluster.network.podSubnets', 'kubernetes.podSubnets'],
  ['cluster.network.serviceSubnets', 'kubernetes.serviceSubnets'],
  ['KubeNodeConfig.labels', 'nodeLabels'],
  ['KubeNodeConfig.taints', 'nodeTaints'],
  ['KubeNodeConfig.annotations', 'nodeAnnotations'],
  ['KubeNodeConfig.nodeIP', 'kubelet.nodeSubnets'],
  ['KubeletConfig.extraArgs', 'kubeletExtraArgs'],
  ['KubeletConfig.config', 'kubelet.config'],
  ['UdevRulesConfig.rules', 'udevRules'],
  ['SysctlConfig.params', 'sysctls'],
  ['ResolverConfig.hostDNS', 'hostDns'],
  ['KernelModuleConfig', 'kernelModules'],
  ['KubeAPIServerConfig.extraArgs', 'kubernetes.apiServerExtraArgs'],
  ['KubeAPIServerConfig.resources', 'kubernetes.apiServer.resources'],
  ['KubeAPIServerConfig.certExtraSANs', 'kubernetes.certSans'],
  ['KubeAdmissionControlConfig', 'kubernetes.admission'],
  ['KubeAuditPolicyConfig', 'kubernetes.auditPolicy'],
  ['KubeAuthenticationConfig', 'kubernetes.oidc'],
  ['KubeControllerManagerConfig', 'kubernetes.controllerManager'],
  ['KubeSchedulerConfig.config', 'kubernetes.scheduler.configuration'],
  ['KubeSchedulerConfig', 'kubernetes.scheduler'],
  ['KubeExternalManifestConfig', 'kubernetes.extraManifests'],
  ['KubeNetworkConfig.dnsDomain', 'kubernetes.dnsDomain'],
  ['KubeNetworkConfig.podSubnets', 'kubernetes.podSubnets'],
  ['KubeNetworkConfig.serviceSubnets', 'kubernetes.serviceSubnets'],
];

/** A setting of a machine whose values Talos judges. */
export type MachineSetting = (typeof MACHINE_SETTINGS)[number];

/** True if a key is one of these settings. */
export function isMachineSetting(key: string | number | undefined): key is MachineSetting {
  return MACHINE_SETTINGS.some((setting) => setting === key);
}

/**
 * The setting that puts something into a configuration.
 *
 * @param path where it stands in the configuration
 * @returns nothing if no setting does: then this library puts it there by itself
 */
export function settingOf(path: Path): Path | undefined {
  for (const [configuration, setting] of SETTINGS) {
    const keys = configuration.split('.');
    // the items of a list are not those of the setting, as others are added to them
    if (keys.every((key, index) => path[index] === key)) {
      return [
        ...setting.split('.'),
        ...path
          .slice(keys.length)
          .filter((key) => typeof key === 'string')
          .slice(0, 1),
      ];
    }
  }
  return undefined;
}
