import { disksText, type SizedDisk } from './disk-faults';

/** A machine that Proxmox VE does not remove. */
export function machineProtected(machine: string): string {
  return (
    `${machine}: protection is on, so it would be stopped and then not removed; ` +
    'set protection to false and apply that first'
  );
}

/** A machine whose create failed after it existed. */
export function machineTainted(
  machine: string,
  address: string,
  disks: readonly SizedDisk[],
  tofuCommand: string,
): string {
  const what = disks.length === 0 ? '' : ` with its data disks ${disksText(disks)}`;
  return (
    `${machine}: is tainted by a create that failed halfway, and would be destroyed${what} although it was configured; ` +
    `if it runs, keep it with ${tofuCommand} untaint '${address}' and plan again`
  );
}

/** A machine that stays, and whose configuration is removed and sent again. */
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
    `${machine}: its configuration would be replaced${cause}, and the reset on destroy would wipe the machine and turn it off; ` +
    way
  );
}

/** Several machines that would be replaced in the same apply. */
export function machinesReplacedTogether(names: readonly string[], firstCommand: string, isForImage: boolean): string {
  const way = isForImage
    ? `mark one machine at a time with update: true and keep talos.version as it is until all are done, or begin with`
    : 'begin with';
  return (
    `${names.join(', ')}: would be replaced in one apply; replace one in each apply and wait until it is ready, ` +
    `in this order: ${names.join(', ')}; ${way} ${firstCommand}`
  );
}

/** Machines that the state has and the token does not see. */
export function machinesRecreated(
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

/** An id that another machine of the state has. */
export function vmIdInUse(machine: string, vmId: number, holder: string, isGoing: boolean): string {
  const way = isGoing
    ? `remove ${holder} and apply that, then add ${machine}`
    : 'give it another vmId, or leave vmId out';
  return (
    `${machine}: would be created with VM id ${vmId}, which belongs to ${holder}; the provider would take over the disks of ${holder} ` +
    `instead of creating new ones; ${way}`
  );
}

/** An id that a machine of the stack has which the state does not know. */
export function vmTakenOver(machine: string, vmId: number, foundName: string, foundHost: string): string {
  return (
    `${machine}: would be created with VM id ${vmId}, which belongs to the machine ${foundName} on host ${foundHost}; the provider would ` +
    'overwrite that machine, or destroy it; give it another vmId, or remove the other machine in Proxmox VE'
  );
}
