/** Machines that would be replaced because the trigger that remembers their image is new. */
export function triggerCreated(names: readonly string[], triggers: readonly string[]): string {
  const [is, it] = triggers.length === 1 ? ['is', 'it'] : ['are', 'them'];
  return (
    `${names.join(', ')}: would be replaced only because ${triggers.join(', ')} ${is} created in the same apply, which OpenTofu ` +
    `treats as a change; keep the current lifecycle, apply once with this version of the library, which creates ` +
    `${it} and touches no machine, then switch the lifecycle`
  );
}

/**
 * Machines that would be imported and replaced in one apply.
 *
 * @param firstCommand the command that applies only their triggers; nothing if none of them is new
 */
export function importReplaced(names: readonly string[], cause: string, firstCommand: string | undefined): string {
  const way =
    firstCommand === undefined
      ? 'revert the change and import it as it is'
      : `run ${firstCommand} first, then plan again`;
  return `${names.join(', ')}: would be imported and immediately replaced ${cause}, with all of its disks; ${way}`;
}
