import { Bindings, leaveCode, recogniseProject } from './family';
import { carryCluster, carryImage, carryProxmox, type FamilyFacts } from './family-cluster';
import { carryNode } from './family-nodes';
import type { InputFiles } from './input-files';
import type { RecognisedFiles, Source, SourceInput } from './source';
import { carryState } from './state-backend';

/** Names of the map of machines. */
export const NODES = ['talos_nodes', 'nodes', 'vms'];

/** A module of the family of vehagn's homelab. */
export const vehagn: Source = {
  name: 'vehagn',
  recognisedBy: '*.tfvars or *.tf with a map of machines (talos_nodes, nodes) that have host_node and machine_type',
  recognise: recogniseFamily,
  carry: (recognised, input) =>
    carryFamily(recognised, input, { prefix: '24', diskGiB: 20, bridge: 'vmbr0' }, [
      'system disks are written as 20 GiB: their size stands in the code of the module',
    ]),
};

/** Finds files of the family. */
export function recogniseFamily(files: InputFiles): RecognisedFiles | undefined {
  const project = recogniseProject(files);
  const nodes = new Bindings(project).find(...NODES)?.children() ?? [];
  return nodes.some((node) => node.find('host_node') !== undefined && node.find('machine_type') !== undefined)
    ? project
    : undefined;
}

/**
 * Puts a project of the family into the cluster file.
 *
 * @param facts what its module has in its code
 * @param assumptions the same, for people
 */
export function carryFamily(
  recognised: RecognisedFiles,
  input: SourceInput,
  facts: FamilyFacts,
  assumptions: readonly string[],
): void {
  const bindings = new Bindings(recognised);
  const nodes = bindings.find(...NODES)?.children() ?? [];
  leaveCode(recognised, input);
  carryImage(bindings, input);
  carryCluster(bindings, input, nodes, facts);
  carryProxmox(bindings, input);
  const datastore = bindings.find('talos_image', 'image')?.find('proxmox_datastore');
  for (const node of nodes) carryNode(input.draft, node, facts, datastore);
  carryState(bindings, input);
  for (const sentence of [...assumptions, FIRMWARE]) input.assume(sentence);
}

const FIRMWARE =
  'firmware, SCSI controller and cache of disks are the defaults of this project (ovmf, virtio-scsi-pci, none), not those in the code of the module';
