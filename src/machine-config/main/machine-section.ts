import { dnsServiceAddresses } from '../../manifests/dns/core-dns';
import { kubernetesFacts } from '../../manifests/kubernetes-settings';
import { MachineType } from '../../values/machine-type';
import { nothingLeft } from '../../values/nothing-left';
import { machineCertSans } from './cert-sans';
import { usesNetworkDocuments } from '../documents/talos-document';
import { linkInterface, type LinkSettings } from '../documents/link';
import { nodeSubnets } from './node-subnets';
import { registeredTaints } from './node-taints';
import { withoutEmpty } from '../without-empty';
import type { ClusterSettings } from '../settings/cluster';
import type { MachineSettings } from '../settings/machine';
import { vipOf } from '../documents/layer2-vip';
import { extraMounts, machineDisks } from '../documents/user-volume';

/** The link and its certificates are made of several settings; version and patches stand beside the configuration. */
type ReadElsewhere = keyof LinkSettings | 'machineType' | 'certSans' | 'kubernetesVersion' | 'configPatches';

/** The section `machine` of the main document. */
export function machineSection(cluster: ClusterSettings, machine: MachineSettings, installerImage: string): object {
  const { hostname, dnsServers, searchDomains, volumes, kubeletExtraArgs, nodeTaints, ...others } = machine as Omit<
    MachineSettings,
    ReadElsewhere
  >;
  const { installDisk, nodeLabels, sysctls, kernelModules, ...rest } = others;
  nothingLeft(rest);
  const isWorker = machine.machineType === MachineType.WORKER;
  return withoutEmpty({
    install: { disk: installDisk, image: installerImage },
    certSANs: machineCertSans(cluster, machine),
    network: usesNetworkDocuments(cluster.contract)
      ? undefined
      : {
          hostname,
          interfaces: [linkInterface(machine, vipOf(cluster, machine))],
          nameservers: dnsServers,
          searchDomains,
        },
    kubelet: {
      clusterDNS: clusterDns(cluster),
      extraArgs: kubeletExtraArgs,
      extraConfig: { registerWithTaints: isWorker ? registeredTaints(nodeTaints) : undefined },
      extraMounts: extraMounts(volumes, cluster.contract),
      nodeIP: { validSubnets: nodeSubnets(cluster, machine) },
    },
    disks: machineDisks(volumes, cluster.contract),
    nodeLabels,
    // a worker may not change its taints, so it registers with them
    nodeTaints: isWorker ? undefined : nodeTaints,
    sysctls,
    kernel: { modules: kernelModules?.map((name) => ({ name })) },
  });
}

/** The addresses that pods ask for names, where the DNS server is not the one of Talos. */
function clusterDns({ kubernetes }: ClusterSettings): readonly string[] | undefined {
  const { coreDns, serviceSubnets } = kubernetesFacts(kubernetes);
  return typeof coreDns === 'object' ? dnsServiceAddresses(serviceSubnets) : undefined;
}
