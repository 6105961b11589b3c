import { DATA_SOURCE_TYPES } from '../../resource-types';
import type { ReadData } from './plan-json';
import { blocksOf, numberOf, textOf } from './attributes';

/** A virtual machine that Proxmox VE has, whoever made it. */
export interface ExistingMachine {
  /** Its id. */
  readonly vmId?: number;
  /** Its name. */
  readonly name?: string;
  /** Proxmox VE host that it is on. */
  readonly hostName?: string;
}

/** Machines that an endpoint listed during the plan; nothing if it was not asked. */
export function existingMachines(
  data: readonly ReadData[],
  providerKey: string | undefined,
): readonly ExistingMachine[] {
  return data
    .filter((each) => each.type === DATA_SOURCE_TYPES.virtualMachines && each.providerKey === providerKey)
    .flatMap(({ values }) => blocksOf(values, 'vms'))
    .map((machine) => ({
      vmId: numberOf(machine, 'vm_id'),
      name: textOf(machine, 'name'),
      hostName: textOf(machine, 'node_name'),
    }));
}
