import { MachineType } from '../values/machine-type';
import { clusterSection } from './cluster-section';
import type { ConfigPatch } from './config-patch';
import { type TalosDocument, usesNetworkDocuments } from './documents';
import { hostnameConfig } from './hostname';
import { linkDocuments } from './link';
import { machineSection } from './machine-section';
import { resolverDocuments } from './resolver';
import type { ClusterSettings, MachineSettings } from './settings';
import { vipDocuments } from './vip';
import { volumeDocuments } from './volumes';

/**
 * The config patches of one machine, in the order in which they are applied: those of this library, then those of the
 * person, first of the cluster, then of the machine type, then of the machine.
 *
 * All are JSON, but for patches that the person gave as text: these stay as they are.
 *
 * @param installerImage container image that an upgrade installs; it must have the schematic that the machine boots from
 * @see https://registry.terraform.io/providers/siderolabs/talos/latest/docs/data-sources/machine_configuration
 */
export function machinePatches(
  cluster: ClusterSettings,
  machine: MachineSettings,
  installerImage: string,
): readonly string[] {
  const main = {
    machine: machineSection(cluster, machine, installerImage),
    cluster: clusterSection(cluster, machine),
  };
  return [
    JSON.stringify(main),
    ...machineDocuments(cluster, machine).map((document) => JSON.stringify(document)),
    ...userPatches(cluster, machine).map(patchText),
  ];
}

/** The documents that stand beside the main one, as the contract has them. */
export function machineDocuments(cluster: ClusterSettings, machine: MachineSettings): readonly TalosDocument[] {
  const { contract } = cluster;
  const network = usesNetworkDocuments(contract)
    ? [
        hostnameConfig(machine),
        ...linkDocuments(machine),
        ...vipDocuments(cluster, machine),
        ...resolverDocuments(machine),
      ]
    : [];
  return [...network, ...volumeDocuments(machine.volumes, contract)];
}

/** The person's patches of one machine, in the order in which they are applied. */
export function userPatches(cluster: ClusterSettings, machine: MachineSettings): readonly ConfigPatch[] {
  const ofType =
    machine.machineType === MachineType.CONTROL_PLANE ? cluster.controlPlanePatches : cluster.workerPatches;
  return [...(cluster.configPatches ?? []), ...(ofType ?? []), ...(machine.configPatches ?? [])];
}

function patchText({ content }: ConfigPatch): string {
  return typeof content === 'string' ? content : JSON.stringify(content);
}
