/** Asks for the name of a link. */
export function writeLinkName(): string {
  return 'write a name of 1 to 15 letters, digits, dots, dashes and underscores, such as "bond0"';
}

/** Asks for the MAC address of a card. */
export function writeCardAddress(): string {
  return 'write the MAC address that is printed on the card, such as "0c:c4:7a:00:00:01"';
}

/** Asks for a place on the bus. */
export function writeBusPath(): string {
  return 'write the place on the bus as Linux has it, such as "0000:01:00.0"';
}

/** Asks for the public key of a tunnel. */
export function writeWireGuardKey(): string {
  return 'write a key as "wg pubkey" prints it: 44 characters of Base64';
}

/** Asks for an identifier of DHCP. */
export function writeDuid(): string {
  return 'write hexadecimal digits in pairs with colons between, such as "00:03:00:01:bc:24:11:00:00:01"';
}

/** Asks for the priority of a rule. */
export function writePriority(): string {
  return 'write a whole number from 1 to 32765 without 32500, which is that of KubeSpan';
}

/** Asks for a name or an address with a port. */
export function writeProbedServer(): string {
  return 'write a host and a port, such as "10.0.0.1:443"';
}

/** Asks for a path of a device. */
export function writePtpDevice(): string {
  return 'write the path of the device, such as "/dev/ptp0"';
}
