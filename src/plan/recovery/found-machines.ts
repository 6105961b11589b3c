import { RESOURCE_TYPES } from '../../resource-types';
import { existingMachines } from '../read/existing-machines';
import type { ImportBlock } from './import-block';
import { type PlannedResource, readPlan } from '../read/plan-json';
import { blocksOf, numberOf, textOf } from '../read/attributes';

/**
 * The machines that a plan makes though they exist: what an interrupted apply has left behind. The provider would take
 * each over and copy its system disk a second time over SSH, in place of the one that it runs from; taken into the state
 * it keeps its disk. Where the hosts copy the image themselves nothing is copied again, and the provider is left to it.
 *
 * @param planJson what `tofu show -json <plan file>` prints, parsed
 */
export function foundMachines(planJson: unknown): readonly ImportBlock[] {
  const { resources, data } = readPlan(planJson);
  return resources
    .filter(({ type, action, imported }) => type === RESOURCE_TYPES.virtualMachine && action === 'create' && !imported)
    .filter(copiesOverSsh)
    .flatMap(({ address, after, providerKey }) => {
      const vmId = numberOf(after, 'vm_id');
      const found = existingMachines(data, providerKey).find(
        (existing) => existing.vmId === vmId && existing.name === textOf(after, 'name'),
      );
      return vmId === undefined || found?.hostName === undefined
        ? []
        : [{ to: address, id: `${found.hostName}/${vmId}` }];
    });
}

/** True if a disk is created from a file, which may be known only during the apply. */
function copiesOverSsh({ after, unknown }: PlannedResource): boolean {
  const [known, later] = [blocksOf(after, 'disk'), blocksOf(unknown, 'disk')];
  return known.some((disk) => textOf(disk, 'file_id') !== undefined) || later.some((disk) => disk.file_id === true);
}
