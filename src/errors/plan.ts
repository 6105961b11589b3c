/** Sentences with which the guard refuses a plan, and what it tells beside. */

interface SizedDisk {
  readonly interface: string;
  readonly sizeGiB?: number;
}

/** Thrown on its own: something else than the JSON of a plan. */
export function notAPlan(): Error {
  return new Error('not the JSON of a plan; pass what tofu show -json prints of a saved plan, parsed');
}

/** Thrown on its own: a plan of a format that the guard would misread. */
export function planFormatUnknown(got: string): Error {
  return new Error(
    `plan of format ${got}, known is 1.0 to 1.2; use a version of this library that knows your OpenTofu`,
  );
}

/** Thrown on its own: OpenTofu did not come to the end of the plan. */
export function isPlanErrored(): Error {
  return new Error('the plan ended in errors and is not whole; correct what tofu plan says and plan again');
}

/** Thrown on its own: OpenTofu put off a part of the plan. */
export function planIncomplete(): Error {
  return new Error('the plan is not whole, as parts of it are put off until others are applied; plan without that');
}

/** Thrown on its own: something in a plan that the guard does not know, and whose effect it cannot judge. */
export function planNotReadable(what: string): Error {
  return new Error(`the plan cannot be judged, as ${what}; use a version of this library that knows your OpenTofu`);
}

/** For a disk that would be given the volume of another one. */
export function diskSlotShifts(machine: string, added: string, volumeOf: string): string {
  return (
    `${machine}: disk ${added} would get the volume of ${volumeOf}, as the provider keeps volumes by position; ` +
    'give a new disk the highest slot of its machine, and add and remove disks in separate applies'
  );
}

/** For a disk that would become smaller. */
export function diskShrinks(machine: string, disk: string, fromGiB: number, toGiB: number): string {
  return (
    `${machine}: disk ${disk} would shrink from ${fromGiB} to ${toGiB} GiB, which Proxmox VE refuses halfway through the apply; ` +
    `write at least ${fromGiB}, or move the data to a new disk`
  );
}

/** For the disk that a machine boots from. */
export function bootDiskRemoved(machine: string, disk: string, replaceCommand: string): string {
  return (
    `${machine}: its boot disk ${disk} would be removed, which the provider refuses halfway through the apply; ` +
    `keep it, or replace the whole machine with ${replaceCommand}`
  );
}

/** For a block that never goes away. */
export function settingNotRemovable(machine: string, block: string, replaceCommand: string): string {
  return (
    `${machine}: ${block} would be removed, which never happens and restarts the machine at every apply; ` +
    `keep it, or replace the machine with ${replaceCommand}`
  );
}

/** For a machine that Proxmox VE does not let go. */
export function machineProtected(machine: string): string {
  return (
    `${machine}: protection is on, so it would be stopped and then not removed; ` +
    'set protection to false and apply that first'
  );
}

/** For a machine whose create failed after it existed. */
export function machineTainted(
  machine: string,
  address: string,
  disks: readonly SizedDisk[],
  tofuCommand: string,
): string {
  const what = disks.length === 0 ? '' : ` with its data disks ${disksText(disks)}`;
  return (
    `${machine}: is tainted by a create that failed halfway, and would be destroyed${what} though it was configured; ` +
    `if it runs, keep it with ${tofuCommand} untaint '${address}' and plan again`
  );
}

/** For a machine that stays, and whose configuration is taken away and given again. */
export function machineWiped(
  machine: string,
  replacePaths: readonly string[],
  taintedAddress: string | undefined,
  commands: { readonly tofuCommand: string; readonly withoutReset: string },
): string {
  const cause = replacePaths.length === 0 ? '' : ` because of ${replacePaths.join(', ')}`;
  const way =
    taintedAddress === undefined
      ? `run ${commands.withoutReset} first`
      : `keep it with ${commands.tofuCommand} untaint '${taintedAddress}' and plan again`;
  return (
    `${machine}: what configures it would be replaced${cause}, and its reset on destroy would wipe the machine and turn it off; ` +
    way
  );
}

