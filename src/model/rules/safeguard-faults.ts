/** Pods that work on the machine itself, and workloads that are kept apart from it. */
export function isolationUndecided(contract: string): string {
  return `contract ${contract} keeps pods apart from the machine, and those that use its iSCSI, such as Longhorn's, do not work then; write machine.safeguards.workloadIsolation: false, or true if no pod uses it`;
}

/** Engines of Longhorn that lie where nothing is executed. */
export function executablesUndecided(contract: string): string {
  return `contract ${contract} mounts /var without executable files, and Longhorn runs its engines from there; write machine.storage.systemVolumes.EPHEMERAL.secure: false, or true if there is no Longhorn`;
}
