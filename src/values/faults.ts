/** A version of Talos. */
export function notATalosVersion(got: string): string {
  return `a Talos version has three numbers, such as v1.13.9; got "${got}"`;
}

/** A contract. */
export function notATalosContract(got: string): string {
  return `a contract is a Talos minor version, such as v1.13; got "${got}"`;
}

/** A version of Kubernetes. */
export function notAKubernetesVersion(got: string): string {
  return `a Kubernetes version has three numbers, such as v1.36.3; got "${got}"`;
}

/** Thrown on its own: for how many machines may be away. */
export function maxUnavailableInvalid(got: string): Error {
  return new Error(`a whole number of at least 1 or a share such as "25%" may be away; got ${got}`);
}

/** An address that must have no prefix. */
export function notAnIpAddress(got: string): string {
  return `an IPv4 or IPv6 address has no prefix, such as 10.0.0.11; got "${got}"`;
}

/** A network. */
export function notACidr(got: string): string {
  return `a network is an address and the length of its prefix, such as 10.0.0.0/24; got "${got}"`;
}

/** A network whose address is that of a machine in it. */
export function cidrHasHostBits(got: string, network: string): string {
  return `a network starts at its first address; got "${got}", write ${network}`;
}

/** The number of an address that a network does not have. */
export function hostOutsideCidr(network: string, index: number): string {
  return `network ${network} has no address number ${index}; write a larger network`;
}

/** A hardware address. */
export function notAMacAddress(got: string): string {
  return `a MAC address has six pairs of hexadecimal digits, the second digit even, such as BC:24:11:E6:BA:07; got "${got}"`;
}
