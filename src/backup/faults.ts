import { quoteValue } from '../errors/spec';

/** Asks for a machine, as a list of none means none. */
export function writeSomeBackedUpMachine(): string {
  return 'write at least one name of a machine or pool, or leave machines out for all of them';
}

/** Asks for a time. */
export function writeSchedule(): string {
  return 'write when it runs, such as "02:30" for every day, "sun 04:00" or "mon..fri 22:00"';
}

/** Asks for a number of backups that are kept. */
export function writeSomeRetention(): string {
  return 'write how many backups are kept, such as { last: 3 } or { daily: 7, weekly: 4 }';
}

/** A name that no virtual machine or pool of the endpoint has. */
export function backedUpMachineUnknown(got: string, endpoint: string, known: readonly string[]): string {
  return `got ${quoteValue(got)}; no virtual machine or pool of the endpoint ${endpoint} has this name, write one of ${known.join(', ')}`;
}

/** Machines by name and by pool. */
export function machinesBesidePool(): string {
  return 'Proxmox VE takes the machines of a job by their names or by a resource pool; remove machines or poolId';
}

/** An endpoint without virtual machines. */
export function nothingToBackUp(endpoint: string): string {
  return `no virtual machine of this file is on the endpoint ${endpoint}; name a resource pool with poolId, or leave the job out`;
}

/** A name of a job that is too long with what stands before it. */
export function jobNameTooLong(name: string, id: string, most: number): string {
  return `got the name ${quoteValue(name)}; the job is called ${id} in Proxmox VE, which takes ${most} characters, so write a name that is ${id.length - most} shorter`;
}
