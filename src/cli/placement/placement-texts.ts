import type { RebuiltPlacement } from './rebuilt-placement';

/** A file that says where machines are, as the state says it. */
export function placementRebuiltFrom({ file, where, written, found, placed }: RebuiltPlacement): string {
  if (!written) return `${file} says where every machine of a pool is; nothing was written`;
  const taken = found.length === 0 ? '' : `; ${found.join(', ')} as ${where} says`;
  const fresh =
    placed.length === 0 ? '' : `; ${placed.join(', ')} placed now, as ${where} does not have ${them(placed)}`;
  return `wrote ${file}${taken}${fresh}; commit it`;
}

/** A cluster whose placement nobody has to remember. */
export function nothingToRemember(cluster: string): string {
  return `no machine of ${cluster} is placed by a pool with placement: spread, so there is no file to rebuild`;
}

/** A state that has no machine. */
export function stateWithoutMachines(cluster: string, where: string, file: string): string {
  return `nothing of ${cluster} was applied: ${where} has no virtual machine; write ${file} with machines: {}, and synth places all of them`;
}

function them(machines: readonly string[]): string {
  return machines.length === 1 ? 'it' : 'them';
}