/** For machines that would be replaced because what remembers their image is new. */
export function triggerCreated(names: readonly string[], triggers: readonly string[]): string {
  const [is, it] = triggers.length === 1 ? ['is', 'it'] : ['are', 'them'];
  return (
    `${names.join(', ')}: would be replaced only because ${triggers.join(', ')} ${is} created in the same apply, which OpenTofu ` +
    `takes for a change; keep the lifecycle that the cluster has, apply once with this version of the library, which creates ` +
    `${it} and touches no machine, then switch the lifecycle`
  );
}

/**
 * For machines that would be imported and replaced in one apply.
 *
 * @param firstCommand what applies their triggers alone; nothing if none of them is new
 */
export function importReplaced(names: readonly string[], cause: string, firstCommand: string | undefined): string {
  const way =
    firstCommand === undefined
      ? 'take the change back and import it as it is'
      : `run ${firstCommand} first, then plan again`;
  return `${names.join(', ')}: would be imported and immediately replaced ${cause}, with all of its disks; ${way}`;
}

/** For a machine whose resources cannot be told apart. */
export function machineUnclear(configuration: string, candidates: readonly string[]): string {
  return (
    `${configuration}: the plan does not tell which of ${candidates.join(', ')} it configures; ` +
    'let it depend on exactly one virtual machine, by its address or by depends_on'
  );
}

/** For a configuration that is sent to a virtual machine without depending on it. */
export function machineUnlinked(configuration: string, machine: string, address: string): string {
  return (
    `${configuration}: is sent to ${address}, the address of the virtual machine ${machine}, and does not depend on it; ` +
    `write depends_on with that virtual machine, so that both are one machine to OpenTofu too`
  );
}

/** For a machine whose place in the cluster is not known. */
export function roleUnknown(machine: string): string {
  return (
    `${machine}: would be changed or lost, and nothing in the plan says whether it is a control plane; ` +
    'give it the tag control-plane or worker and apply that first'
  );
}

/** For a configuration that is no YAML of Talos. */
export function configurationUnreadable(machine: string): string {
  return `${machine}: its new machine configuration cannot be read, and Talos would refuse it; correct its patches`;
}

/** For a resource whose effect on machines is not known. */
export function resourceUnknown(address: string, verb: string): string {
  return (
    `${address}: would be ${verb}, and this version of the library does not know what that does to machines and data; ` +
    'look at the plan of OpenTofu, and accept it if nothing is lost'
  );
}

/** For a resource that is changed for a reason that is not known. */
export function reasonUnknown(address: string, verb: string, reason: string): string {
  return (
    `${address}: would be ${verb} for the reason ${reason}, which this version of the library does not know; ` +
    'use one that knows your OpenTofu, or look at the plan and accept it'
  );
}

/** For a machine that goes with disks that hold data. */
export function dataDisksLost(
  machine: string,
  outcome: 'replaced' | 'destroyed',
  cause: string,
  disks: readonly SizedDisk[],
): string {
  const way =
    outcome === 'replaced'
      ? 'take the change back, or save the data first'
      : 'save the data, or move it to other machines, first';
  return `${machine}: would be ${outcome} ${cause} and lose its data disks ${disksText(disks)}; ${way}`;
}

/** For machines that would all be away, and empty, at once. */
export function machinesReplacedTogether(names: readonly string[], firstCommand: string, isForImage: boolean): string {
  const way = isForImage
    ? `mark one machine at a time with update: true and keep talos.version as it is until all are done, or begin with`
    : 'begin with';
  return (
    `${names.join(', ')}: would be replaced in one apply; replace one in each apply and wait until it is ready, ` +
    `in this order: ${names.join(', ')}; ${way} ${firstCommand}`
  );
}

/** For machines that the state has and the token does not see. */
export function machinesMadeAgain(
  names: readonly string[],
  endpoint: string | undefined,
  seesOthers: boolean,
  members: readonly string[],
): string {
  const where = endpoint === undefined ? 'Proxmox VE' : `Proxmox VE endpoint ${endpoint}`;
  const [them, exist, were] = names.length === 1 ? ['it', 'it exists', 'it was'] : ['them', 'they exist', 'they were'];
  const etcd =
    members.length === 0
      ? ''
      : `remove ${members.join(', ')} with talosctl etcd remove-member, one after the other, and `;
  const what = seesOthers ? `does not show ${them}` : 'shows this token none of its machines';
  return (
    `${names.join(', ')}: would be created again, as the state has ${them} and ${where} ${what}; if ${exist}, ` +
    `give the token VM.Audit on /vms or on their pool and plan again; if ${were} deleted by hand, ${etcd}accept it`
  );
}

