/** A machine whose resources are ambiguous. */
export function machineUnclear(configuration: string, candidates: readonly string[]): string {
  return (
    `${configuration}: the plan does not tell which of ${candidates.join(', ')} it configures; ` +
    'let it depend on exactly one virtual machine, by its address or by depends_on'
  );
}

/** A configuration that is sent to a virtual machine without depending on it. */
export function machineUnlinked(configuration: string, machine: string, address: string): string {
  return (
    `${configuration}: is sent to ${address}, the address of the virtual machine ${machine}, but does not depend on it; ` +
    `add depends_on with that virtual machine, so that OpenTofu sees both as one machine`
  );
}

/** A machine whose place in the cluster is not known. */
export function roleUnknown(machine: string): string {
  return (
    `${machine}: would be changed or lost, and nothing in the plan says whether it is a control plane; ` +
    'give it the tag control-plane or worker and apply that first'
  );
}

/** A configuration that is no YAML of Talos. */
export function configurationUnreadable(machine: string): string {
  return `${machine}: its new machine configuration cannot be read, and Talos would refuse it; correct its patches`;
}

/** A resource whose effect on machines is not known. */
export function resourceUnknown(address: string, verb: string): string {
  return (
    `${address}: would be ${verb}, and this version of the library does not know what that does to machines and data; ` +
    'look at the plan of OpenTofu, and accept it if nothing is lost'
  );
}

/** A resource that is changed for a reason that is not known. */
export function reasonUnknown(address: string, verb: string, reason: string): string {
  return (
    `${address}: would be ${verb} for the reason ${reason}, which this version of the library does not know; ` +
    'use one that knows your OpenTofu, or look at the plan and accept it'
  );
}
