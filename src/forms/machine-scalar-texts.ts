/** Asks for an amount of processors or memory. */
export function writeQuantity(): string {
  return 'write an amount as Kubernetes has it, such as "500m" for half a processor or "512Mi" of memory';
}

/** Asks for the name of a registry. */
export function writeRegistry(): string {
  return 'write the host of the registry, with a port if it has one and without scheme and path, such as "docker.io", or "*" for all others';
}

/** Asks for a receiver of logs. */
export function writeLogReceiver(): string {
  return 'write where the receiver listens, as tcp:// or udp:// with a port and without path, such as "udp://10.0.0.7:6051"';
}

/** Asks for a port, or several. */
export function writePorts(): string {
  return 'write a port from 1 to 65535, or a range of ports such as "30000-32767"';
}

/** Asks for the name of a volume. */
export function writeVolumeName(): string {
  return 'write 1 to 34 letters, digits and dashes';
}

/** Asks for a size. */
export function writeVolumeSize(): string {
  return 'write a size with its unit, such as "10GiB" or "500MB"';
}

/** Asks for a size, or what it depends on. */
export function writeVolumeLimit(): string {
  return 'write a size with its unit, such as "80GiB", a share of the disk such as "50%", or "-10GiB" to leave that much';
}

/** Asks for text of one line. */
export function writeOneLine(): string {
  return 'write one line of text';
}

/** Asks for certificates. */
export function writeCertificates(): string {
  return 'write certificates as PEM text, from "-----BEGIN CERTIFICATE-----" to "-----END CERTIFICATE-----", and no key';
}

/** Asks for the size of a disk. */
export function writeInstallDiskSize(): string {
  return 'write a size, alone or after "<=", ">=", "<", ">" or "==", such as ">= 500GB"';
}

/** Asks for anything that is known of a disk. */
export function writeSomeProperty(): string {
  return 'write what is known of the disk, such as { model: "Samsung SSD 980*" }, or its path';
}

/** Asks for a network to choose from. */
export function writeSubnetChoice(): string {
  return 'write a network or an address, such as "10.0.0.0/24", with "!" before it to exclude it';
}

/** Asks for the name of a service. */
export function writeServiceName(): string {
  return 'write the name of the service in lower case, such as "tailscale"';
}

/** Asks for the name of a variable. */
export function writeVariableName(): string {
  return 'write the name of a variable, such as "TS_ROUTES"';
}

/** Asks for an address with a port. */
export function writeAddressWithPort(): string {
  return 'write an address with a port, such as "203.0.113.9:51820"';
}
