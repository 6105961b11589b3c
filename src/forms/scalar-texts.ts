import { quoteValue } from '../errors/spec';
import { OUTPUT_NAMES } from '../values/output-value';

/** Asks for a text that YAML reads as something else. */
export function writeQuoted(text: string): string {
  return `write ${JSON.stringify(text)}, with the quotes, as YAML reads it as something other than text`;
}

/** Asks for the path of a file, where another sign stands before it. */
export function writePathAlone(path: string): string {
  return `write the path alone: ${quoteValue(path)}`;
}

/** Asks for a name that becomes part of the construct tree. */
export function writeOtherName(): string {
  return 'choose another one, as JavaScript keeps this name for itself';
}

/** Asks for text of at least one character. */
export function writeSomeText(): string {
  return 'write text that is not empty';
}

/** Asks for a whole number in a range. */
export function writeWholeNumber(min: number, max: number | undefined): string {
  return max === undefined ? `write a whole number, ${min} or more` : `write a whole number from ${min} to ${max}`;
}

/** Asks for a setting that is passed on as text. */
export function writeSetting(): string {
  return 'write text, a whole number, true or false';
}

/** Asks for a Talos version. */
export function writeTalosVersion(): string {
  return 'write a Talos version with three numbers, such as "v1.13.9"';
}

/** Asks for a contract. */
export function writeContract(): string {
  return 'write the Talos minor version that the cluster was made with, such as "v1.13"';
}

/** Asks for a Kubernetes version. */
export function writeKubernetesVersion(): string {
  return 'write a Kubernetes version with three numbers, such as "v1.36.3"';
}

/** Asks for a version of something else. */
export function writeVersion(example: string): string {
  return `write a version with three numbers, such as "${example}"`;
}

/** Asks for an address without prefix. */
export function writeAddress(): string {
  return 'write an IPv4 or IPv6 address without prefix, such as "10.0.0.11"';
}

/** Asks for a network. */
export function writeCidr(): string {
  return 'write a network with the length of its prefix, such as "10.0.0.0/24"';
}

/** Asks for an address with a prefix. */
export function writeInterfaceAddress(): string {
  return 'write an address with the length of its prefix, such as "10.1.0.31/24"';
}

/** Asks for a MAC address. */
export function writeMacAddress(): string {
  return (
    'write six pairs of hexadecimal digits, the second digit even, such as "BC:24:11:E6:BA:07", ' +
    'or "deterministic" for one made of the names of cluster and machine'
  );
}

/** Asks for a name made of one DNS label. */
export function writeDnsLabel(): string {
  return 'write at most 63 lower-case letters, digits and dashes, with a letter or digit at both ends';
}

/** Asks for a node name. */
export function writeNodeName(): string {
  return `${writeDnsLabel()} and not digits alone`;
}

/** Asks for the name of an endpoint. */
export function writeEndpointName(): string {
  return 'write at most 63 lower-case letters, digits and dashes, beginning with a letter and ending with a letter or digit';
}

/** Asks for a DNS name. */
export function writeDnsName(): string {
  return 'write a DNS name in lower case, such as "api.example.com"';
}

/** Asks for a DNS name or an address. */
export function writeDnsNameOrAddress(): string {
  return 'write a DNS name in lower case or an IP address, without scheme and port';
}

/** Asks for a URL. */
export function writeUrl(schemes: readonly string[], example: string): string {
  return `write a URL that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')} and holds no password, such as "${example}"`;
}

/** Asks for where a server answers SSH. */
export function writeHostWithPort(): string {
  return 'write a name or an address, with a port if that is not 22, such as "gitea.example.com:2222"';
}

/** Asks for the name of an extension. */
export function writeExtensionName(got: string): string {
  const example = /^[a-z0-9][a-z0-9._-]*$/.test(got) ? `siderolabs/${got}` : 'siderolabs/qemu-guest-agent';
  return `write the full name of an official extension, such as ${quoteValue(example)}`;
}

/** Asks for the image of an overlay. */
export function writeOverlayImage(): string {
  return 'write the image of an overlay, such as "siderolabs/sbc-raspberrypi"';
}

/** Asks for the key of a Kubernetes label or taint. */
export function writeLabelKey(): string {
  return 'write a Kubernetes label key, such as "example.com/tier": letters, digits, ".", "_" and "-", at most 63 after the prefix';
}

