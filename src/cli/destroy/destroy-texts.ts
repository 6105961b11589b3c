/** Sentences of a destroy. */

/** The question before a destroy. */
export function destroyQuestion(cluster: string): string {
  return `Destroy ${cluster} for good? Only its name will be accepted: `;
}

/** Nobody can be asked. */
export function nobodyToNameCluster(): string {
  return 'there is no terminal to ask on; pass --yes to destroy what the guard allows';
}

/** A person did not type the name. */
export function destroyNotConfirmed(): string {
  return 'nothing was destroyed';
}

/** Printed after a destroy. */
export function nothingLeft(cluster: string): string {
  return `nothing of ${cluster} is left in its state`;
}

/** Told when a destroy did not come to its end. */
export function destroyGoesOn(command: string): string {
  return `what is gone is gone; the same command goes on with the rest\n  go on with: ${command}`;
}

/** A project whose cluster cannot be synthesized any more. */
export function destroyingAsSynthesized(directory: string, reason: string): string {
  return `warning: ${reason}; ${directory} is destroyed as it was synthesized last`;
}

/** Machines whose reset is left out. */
export function resetsForgone(addresses: readonly string[]): string {
  return (
    'not reset before they are destroyed, as their disks go too and a reset would need machines that answer; ' +
    `taken out of the state: ${addresses.join(', ')}`
  );
}

/** Image files that stay. */
export function imagesKept(addresses: readonly string[]): string {
  return `kept for other stacks, and taken out of the state: ${addresses.join(', ')}`;
}

/** Resources of Flux that cannot be removed. */
export function fluxKept(addresses: readonly string[]): string {
  return `the cluster does not answer, so what Flux has in Git stays; taken out of the state: ${addresses.join(', ')}`;
}

/** Printed before a plan without a refresh. */
export function planningWithoutFlux(addresses: readonly string[]): string {
  return (
    `the state of ${addresses.join(', ')} cannot be read while the cluster is down; planned again without it: ` +
    'its files stay in Git'
  );
}

/** A machine that OpenTofu has been told never to destroy. */
export function protectedFromDestroy(names: readonly string[]): string {
  const own = names.length === 1 ? 'protection: false at this machine' : 'protection: false at these machines';
  return (
    `${names.join(', ')}: must not be destroyed, as the cluster file protects it; ` +
    `nothing was destroyed; write ${own}, apply that, and destroy again`
  );
}

/** An image file that another stack uses. */
export function imageShared(file: string, host: string, stacks: readonly string[]): string {
  return `image ${file} on ${host}: ${stacks.length === 1 ? 'the stack' : 'the stacks'} ${stacks.join(', ')} ${
    stacks.length === 1 ? 'uses' : 'use'
  } it too`;
}

/** Files of Flux in Git. */
export function fluxFilesStay(): string {
  return 'the files of Flux in Git: the cluster does not answer, and Flux removes them through it';
}

/** A machine with the tag of the stack that its state does not know. */
export function taggedMachineStays(name: string, vmId: number, place: string, tag: string): string {
  return (
    `machine ${name} on ${place}: it has the tag ${tag}, but it is not in the state; ` +
    `if it is a remainder, run on the host: qm stop ${vmId} && qm destroy ${vmId} --purge`
  );
}

/** A resource that is left out of the plan. */
export function resourceStays(address: string): string {
  return `${address}: not part of this plan`;
}

/** A resource that OpenTofu forgets. */
export function resourceForgotten(address: string): string {
  return `${address}: stays as it is, and OpenTofu no longer knows it`;
}

/** Files of the project. */
export function projectFilesStay(files: readonly string[], isClearText: boolean): string {
  const warning = isClearText ? '; the old state has every secret of the cluster in clear text' : '';
  return `files of the project: ${files.join(', ')}${warning}`;
}

/** A state that is kept elsewhere. */
export function remoteStateStays(kind: string): string {
  return `the state, empty, and its older versions in ${kind}`;
}

/** Heading of the list of what stays. */
export function staysHeading(): string {
  return 'stays:';
}

/** Told after a destroy: how the cluster comes back, and how it is forgotten. */
export function afterDestroy(applyCommand: string, forget: readonly string[]): string {
  return [
    'to create it again, with new secrets:',
    `  ${applyCommand}`,
    ...(forget.length === 0
      ? []
      : ['to forget it, as nothing in the project was removed:', ...forget.map((command) => `  ${command}`)]),
  ].join('\n');
}
