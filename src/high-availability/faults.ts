import { quoteValue } from '../errors/spec';

/** Asks for a machine, as a list of none means none. */
export function writeSomeMachine(): string {
  return 'write at least one name of a machine or pool';
}

/** Asks for a host of a node affinity. */
export function writeSomeHost(): string {
  return 'write at least one host with its priority, such as { pve1: 1 }';
}

/** A name that no virtual machine or pool of the endpoint has. */
export function machineNotOfEndpoint(got: string, endpoint: string, known: readonly string[]): string {
  return `got ${quoteValue(got)}; no virtual machine or pool of the endpoint ${endpoint} has this name, write one of ${known.join(', ')}`;
}

/** A rule about a machine that nobody looks after. */
export function notUnderHighAvailability(machines: readonly string[]): string {
  return `${machines.join(', ')} ${machines.length === 1 ? 'is' : 'are'} not under high availability; add ${machines.length === 1 ? 'it' : 'them'} to highAvailability.machines, or leave ${machines.length === 1 ? 'it' : 'them'} out here`;
}

/** A host that the endpoint does not have. */
export function affinityHostUnknown(got: string, endpoint: string, known: readonly string[]): string {
  return `the endpoint ${endpoint} has no host ${quoteValue(got)}, write one of ${known.join(', ')}`;
}

/** High availability of one host. */
export function noOtherHost(endpoint: string): string {
  return `the endpoint ${endpoint} has one host, and nothing takes its machines over; list the other hosts of the Proxmox VE cluster under hosts, or leave highAvailability out`;
}

/** The name of a rule that is made anyway. */
export function reservedRuleName(name: string): string {
  return `${name} is the rule that keeps control planes apart; choose another name, or write separateControlPlanes`;
}

/** Two rules of one name. */
export function ruleNameTaken(name: string): string {
  return `a rule of nodeAffinity is called ${name} too; give each rule a name of its own`;
}

/** A rule that holds a machine to hosts where another one does already. */
export function secondNodeAffinity(machine: string, other: string): string {
  return `${machine} is in the rule ${other} of nodeAffinity already, and Proxmox VE takes one for each machine; name it in one of them`;
}

/** A rule that keeps one machine together with nothing. */
export function affinityOfOne(): string {
  return 'these names mean one machine, and one is neither kept together nor apart; name two machines at least';
}

/** Machines that are kept apart on fewer hosts. */
export function moreMachinesThanHosts(machines: number, hosts: number): string {
  return `${machines} machines cannot be kept apart on ${hosts} hosts; name fewer machines, or list more hosts under hosts`;
}

/** Machines that are kept together and apart. */
export function togetherAndApart(machines: readonly string[], other: string): string {
  return `${machines.join(' and ')} are kept apart by the rule ${other}; a rule keeps them together or apart, name them in one of these`;
}

/** A rule with priorities for machines that another rule keeps together or apart. */
export function prioritiesBesideAffinity(machine: string, other: string): string {
  const way = other === CONTROL_PLANES ? 'write separateControlPlanes: false' : `take ${machine} out of that rule`;
  return `${machine} is in the rule ${other}, and Proxmox VE takes no hosts of several priorities for machines that are kept together or apart; give all hosts one priority, or ${way}`;
}

/** Machines that are kept together and held to hosts by several rules. */
export function togetherInSeveralPlaces(rule: string, others: readonly string[]): string {
  return `the rule ${rule} keeps machines together that ${others.join(' and ')} of nodeAffinity hold to hosts; name all of them in one rule of nodeAffinity`;
}

/** Machines that are kept apart and held to fewer hosts. */
export function tooFewHostsApart(rule: string, machines: readonly string[], hosts: readonly string[]): string {
  return `the rule ${rule} keeps ${machines.join(', ')} apart, and nodeAffinity holds them to ${hosts.join(', ')}; give nodeAffinity as many hosts as machines`;
}

/** A machine that is moved back by the next apply. */
export function movedBack(): string {
  return 'got "migrate", but high availability moves the machine, and the next apply would move it back; leave onHostChange out, or take the machine out of highAvailability.machines';
}

const CONTROL_PLANES = 'control-planes';
