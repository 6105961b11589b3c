import { dnsServiceAddresses } from '../manifests/core-dns';
import { kubernetesFacts } from '../manifests/kubernetes-settings';
import { MachineType } from '../values/machine-type';
import { machineCertSans } from './cert-sans';
import { usesNetworkDocuments } from './documents';
import { linkInterface } from './link';
import { nodeSubnets } from './node-subnets';
import { registeredTaints } from './node-taints';
import { present } from './present';
import type { ClusterSettings, MachineSettings } from './settings';
import { vipOf } from './vip';
import { extraMounts, machineDisks } from './volumes';

/** The section `machine` of the main document. */
export function machineSection(cluster: ClusterSettings, machine: MachineSettings, installerImage: string): object {
  return present({
    install: { disk: machine.installDisk, image: installerImage },
    certSANs: machineCertSans(cluster, machine),
    network: usesNetworkDocuments(cluster.contract) ? undefined : networkFields(cluster, machine),
    kubelet: kubeletFields(cluster, machine),
    disks: machineDisks(machine.volumes, cluster.contract),
    nodeLabels: machine.nodeLabels,
    // a worker may not change its taints, so it registers with them
    nodeTaints: machine.machineType === MachineType.WORKER ? undefined : machine.nodeTaints,
    sysctls: machine.sysctls,
    kernel: { modules: machine.kernelModules?.map((name) => ({ name })) },
  });
}

function networkFields(cluster: ClusterSettings, machine: MachineSettings): object {
  return {
    hostname: machine.hostname,
    interfaces: [linkInterface(machine, vipOf(cluster, machine))],
    nameservers: machine.dnsServers,
    searchDomains: machine.searchDomains,
  };
}

function kubeletFields(cluster: ClusterSettings, machine: MachineSettings): object {
  const { coreDns, serviceSubnets } = kubernetesFacts(cluster.kubernetes);
  return {
    clusterDNS: typeof coreDns === 'object' ? dnsServiceAddresses(serviceSubnets) : undefined,
    extraArgs: machine.kubeletExtraArgs,
    extraConfig: {
      registerWithTaints: machine.machineType === MachineType.WORKER ? registeredTaints(machine.nodeTaints) : undefined,
    },
    extraMounts: extraMounts(machine.volumes, cluster.contract),
    nodeIP: { validSubnets: nodeSubnets(cluster, machine) },
  };
}
