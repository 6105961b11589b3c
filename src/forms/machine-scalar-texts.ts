/** Asks for an amount of processors or memory. */
export function writeQuantity(): string {
  return 'write an amount as Kubernetes has it, such as "500m" for half a processor or "512Mi" of memory';
}

/** Asks for a network to choose from. */
export function writeSubnetChoice(): string {
  return 'write a network or an address, such as "10.0.0.0/24", with "!" before it to exclude it';
}
