import { LINKS_KNOWN_AT_SYNTH } from '../network/known-at-synth';
import type { Path } from '../values/path';

/** Parts of patches that decide at synth what a patch is; `*` stands for any patch. What its data holds may come later. */
export function patchesKnownAtSynth(setting: string): readonly Path[] {
  return ['origin', 'content', 'allowSecrets'].map((key) => [setting, '*', key]);
}

/** Settings of any machine that decide at synth what is made for it. */
export const MACHINE_KNOWN_AT_SYNTH: readonly Path[] = [
  ...patchesKnownAtSynth('configPatches'),
  // joined to the taints of a worker
  ['kubelet', 'config'],
  ['kubelet', 'mounts', '*', 'readOnly'],
  // encoded for older contracts
  ['registries', 'tls', '*', 'ca'],
  ['registries', 'mirrors', '*', 'endpoints'],
  ['registries', 'auth', '*'],
  ['extensionServices', '*', 'environment'],
  ['extensionServices', '*', 'configFiles', '*'],
  ['kernelModuleParameters', '*'],
  ['safeguards', 'filesystemTrimHours'],
  ['safeguards', 'filesystemScrubHours'],
  ['installDisk', 'size'],
  ['installDisk', 'type'],
  ['kubeSpan', 'enabled'],
  ['kubeSpan', 'endpointFilters'],
  ['kubeSpan', 'extraEndpoints'],
  ['kubeSpan', 'excludeAdvertisedNetworks'],
  // what is left out depends on them
  ...['userVolumes', 'rawVolumes', 'swapVolumes', 'existingVolumes'].map((kind) => ['storage', kind, '*']),
  ...['diskSelector', 'trimHours', 'scrubHours'].map((key) => ['storage', 'systemVolumes', '*', key]),
  ...['systemVolumes', 'userVolumes', 'rawVolumes', 'swapVolumes'].flatMap((kind) =>
    [
      [],
      ['keys'],
      ['keys', '*'],
      ['keys', '*', 'nodeId'],
      ['keys', '*', 'tpm'],
      ['keys', '*', 'tpm', 'pcrs'],
      ['keys', '*', 'kms'],
    ].map((setting) => ['storage', kind, '*', 'encryption', ...setting]),
  ),
  ...LINKS_KNOWN_AT_SYNTH,
  ['logging', 'services'],
  ['logging', 'kernel'],
  ['trustedRoots'],
  ['staticHosts'],
  // without the server nobody is forwarded to it
  ['hostDns', 'enabled'],
  ['time', 'enabled'],
  ['time', 'ptpDevices'],
  ['time', 'bootTimeoutSeconds'],
  // joined to those of the cluster
  ['controllerManagerExtraArgs'],
  ['schedulerExtraArgs'],
  ['etcdExtraArgs'],
  ['kubelet', 'staticPodDirectory'],
];

/** Settings of workers: a taint is told apart into its value and its effect. */
export const WORKER_KNOWN_AT_SYNTH: readonly Path[] = [['nodeTaints', '*']];

/** Settings of a cluster that decide at synth what is made for its machines. */
export const CLUSTER_KNOWN_AT_SYNTH: readonly Path[] = [
  ['nodes'],
  // rules are made of them; a network of administrators may come later
  ['firewall', 'defaultAction'],
  ['firewall', 'adminSubnets'],
  ['firewall', 'kubernetesApiSubnets'],
  ...['protocol', 'machineType'].map((setting) => ['firewall', 'rules', '*', setting]),
  ...['ports', 'subnets', 'except'].map((setting) => ['firewall', 'rules', '*', setting, '*']),
  ['kubernetes', 'addons'],
  // the family of the addresses and that of the cluster's DNS come from them
  ['kubernetes', 'serviceSubnets', '*'],
  ['kubernetes', 'kubeProxy'],
  // it stands in the name of a container image
  ['kubernetes', 'coreDns', 'version'],
  // lists that stand in a text
  ['kubernetes', 'coreDns', 'zones'],
  ['kubernetes', 'coreDns', 'forwarders'],
  ['kubernetes', 'inlineManifests', '*', 'contents'],
  ...['apiServer', 'controllerManager', 'scheduler'].map((component) => ['kubernetes', component, 'volumes', '*']),
  ['kubernetes', 'oidc'],
  ['kubernetes', 'controllerManagerExtraArgs'],
  ['kubernetes', 'schedulerExtraArgs'],
  ['kubernetes', 'etcdExtraArgs'],
  ['kubernetes', 'etcd', 'advertisedSubnets'],
  ['kubernetes', 'exposeMetrics'],
  ['kubernetes', 'talosApiAccess'],
  ['kubernetes', 'talosApiAccess', 'allowedRoles', '*'],
  ['kubernetes', 'admission', '*'],
  ...patchesKnownAtSynth('configPatches'),
  ...patchesKnownAtSynth('controlPlanePatches'),
  ...patchesKnownAtSynth('workerPatches'),
];
