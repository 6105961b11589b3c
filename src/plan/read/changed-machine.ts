import { type ComparedConfigurations, comparedConfigurations } from './machine-configuration';
import { sentConfiguration } from './machine-links';
import type { PlannedMachine } from './machines';

/** A machine that was configured once, and that a plan configures in another way. */
export interface ChangedMachine extends ComparedConfigurations {
  /** The machine. */
  readonly machine: PlannedMachine;
}

/** The machines whose configuration becomes another one. */
export function changedMachines(machines: readonly PlannedMachine[]): readonly ChangedMachine[] {
  return machines.flatMap((machine) => {
    const sent = sentConfiguration(machine);
    const compared = sent && comparedConfigurations(sent);
    return compared === undefined ? [] : [{ machine, ...compared }];
  });
}
