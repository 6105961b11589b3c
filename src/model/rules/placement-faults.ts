import { quoteValue } from '../../errors/spec';

/** A host that several endpoints have. */
export function ambiguousHost(got: string, keys: readonly string[]): string {
  return `got ${quoteValue(got)}, which several endpoints have; write ${keys.join(' or ')}`;
}

/** Settings of a virtual machine at a physical one. */
export function notForPhysicalMachines(keys: readonly string[]): string {
  const settings = keys.length === 1 ? `${keys.join('')} is a setting` : `${keys.join(', ')} are settings`;
  return `${settings} of virtual machines, and a machine without host is a physical one; write a host or remove ${keys.length === 1 ? 'it' : 'them'}`;
}

/** An install disk at a virtual machine. */
export function installDiskOfVirtualMachine(): string {
  return 'a virtual machine boots from its installed disk; remove installDisk';
}

/** An image that does not fit a physical machine. */
export function platformNotForPhysicalMachines(name: string): string {
  return `got "nocloud", but ${name} is a physical machine, which needs metal; leave platform out`;
}

/** An interface that Talos has to find by itself. */
export function linkNotNamed(): string {
  return 'missing; Talos then looks for the one physical interface and stops if there are several, write its name, such as "enp1s0"';
}

/** A VLAN that a physical machine does not get. */
export function vlanOfPhysicalMachine(got: number, names: readonly string[]): string {
  return `got ${got}, which is set at the bridge of virtual machines only; set it at the switch for ${names.join(', ')}`;
}

/** The boot route that copies images over SSH. */
export function bootRouteNeedsSsh(endpoint: string): string {
  return `missing; talos.bootRoute: file copies images over SSH, write ssh for the endpoint ${endpoint}, or bootRoute: import`;
}
