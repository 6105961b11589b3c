import { dayZeroManifests } from '../manifests/day-zero';
import { clusterSection, type ManifestField, manifestFields } from './main/cluster-section';
import type { ConfigPatch } from './settings/config-patch';
import { type Fields, joinFields, withoutEmpty } from './fields';
import { type PatchContent, patchText } from './patch-content';
import { renderDocuments, renderLegacyFields } from './documents/render-documents';
import { machineSection } from './main/machine-section';
import type { ClusterSettings } from './settings/cluster';
import type { MachineSettings } from './settings/machine';

/** Parts of the main document in which something empty says something: configurations of Kubernetes itself, and kinds of keys. */
const DATA_OF_OTHERS = [
  'machine.kubelet.extraConfig',
  'machine.systemDiskEncryption',
  'cluster.scheduler.config',
  'cluster.apiServer.auditPolicy',
];

/** The config patches of the machines of one cluster. What the machines share is made once. */
export class ClusterPatches {
  private made?: readonly ManifestField[];

  constructor(
    /** Settings that all machines have in common. */
    public readonly cluster: ClusterSettings,
    /** All machines of the cluster, as far as something of one follows from the others. */
    private readonly machines: readonly MachineSettings[] = [],
  ) {}

  /** Manifests that Talos creates at first. */
  public get manifests(): readonly ManifestField[] {
    return (this.made ??= manifestFields(dayZeroManifests(this.cluster.kubernetes)));
  }

  /**
   * The patches of one machine in the order in which they are applied: those of this library, then those of the person,
   * first of the cluster, then of the machine type, then of the machine.
   *
   * @throws if a service network has fewer than 11 addresses
   */
  public of(machine: MachineSettings, installerImage: string): readonly PatchContent[] {
    const own = userPatches(this.cluster, machine).map(({ content }) => content);
    return [...this.documentsOf(machine, installerImage), ...own];
  }

  /**
   * The same as text, where every value is known.
   *
   * @throws if a service network has fewer than 11 addresses
   */
  public textsOf(machine: MachineSettings, installerImage: string): readonly string[] {
    return this.of(machine, installerImage).map(patchText);
  }

  /** The documents of this library: the main one, and those that stand beside it, as the contract has them. */
  public documentsOf(machine: MachineSettings, installerImage: string): readonly Fields[] {
    const main = {
      machine: machineSection(this.cluster, machine, installerImage),
      cluster: clusterSection(this.cluster, machine, this.manifests),
    };
    return [
      withoutEmpty(joinFields(main, { ...renderLegacyFields(this.cluster, machine) }), DATA_OF_OTHERS),
      ...renderDocuments(this.cluster, machine, this.machines).map((document) => ({ ...document })),
    ];
  }
}

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
  return new ClusterPatches(cluster, [machine]).textsOf(machine, installerImage);
}

/** The person's patches of one machine, in the order in which they are applied. */
export function userPatches(cluster: ClusterSettings, machine: MachineSettings): readonly ConfigPatch[] {
  const ofType = machine.machineType === 'controlplane' ? cluster.controlPlanePatches : cluster.workerPatches;
  return [...(cluster.configPatches ?? []), ...(ofType ?? []), ...(machine.configPatches ?? [])];
}
