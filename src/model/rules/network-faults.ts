import { quoteValue } from '../../errors/spec';

/** Two networks that have addresses in common. */
export function networksOverlap(got: string, other: string, place: string): string {
  return `got ${quoteValue(got)}, which overlaps ${other} of ${place}; write another network`;
}

/** A network that is not written, and one that is and has addresses in common with it. */
export function networkOverlapsDefault(got: string, other: string, place: string): string {
  return `got ${quoteValue(got)}, which overlaps ${other}, the default of ${place}; write another network here, or one there`;
}

/** A network of services without the address that the cluster's DNS takes. */
export function serviceNetworkTooSmall(got: string, family: 4 | 6): string {
  return `got ${quoteValue(got)}, which has no tenth address for the cluster's DNS; write a network with room, such as a /${family === 4 ? 16 : 112}`;
}

/** Machines whose family of addresses pods or services do not have. */
export function networkOfFamilyMissing(keys: readonly string[], family: 4 | 6, subnet: string): string {
  const places = keys.map((key) => `kubernetes.${key}`).join(' and ');
  const each = keys.length === 1 ? 'one' : 'one in each';
  return `the machines have IPv${family} addresses, ${subnet}, but ${places} ${keys.length === 1 ? 'has' : 'have'} no IPv${family} network; write ${each}`;
}

/** Two networks of one family. */
export function secondNetworkOfFamily(got: string, family: 4 | 6): string {
  return `got ${quoteValue(got)} as a second IPv${family} network; write one network for each family`;
}

/** A network whose addresses no machine, pod or service can have. */
export function networkNotUsable(got: string, special: string, purpose: string): string {
  return `got ${quoteValue(got)}, which has ${special}; write a private network, such as ${quoteValue(purpose)}`;
}

/** Pods or services whose first network is not of the family of the machines. */
export function firstNetworkOfOtherFamily(got: string, family: 4 | 6): string {
  return (
    `got ${quoteValue(got)} first; the first network is the one of the API server, ` +
    `and the machines have IPv${family} addresses: write the IPv${family} network first`
  );
}

/** A network of services that the API server of a Kubernetes version refuses. */
export function serviceNetworkTooLarge(got: string, kubernetes: string, longest: string): string {
  return (
    `got ${quoteValue(got)}, which the API server of Kubernetes ${kubernetes} refuses as too large; ` +
    `write ${quoteValue(longest)} or a smaller network`
  );
}

/** A network of pods from which no network for a machine can be cut. */
export function podNetworkTooSmall(got: string, nodePrefixLength: number): string {
  return (
    `got ${quoteValue(got)}, but every machine gets a /${nodePrefixLength} of it; ` +
    `write a larger network, such as a /${nodePrefixLength - 8}`
  );
}

/** A network of pods from which kube-controller-manager cuts no networks for machines. */
export function podNetworkTooLarge(got: string, nodePrefixLength: number, longest: string): string {
  return (
    `got ${quoteValue(got)}, which is too large for kube-controller-manager to give every machine a /${nodePrefixLength} of it; ` +
    `write ${quoteValue(longest)} or a smaller network`
  );
}

/** A network of pods that is used up before every machine has its part. */
export function podNetworkLacksRoom(got: string, nodePrefixLength: number, room: number, machines: number): string {
  return (
    `got ${quoteValue(got)}, but every machine gets a /${nodePrefixLength} of it: there is room for ${room}, ` +
    `and the cluster has ${machines}; write a larger network`
  );
}
