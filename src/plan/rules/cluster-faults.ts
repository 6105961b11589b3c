/** Machine secrets that go while machines use them. */
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
    ? 'revert the change, or have the secrets ignore it: ignore_changes = ["talos_version"]'
    : 'revert the change';
  const way =
    taintedAddress === undefined ? back : `keep them with ${tofuCommand} untaint '${taintedAddress}' and plan again`;
  return (
    `${cluster}: the machine secrets would be ${verb}${cause} while machines use them: every certificate and token would ` +
    `change, and the machines would accept no client; ${way}`
  );
}

/** Machine secrets that the state has lost. */
export function secretsCreatedBesideMachines(cluster: string, address: string, tofuCommand: string): string {
  return (
    `${cluster}: new machine secrets would be created beside machines that use others, and the machines would accept no client; ` +
    `restore the state from a backup, or import the secrets with ${tofuCommand} import '${address}' <secrets.yaml>`
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
    replaced: 'revert the change',
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
