import { RESOURCE_TYPES } from '../../resource-types';
import { DISK_VM_TAG, ownerOf } from '../../values/disk-volume';
import { numberOf, textOf, textsOf } from './attributes';
import type { PlannedResource, Values } from './plan-json';

/** True for a virtual machine that does nothing but keep a disk: no machine of the cluster. */
export function isDiskVm({ type, before, after }: PlannedResource): boolean {
  const isMarked = (values: Values | undefined): boolean => textsOf(values, 'tags').includes(DISK_VM_TAG);
  return type === RESOURCE_TYPES.virtualMachine && (isMarked(before) || isMarked(after));
}

/** True if the volume of a disk belongs to another virtual machine, by its name, so that it stays when this one goes. */
export function belongsToAnother(disk: Values, machine: Values | undefined): boolean {
  const [owner, vmId] = [ownerOf(textOf(disk, 'path_in_datastore') ?? ''), numberOf(machine, 'vm_id')];
  return owner !== undefined && vmId !== undefined && owner !== vmId;
}