/** Asks for the value of a Kubernetes label. */
export function writeLabelValue(): string {
  return 'write at most 63 letters, digits, ".", "_" and "-", with a letter or digit at both ends';
}

/** Asks for a text that becomes the value of a Kubernetes label. */
export function writeLabelText(): string {
  return `${writeLabelValue()}, as it becomes the value of a label`;
}

/** Asks for an argument of a program. */
export function writeArgumentName(got: string): string {
  const name = got.replace(/^-+/, '').replace(/=.*$/s, '');
  return `write the name of the argument alone, without dashes before it, such as ${quoteValue(name === '' ? 'feature-gates' : name)}`;
}

/** Asks for a tag of Proxmox VE. */
export function writeTag(): string {
  return 'write letters, digits, "_", "-", "." and "+", beginning with a letter, a digit or "_"';
}

/** Asks for an absolute path. */
export function writeAbsolutePath(example: string): string {
  return `write an absolute path, such as "${example}"`;
}

/** Asks for a place for workloads on a disk. */
export function writeMountPath(): string {
  return 'write a directory below /var that Talos does not use itself, such as "/var/lib/longhorn"';
}

/** Asks for a directory for files with secrets. */
export function writeDirectory(): string {
  return 'write a directory inside the project, such as "output", or an absolute path';
}

/** Asks for keys and values, where text is no path of a file. */
export function writeDataNotText(): string {
  return 'write keys and values here instead of text, or the path of a file of the project';
}

/** Asks for a file of the project. */
export function writeFilePath(): string {
  return 'write the path of a file of the project';
}

/** Asks for the name of a Proxmox VE host. */
export function writeHost(): string {
  return 'write the name of a host under proxmox.endpoints, such as "main/pve1"';
}

/** Asks for the name of a pool. */
export function writePoolName(): string {
  return 'write at most 58 lower-case letters, digits and inner dashes, and not digits alone';
}

/** Asks for the first name of a series. */
export function writeFirstName(): string {
  return 'write a hostname of at most 58 characters that ends in a number, such as "work-00"';
}

/** Asks for a range of addresses. */
export function writeIpRange(): string {
  return 'write a first and a last address without prefix, such as "10.0.0.31-10.0.0.60"';
}

/** Asks for a range of ids. */
export function writeVmIdRange(): string {
  return 'write a first and a last id from 100 to 999999999, such as "830-859"';
}

/** Asks for a name on the Proxmox VE side. */
export function writeProxmoxName(): string {
  return 'write letters, digits, "_", "-" and ".", beginning with a letter or digit';
}

/** Asks for the name of a resource pool. */
export function writeResourcePool(): string {
  return 'write letters, digits, "_", "-" and ".", and a "/" after each of at most two pools that it lies in, such as "lab/talos"';
}

/** Asks for the type of a processor. */
export function writeCpuType(): string {
  return 'write the type of a processor as Proxmox VE calls it, such as "x86-64-v2-AES"';
}

/** Asks for how many may be away. */
export function writeShare(): string {
  return 'write a share such as "25%"';
}

/** Asks for the serial number of a disk. */
export function writeSerialNumber(): string {
  return 'write at most 20 letters, digits and dashes, with a letter or digit at both ends';
}

/** Asks for the name of a disk. */
export function writeDiskName(): string {
  return `${writeSerialNumber()}, but neither osDisk nor the name of a partition of Talos`;
}

/** Asks for the name of a zone or a vnet. */
export function writeSdnName(): string {
  return 'write two to eight letters and digits that begin with a letter, such as "lab"';
}

/** Asks for the name of a resource mapping. */
export function writeMappingName(): string {
  return 'write a letter first, then one or more letters, digits, "_" or "-"';
}

/** Asks for the name of an output. */
export function writeOutputName(): string {
  return `write letters, digits, "_" and "-", a letter or "_" first, and none of the names that the stack uses itself: ${Object.values(OUTPUT_NAMES).join(', ')}`;
}

/** Asks for the place of a PCI device. */
export function writePciPath(): string {
  return 'write the place of the device as "lspci -D" prints it, such as "0000:00:02.0"';
}

/** Asks for the vendor and device numbers of a PCI device. */
export function writePciId(): string {
  return 'write vendor and device as "lspci -n" prints them, such as "8086:46a6"';
}

/** Asks for the pattern of image file names. */
export function writeImageFileName(): string {
  return 'write a file name without extension that holds {schematic} and {version}; {cluster}, {platform} and {architecture} may stand in it too';
}
