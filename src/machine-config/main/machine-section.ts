import { dnsServiceAddresses } from '../../manifests/dns/core-dns';
import { resolvedKubernetes } from '../../manifests/resolved';
import { nothingLeft } from '../../values/nothing-left';
import { machineCertSans } from './cert-sans';
import type { Fields } from '../fields';
import { kubeletFields } from './kubelet-fields';
import { moduleFields } from './kernel-modules';
import { nodeSubnets } from './node-subnets';
import { registeredTaints } from './node-taints';
import type { ClusterSettings } from '../settings/cluster';
import type { LinkSettings, MachineSettings } from '../settings/machine';
import { hostDnsFeature } from '../documents/resolver';
import { extraMounts } from '../documents/user-volume';
import { systemDiskEncryption } from '../documents/volume-encryption';

/** Documents say the network, the watchdog, the registries and the clock, or their legacy fields; certificates are made of several settings; the section `cluster` has the components; version and patches stand beside the configuration. */
type ReadElsewhere =
  | keyof LinkSettings
  | 'machineType'
  | 'certSans'
  | 'controllerManagerExtraArgs'
  | 'schedulerExtraArgs'
  | 'etcdExtraArgs'
  | 'watchdogSeconds'
  | 'keySources'
  | 'interfaces'
  | 'shares'
  | 'kubeSpan'
  | 'links'
  | 'storage'
  | 'safeguards'
  | 'registries'
  | 'extensionServices'
  | 'trustedRoots'
  | 'time'
  | 'staticHosts'
  | 'kubernetesVersion'
  | 'configPatches';

/** The section `machine` of the main document; what is empty in it says nothing. */
export function machineSection(cluster: ClusterSettings, machine: MachineSettings, installerImage: string): Fields {
  const { volumes, kubeletExtraArgs, nodeTaints, ...others } = machine as Omit<MachineSettings, ReadElsewhere>;
  const { installDisk, nodeLabels, sysctls, kernelModules, kernelModuleParameters, kubelet, ...more } = others;
  const { udevRules, nodeAnnotations, logging, hostDns, ...rest } = more;
  nothingLeft(rest);
  const { extraConfig, extraMounts: mounts, validSubnets, switches } = kubeletFields(kubelet);
  const isWorker = machine.machineType === 'worker';
  const taints = isWorker ? registeredTaints(nodeTaints) : [];
  return {
    install: {
      disk: typeof installDisk === 'string' ? installDisk : undefined,
      diskSelector: typeof installDisk === 'string' ? undefined : installDisk,
      image: installerImage,
    },
    certSANs: machineCertSans(cluster, machine),
    // fields of older contracts, in the place that they always had
    network: {},
    kubelet: {
      clusterDNS: clusterDns(cluster),
      extraArgs: kubeletExtraArgs,
      extraConfig: { ...(taints.length > 0 && { registerWithTaints: taints }), ...extraConfig },
      extraMounts: [...extraMounts(volumes, cluster.contract), ...mounts],
      nodeIP: { validSubnets: validSubnets ?? nodeSubnets(cluster, machine) },
      ...switches,
    },
    disks: [],
    ...systemDiskEncryption(machine.storage ?? {}, cluster.contract),
    nodeLabels,
    nodeAnnotations,
    // a worker may not change its taints, so it registers with them
    nodeTaints: isWorker ? undefined : nodeTaints,
    sysctls,
    kernel: { modules: moduleFields(kernelModules, kernelModuleParameters) },
    udev: { rules: udevRules },
    ...hostDnsFeature(cluster.contract, hostDns),
    logging: {
      destinations: logging?.services?.map((url) => ({
        endpoint: url,
        format: 'json_lines',
        ...(logging.tags !== undefined && { extraTags: logging.tags }),
      })),
    },
  };
}

/** The addresses that pods ask for names, where the DNS server is not the one of Talos. */
function clusterDns({ kubernetes }: ClusterSettings): readonly string[] | undefined {
  const { coreDns, serviceSubnets } = resolvedKubernetes(kubernetes);
  return typeof coreDns === 'object' ? dnsServiceAddresses(serviceSubnets) : undefined;
}