/** For an id that another machine of the state has. */
export function vmIdInUse(machine: string, vmId: number, holder: string, isGoing: boolean): string {
  const way = isGoing
    ? `take ${holder} away and apply that, then add ${machine}`
    : 'give it another vmId, or leave vmId out';
  return (
    `${machine}: would be made with VM id ${vmId}, which ${holder} has; the provider would take the disks of ${holder} over ` +
    `instead of making new ones; ${way}`
  );
}

/** For an id that a machine of the stack has which the state does not know. */
export function vmTakenOver(machine: string, vmId: number, foundName: string, foundHost: string): string {
  return (
    `${machine}: would be made with VM id ${vmId}, which the machine ${foundName} on host ${foundHost} has; the provider would ` +
    'overwrite that machine, or destroy it; give it another vmId, or remove the other machine in Proxmox VE'
  );
}

/** For machine secrets that go while machines live by them. */
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

/** For machine secrets that the state has lost. */
export function secretsMadeBesideMachines(cluster: string, address: string, tofuCommand: string): string {
  return (
    `${cluster}: new machine secrets would be made beside machines that live by others, and the machines would obey nobody; ` +
    `bring the state back from a backup, or import the secrets with ${tofuCommand} import '${address}' <secrets.yaml>`
  );
}

/** For a bootstrap that happened. */
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

/** For a plan that leaves nothing. */
export function clusterDestroyed(cluster: string, machines: readonly string[]): string {
  const what =
    machines.length === 0 ? 'its secrets' : `its machines ${machines.join(', ')}, with all disks and secrets`;
  return `${cluster}: the whole cluster would be destroyed: ${what}; nothing of it can be brought back`;
}

/** A tainted machine that may go. */
export function machineHoldsNothing(machine: string, isReplaced: boolean): string {
  return `${machine}: its create failed before it was configured, so it holds no data${isReplaced ? ' and is replaced' : ''}`;
}

/** A machine that is let go. */
export function machineForgotten(machine: string, kept: readonly string[]): string {
  const what = kept.length === 0 ? '' : ` with ${kept.join(' and ')}`;
  return `${machine}: keeps running as it is${what}, but OpenTofu no longer manages it`;
}

/** New settings that a running machine does not have. */
export function settingsWaitForRestart(machine: string, settings: readonly string[]): string {
  return (
    `${machine}: is not restarted, so it runs with the old values of ${settings.join(', ')} until you restart it, ` +
    'and no later plan shows that'
  );
}

/** A volume that stays behind. */
export function diskDetached(machine: string, disk: string): string {
  return `${machine}: the volume of ${disk} stays at the machine as an unused disk; attach or remove it in Proxmox VE`;
}

/** What an interrupted create left behind. */
export function machineImported(machine: string, vmId: number): string {
  return `${machine}: already exists as VM ${vmId} and is not in the state; it is imported as it is`;
}

/** Something that exists and comes into the state. */
export function resourceImported(address: string): string {
  return `${address}: already exists and is imported`;
}

/** Workers that are all away. */
export function allWorkersAway(names: readonly string[]): string {
  return `${names.join(', ')}: all workers restart at the same time, and nothing runs on them meanwhile`;
}

/** An accepted name that changes nothing. */
export function acceptedForNothing(name: string): string {
  return `--accept ${name} has no effect: nothing is refused because of ${name}`;
}

/** An accepted name that nothing has. */
export function acceptedUnknown(name: string, known: readonly string[]): string {
  return `--accept ${name} has no effect: there is ${known.join(', ')}`;
}

function disksText(disks: readonly SizedDisk[]): string {
  return disks
    .map(({ interface: name, sizeGiB }) => (sizeGiB === undefined ? name : `${name} (${sizeGiB} GiB)`))
    .join(', ');
}
