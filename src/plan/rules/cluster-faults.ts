/** Machine secrets that go while machines live by them. */
export function secretsReplaced(
  cluster: string,
  action: 'replace' | 'supersede' | 'destroy' | 'forget',
  replacePaths: readonly string[],
  taintedAddress: string | undefined,
  tofuCommand: string,
): string {
  const verb = {
    replace: 'replaced',
    supersede: 'forgotten and created again',
    destroy: 'destroyed',
    forget: 'forgotten',
  }[action];
  const cause = replacePaths.length === 0 ? '' : ` because of ${replacePaths.join(', ')}`;
  const back = replacePaths.includes('talos_version')
    ? 'take the change back, or have the secrets ignore it: ignore_changes = ["talos_version"]'
    : 'take the change back';
  const way =
    taintedAddress === undefined ? back : `keep them with ${tofuCommand} untaint '${taintedAddress}' and plan again`;
  return (
    `${cluster}: the machine secrets would be ${verb}${cause} while machines live by them: every certificate and token would ` +
    `be another one, and the machines would obey nobody; ${way}`
  );
}

/** Machine secrets that the state has lost. */
export function secretsMadeBesideMachines(cluster: string, address: string, tofuCommand: string): string {
  return (
    `${cluster}: new machine secrets would be made beside machines that live by others, and the machines would obey nobody; ` +
    `bring the state back from a backup, or import the secrets with ${tofuCommand} import '${address}' <secrets.yaml>`
  );
}

/** A bootstrap that happened. */
export function bootstrapRepeated(
  cluster: string,
  address: string,
  why: 'tainted' | 'replaced' | 'not in the state',
  tofuCommand: string,
): string {
  const way = {
    tainted: `keep it with ${tofuCommand} untaint '${address}'`,
    replaced: 'take the change back',
    'not in the state': `import it with ${tofuCommand} import '${address}' machine_bootstrap`,
  }[why];
  return `${cluster}: would be bootstrapped a second time, which waits for its timeout and fails; ${way} and plan again`;
}

/** A plan that leaves nothing. */
export function clusterDestroyed(cluster: string, machines: readonly string[]): string {
  const what =
    machines.length === 0 ? 'its secrets' : `its machines ${machines.join(', ')}, with all disks and secrets`;
  return `${cluster}: the whole cluster would be destroyed: ${what}; nothing of it can be brought back`;
}
