import type { PortAnswer } from './probe-address';

/** Services that usually answer on a port, by the port. */
const SERVICES: Readonly<Record<number, string>> = { 22: 'SSH', 6443: 'the Kubernetes API', 50000: 'the Talos API' };

/** Name in the certificate of a machine that has no configuration. */
export const MAINTENANCE_NAME = 'maintenance-service.talos.dev';

/** Services that answer at an address, in words, with their ports and the names that they give themselves. */
export function answerWords(open: readonly PortAnswer[]): string {
  return open
    .map(({ port, says }) => {
      if (says === MAINTENANCE_NAME) return `Talos without a configuration (port ${port})`;
      const service = SERVICES[port] ?? 'something';
      return says === undefined ? `${service} (port ${port})` : `${service} (port ${port}, it says "${says}")`;
    })
    .join(' and ');
}

/** The address of a machine that does not exist yet is in use. */
export function addressInUse(machine: string, address: string, open: readonly PortAnswer[]): string {
  return (
    `nodes.${machine}.address ${address} is in use already: ${answerWords(open)} answers there, and the machine does not ` +
    'exist yet; write another address, or take it from what has it'
  );
}

/** Something refuses connections at the address of a machine that does not exist yet. */
export function addressMayBeInUse(machine: string, address: string): string {
  return (
    `nodes.${machine}.address ${address} may be in use already: it refuses connections, and the machine does not exist yet; ` +
    'find out who has the address, unless a firewall answers for the whole network'
  );
}

/** A physical machine that Talos is to be installed on runs something else. */
export function otherSystem(machine: string, address: string, open: readonly PortAnswer[]): string {
  return (
    `nodes.${machine}.address ${address}: ${answerWords(open)} answers there, and not Talos; start the machine from a Talos ` +
    'image, or write the address that it has'
  );
}

/** A physical machine belongs to a cluster already, and this one was not applied. */
export function configuredAlready(machine: string, address: string, open: readonly PortAnswer[]): string {
  return (
    `nodes.${machine}.address ${address}: ${answerWords(open)} answers there, from a machine that has a configuration already, and this cluster ` +
    'was not applied yet; reset it with talosctl reset, or have the state of its cluster back'
  );
}

/** A physical machine is not up. */
export function machineSilent(machine: string, address: string): string {
  return (
    `nodes.${machine}.address ${address}: nothing answers; an apply needs the machine to be up there, started from a Talos ` +
    'image, and waits for it'
  );
}

/** The virtual IP of a cluster that does not exist yet is in use. */
export function vipInUse(vip: string, open: readonly PortAnswer[]): string {
  return (
    `network.vip ${vip} is in use already: ${answerWords(open)} answers there, and no control plane of the cluster exists ` +
    'yet; write a free address, which no machine and no DHCP server has'
  );
}

/** Something refuses connections at the virtual IP of a cluster that does not exist yet. */
export function vipMayBeInUse(vip: string): string {
  return (
    `network.vip ${vip} may be in use already: it refuses connections, and no control plane of the cluster exists yet; find ` +
    'out who has the address, unless a firewall answers for the whole network'
  );
}

/** Another Kubernetes answers where the API of a cluster will be. */
export function endpointInUse(endpoint: string, answer: PortAnswer): string {
  return (
    `the cluster endpoint ${endpoint} belongs to another cluster: ${answerWords([answer])} answers there, and no control plane ` +
    'of this cluster exists yet; write another network.endpoint, or let its name lead to this cluster'
  );
}

/** The host of a cluster endpoint has no address. */
export function endpointUnresolved(endpoint: string, host: string, reason: string): string {
  return (
    `the cluster endpoint ${endpoint} leads nowhere from here: ${host} has no address (${reason}); an apply waits for the ` +
    'Kubernetes API there, so add the name to the DNS'
  );
}

/** Addresses that cannot be judged. */
export function addressesNotJudged(addresses: readonly string[], reason: string): string {
  return `addresses in use were not looked for (${reason}): ${addresses.join(', ')}`;
}

/** Why: the endpoint was not asked, and there is no state that says so. */
export function existenceUnknown(): string {
  return 'whether the machines exist is not known';
}

/** Why: there is no route. */
export function noWay(): string {
  return 'this computer has no route to them';
}

/** Why: a proxy. */
export function answeredByProxy(): string {
  return 'something between them and this computer answers for every address, as a transparent proxy does';
}

/** Addresses at which nothing answers. */
export function addressesFree(addresses: readonly string[]): string {
  return `free, as far as this computer sees: ${addresses.join(', ')}`;
}

/** Physical machines that are ready. */
export function machinesReady(names: readonly string[]): string {
  return `up and waiting for a configuration: ${names.join(', ')}`;
}
