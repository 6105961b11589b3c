/** The machine that has an address, and its outcome. */
export interface AddressHolder {
  /** Its name. */
  readonly name: string;
  /** `goes`: with this apply. `moves`: it gets another address. `stays`: it keeps it. `forgotten`: it keeps it, unknown to OpenTofu. */
  readonly outcome: 'goes' | 'moves' | 'stays' | 'forgotten';
  /** True for a virtual machine. */
  readonly isVirtual: boolean;
}

/** The machine that gets an address. */
export interface AddressReceiver {
  /** Its name. */
  readonly name: string;
  /** True if it is created. */
  readonly isNew: boolean;
  /** True if both are control planes of one cluster. */
  readonly isMember: boolean;
}

/** An address that passes from one machine to another in one apply. */
export function addressPasses(receiver: AddressReceiver, address: string, holder: AddressHolder): string {
  const { name, isNew, isMember } = receiver;
  const etcd = isMember ? ', and etcd would count two members with one address' : '';
  if (!isNew) {
    return (
      `${name}: would get the address ${address}, which ${holder.name} has; the configuration of ${name} would be sent there ` +
      `and reach ${holder.name}, so that ${machineText(holder)} becomes the node ${name}${etcd}; ` +
      `revert the change, or give ${name} an address that no machine has`
    );
  }
  const what = `${name}: would be created with the address ${address}, which ${holder.name} has`;
  const renamed = 'a renamed machine is a new one';
  switch (holder.outcome) {
    case 'goes':
      return (
        `${what} until it is destroyed in the same apply (${renamed}); nothing waits for that, so both would have it at ` +
        `the same time and the configuration of ${name} could reach ${holder.name}${etcd}; ` +
        `remove ${holder.name} and apply that, then add ${name}, or give ${name} another address`
      );
    case 'forgotten':
      return (
        `${what} and keeps, as it is only forgotten and keeps running (${renamed})${etcd}; ` +
        `turn ${holder.name} off permanently first, or give ${name} another address`
      );
    case 'moves':
      return (
        `${what} until its own change of address has come through${etcd}; ` +
        `apply the change of ${holder.name} first, then add ${name}, or give ${name} another address`
      );
    case 'stays':
      return `${what} and keeps${etcd}; give ${name} another address`;
  }
}

function machineText({ name, isVirtual }: AddressHolder): string {
  return `the ${isVirtual ? 'virtual' : 'physical'} machine ${name}`;
}

/** A machine that stays, and whose configuration is sent elsewhere. */
export function addressChanges(machine: string, from: string, to: string): string {
  return (
    `${machine}: its configuration would be sent to ${to} instead of ${from}, to whatever machine answers there, while the machine ` +
    `at ${from} goes on as ${machine}; if the same machine has got another address, accept it; if it is another machine, ` +
    `remove ${machine} and apply that, then add the other one under a name of its own`
  );
}

/** A machine that is forgotten, and created again with something that the old one keeps. */
export function supersededInPlace(machine: string, kept: readonly string[]): string {
  return (
    `${machine}: would be forgotten and created again with the same ${kept.join(' and ')}, while the old machine keeps ` +
    'running with it, unknown to OpenTofu; remove lifecycle.destroy = false to have it replaced, or give the new one ' +
    `another ${kept.join(' and ')}`
  );
}
