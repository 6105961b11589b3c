import type { OutputsSpec } from '../cluster-file/outputs-settings';
import { nothingLeft } from '../values/nothing-left';

/** Outputs of a stack with every default filled in. */
export type ResolvedOutputs = Required<Omit<OutputsSpec, 'directory'>> & Pick<OutputsSpec, 'directory'>;

/** Fills in what the section `outputs` leaves open. */
export function resolvedOutputs(outputs: OutputsSpec = {}): ResolvedOutputs {
  const {
    machineSecrets = false,
    machineConfigurations = false,
    clientConfiguration = false,
    upgradeStatus = false,
    macAddresses = false,
    bootMedia = true,
    named = {},
    directory,
    ...rest
  } = outputs;
  nothingLeft(rest);
  return {
    machineSecrets,
    machineConfigurations,
    clientConfiguration,
    upgradeStatus,
    macAddresses,
    bootMedia,
    named,
    directory,
  };
}
