import { quoteValue } from '../../errors/spec';

/** A cluster whose machines have places that nobody knows any more. */
export function placementLost(file: string, where: string, machine: string, host: string): string {
  return (
    `${file} is missing, which remembers the hosts of the machines of pools, and ${where} cannot be read here; ` +
    `if nothing of the cluster was ever applied, write the file with machines: {}; ` +
    `otherwise take it from Git, have placement --rebuild write it from the state, ` +
    `or write each machine with the host that it is on, such as machines: { ${machine}: ${host} }`
  );
}

/** A host that the file of the cluster does not describe. */
export function rememberedHostUnknown(got: unknown, known: readonly string[]): string {
  return (
    `got ${quoteValue(got)}; there is no such host in the cluster file, ` +
    `write the host that the machine is on, or one to move it to: ${known.slice(0, 8).join(', ')}`
  );
}

/** A host that is none of the pool's. */
export function rememberedHostNotOfPool(got: string, pool: string, known: readonly string[]): string {
  return (
    `got ${quoteValue(got)}, which is none of the hosts of the pool ${pool}; ` +
    `write one of ${known.slice(0, 8).join(', ')} to move the machine there, or add the host to pools.${pool}.hosts`
  );
}

/** A host that the state names and the pool does not have. */
export function stateHostNotOfPool(machine: string, host: string, where: string): string {
  return `${machine} is on ${host}, as ${where} says, and the pool does not have that host; add it, or write host under overrides.${machine}`;
}

/** A file that was lost, and found again in the state. */
export function placementRebuilt(file: string, where: string, machines: readonly string[]): string {
  const shown = machines.length <= 6 ? machines.join(', ') : `${machines.slice(0, 6).join(', ')} and more`;
  return `${file} did not say where ${shown} ${machines.length === 1 ? 'is' : 'are'}; the hosts were taken from ${where}, commit the file`;
}
