import type { Draft } from '../values/draft';
import type { Path } from '../values/path';
import { type PartRule, rulesOfParts, type SettingRules } from '../values/setting-rule';
import {
  backedUpMachineUnknown,
  jobNameTooLong,
  machinesBesidePool,
  nothingToBackUp,
  writeSomeRetention,
} from './faults';
import { backupJobId, type BackupPlace } from './resolved';
import type { BackupJobSettings } from './settings';

/** Characters that Proxmox VE takes in the id of a job. */
const LONGEST_ID = 50;

/**
 * Conditions of a job: it has machines, and these are of the endpoint.
 *
 * @param name of the job
 * @param place what stands around the settings
 */
export function backupJobRules(
  name: string,
  { endpointName, stackName, machines }: BackupPlace,
): SettingRules<BackupJobSettings> {
  const id = backupJobId(stackName, name);
  const nameRule: PartRule<NamedMachine> = {
    at: ({ at }) => at,
    condition: ({ machine }) => machines.has(machine),
    message: ({ machine }) => backedUpMachineUnknown(machine, endpointName, [...machines.keys()]),
  };
  return [
    { at: () => [], condition: () => id.length <= LONGEST_ID, message: () => jobNameTooLong(name, id, LONGEST_ID) },
    {
      at: () => ['machines'],
      condition: ({ settings }) => settings.machines === undefined || settings.poolId === undefined,
      message: () => machinesBesidePool(),
    },
    {
      at: () => [],
      condition: ({ settings, isUncertain }) =>
        machines.size > 0 || settings.poolId !== undefined || isUncertain('poolId'),
      message: () => nothingToBackUp(endpointName),
    },
    {
      at: () => ['keep'],
      condition: ({ settings: { keep }, isUncertain }) => keep === undefined || isUncertain('keep') || hasCount(keep),
      message: () => writeSomeRetention(),
    },
    rulesOfParts(({ settings }) => namedMachines(settings), [nameRule]),
  ];
}

/** If anything is kept for any reason. */
function hasCount(keep: object): boolean {
  return Object.values(keep).some((count: unknown) => count !== undefined);
}

interface NamedMachine {
  readonly machine: string;
  readonly at: Path;
}

function namedMachines({ machines = [] }: Draft<BackupJobSettings>): readonly NamedMachine[] {
  return machines.flatMap((machine, index) => (machine === undefined ? [] : [{ machine, at: ['machines', index] }]));
}
