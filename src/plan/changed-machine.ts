import { MachineType } from '../values/machine-type';
import { type ComparedConfigurations, comparedConfigurations } from './machine-configuration';
import type { PlannedMachine } from './machines';

/** A machine that was configured once, and that a plan configures in another way. */
export interface ChangedMachine extends ComparedConfigurations {
  /** The machine. */
  readonly machine: PlannedMachine;
}

/** The machines whose configuration becomes another one. */
export function changedMachines(machines: readonly PlannedMachine[]): readonly ChangedMachine[] {
  return machines.flatMap((machine) => {
    const compared = machine.configuration && comparedConfigurations(machine.configuration);
    return compared === undefined ? [] : [{ machine, ...compared }];
  });
}

/** Whether a machine is a control plane. */
export function isControlPlane({ machineType }: PlannedMachine): boolean {
  return machineType === MachineType.CONTROL_PLANE;
}
