/** A configuration that the patches make unreadable. */
export function configurationNotMade(): string {
  return 'its patches cannot be applied; validate says why';
}

/** There is nothing to compare the cluster file with. */
export function nothingToCompare(shown: string, cluster: string): string {
  return `${shown} has no stack of ${cluster} to compare with; run synth before the change, or name a contract with --contract`;
}

/** Configurations are made by Talos' own library, which is not there. */
export function differenceNeedsJudge(reason: string): string {
  return `nothing can be compared: ${reason}`;
}

/** The heading of a difference. */
export function comparedSides(cluster: string, before: string, after: string): string {
  return `cluster ${cluster}: ${before} → ${after}`;
}

/** Machines whose configurations stay. */
export function sameConfigurations(machines: readonly string[]): string {
  return machines.length === 0 ? '' : `unchanged: ${machines.join(', ')}`;
}

/** Nothing is different. */
export function noDifference(cluster: string): string {
  return `cluster ${cluster}: the configurations of all machines stay as they are`;
}

/** Told once below a difference in which nothing reboots. */
export function takenLive(): string {
  return 'taken while it runs, no reboot';
}

/** Parts that a running machine takes, and that show after its next restart. */
export function waitsForRestart(parts: readonly string[]): string {
  return `taken while it runs, no reboot; without effect until it is restarted: ${parts.join(', ')}`;
}

/** Parts that Talos takes at its start only. */
export function rebootsFor(parts: readonly string[]): string {
  return `reboots, for ${parts.join(', ')}`;
}
