import { quoteValue } from './spec';
/** Thrown on its own: a machine is made on a host that the image was not put on. */
export function imageNotOnHost(path: string, host: string, known: readonly string[]): Error {
  const now = known.length === 0 ? 'none' : known.join(', ');
  return new Error(`${path}: no image on host ${host}; add the host to hosts (now: ${now})`);
}

/** Thrown on its own: a secret that would end in the synthesized JSON. */
export function literalSecret(path: string, prop: string): Error {
  return new Error(
    `${path}: ${prop} is a literal and would stand in the synthesized JSON; pass a sensitive variable or an attribute of a resource`,
  );
}

/** Thrown on its own: two machines of one endpoint with one id. */
export function vmIdRepeated(path: string, vmId: number, otherPath: string): Error {
  return new Error(
    `${path}: vmId ${vmId} is that of ${otherPath} too; give each machine of an endpoint an id of its own`,
  );
}

/** For the URL of an Image Factory. */
export function factoryUrlNotHttp(got: string): string {
  return `factoryUrl must be an http or https URL without user and password, such as https://factory.talos.dev; got "${withoutCredentials(got)}"`;
}

/** For the name of an image file. */
export function imageFileNameNotPlain(got: string): string {
  return `fileName must begin with a letter or digit and hold only letters, digits, dots, dashes and underscores; got "${got}"`;
}

/** For an image of another platform that is put on Proxmox VE hosts. */
export function platformNotForVirtualMachines(got: string): string {
  return `a virtual machine boots the platform nocloud, got "${got}"; write Platform.NOCLOUD, or leave hosts empty for physical machines`;
}

/** For hosts that were passed twice, with different datastores. */
export function hostWithTwoImageDatastores(hosts: readonly string[]): string {
  return `hosts name ${hosts.join(', ')} with more than one imageDatastoreId; pass each host once`;
}

/** For an image whose schematic would be registered elsewhere than its file is downloaded from. */
export function factoryOfProviderDiffers(wanted: string, got: string): string {
  return `the image comes from ${wanted}, but the talos provider registers its schematic with ${got}; set the provider's image_factory_url to ${wanted}`;
}

/** At apply: a factory that read the schematic differently. */
export function schematicIdDiffers(expected: string): string {
  return `The Image Factory gave the schematic another id than ${expected}, so its images have other names; use a factory of version 1.5 or newer, or leave out settings that it does not know.`;
}

/** For two downloads with the same host, datastore and name. */
export function downloadsWriteOneFile(fileName: string, otherPath: string): string {
  return `the file "${fileName}" is written by ${otherPath} too, to the same host and datastore; give one of the images another fileName`;
}

/** At plan: a container, or a machine that is not the stack's, has the id. */
export function vmIdTaken(vmId: number, endpointName: string, stackTag: string): string {
  return `VM id ${vmId} on endpoint ${endpointName} belongs to a container, or to a machine without the tag ${stackTag}. Choose another vmId or leave it out. If the machine is really this stack's, give it the tag in Proxmox VE and plan again.`;
}

/** For the id of a virtual machine. */
export function vmIdOutOfRange(got: number): string {
  return `vmId must be a whole number from 100 to 999999999, got ${got}`;
}

/** For the name of a machine. */
export function hostnameNotADnsLabel(got: string): string {
  return `hostname must be at most 63 lower-case letters, digits and inner dashes; got "${got}"`;
}

/** For the subnet of a machine. */
export function subnetNotACidr(got: string): string {
  return `subnet must be a network with the length of its prefix, such as 10.0.0.0/24; got "${got}"`;
}

/** For the address of a machine. */
export function addressNotAnIp(got: string): string {
  return `address must be an IPv4 or IPv6 address without prefix, such as 10.0.0.11; got "${got}"`;
}

/** For an address that its own network does not hold. */
export function addressOutsideSubnet(address: string, subnet: string): string {
  return `address ${address} is not in subnet ${subnet}; write an address of the subnet, or the right subnet`;
}

/** For the number of processor cores. */
export function cpuCoresOutOfRange(got: number): string {
  return `cpuCores must be a whole number from 1 to 2304, got ${got}`;
}

/** For a machine that Talos would not start on. */
export function memoryTooSmall(machineType: string, minimum: number, got: number): string {
  return `a ${machineType} needs memoryMiB of at least ${minimum}, got ${got}`;
}

/** For a processor that Talos would not start on. */
export function cpuTypeTooOld(cpuType: string): string {
  return `Talos needs a cpuType with x86-64-v2, such as "host" or "x86-64-v2-AES", got "${cpuType}"`;
}

/** For a system disk that Talos would not start on. */
export function diskTooSmall(minimum: number, got: number): string {
  return `Talos needs diskGiB of at least ${minimum}, got ${got}`;
}

/** For the size of a data disk. */
export function diskSizeNotWhole(name: string, got: number): string {
  return `disk ${name}: sizeGiB must be a whole number of at least 1, got ${got}`;
}

/** For data disks of one name. */
export function diskNamesRepeated(names: readonly string[]): string {
  return `disks use the name ${names.join(', ')} more than once; give each disk a name of its own`;
}

/** For disks that would be attached in one place. */
export function diskSlotsRepeated(slots: readonly number[]): string {
  return `disks use slot ${slots.join(', ')} more than once; give each disk a slot of its own (0 is the system disk)`;
}

/** For a slot that the bus does not have. */
export function diskSlotOutOfRange(name: string, bus: string, last: number, got: number): string {
  return `disk ${name}: slot must be a whole number from 1 to ${last} on the ${bus} bus, got ${got}`;
}

/** For a serial number that Proxmox VE cuts or refuses. */
export function diskSerialInvalid(name: string, got: string): string {
  return `disk ${name}: serial must be 1 to 20 letters, digits, dashes and underscores, got "${got}"; write a shorter serial`;
}

/** For disks that Talos could not tell apart. */
export function diskSerialsRepeated(serials: readonly string[]): string {
  return `disks use the serial ${serials.join(', ')} more than once; Talos finds a disk by it, so give each disk its own`;
}

/** For a flag that the bus does not have. */
export function ssdNotOnVirtio(name: string): string {
  return `disk ${name}: the virtio bus has no ssd flag; leave ssd out or write bus scsi`;
}

/** For a disk that can't have a thread of its own. */
export function ioThreadNotPossible(name: string, bus: string, scsiHardware: string): string {
  return `disk ${name}: ioThread does not work on the ${bus} bus with ${scsiHardware}; leave ioThread out, write bus virtio, or bus scsi with scsiHardware virtio-scsi-single`;
}

/** For a hardware address. */
export function macAddressInvalid(got: string): string {
  return `macAddress must be six pairs of hexadecimal digits, the second digit even, such as BC:24:11:E6:BA:07; got "${got}"`;
}

/** For the number of a VLAN. */
export function vlanIdOutOfRange(got: number): string {
  return `vlanId must be a whole number from 1 to 4094, got ${got}`;
}

/** For an agent that never answers. */
export function guestAgentWithoutExtension(): string {
  return 'guestAgent is true, but the image lacks the extension siderolabs/qemu-guest-agent: Proxmox VE would ask an agent to shut the machine down that is not there; add the extension to the schematic or leave guestAgent out';
}

/** For an agent that nobody talks to. */
export function guestAgentUnused(): string {
  return 'guestAgent is false, but the image holds the extension siderolabs/qemu-guest-agent: Talos would start it without its device, for ever; take the extension out of the schematic or leave guestAgent out';
}

/** For an image of another platform on a virtual machine. */
export function imageNotForVirtualMachines(got: string): string {
  return `a virtual machine needs an image of the platform nocloud, got one of "${got}"; pass a TalosImage with Platform.NOCLOUD`;
}

/** For an image of another architecture on a virtual machine. */
export function architectureNotOfProxmox(got: string): string {
  return `a virtual machine needs an image of the architecture amd64, got "${got}"; pass a TalosImage with Architecture.AMD64`;
}

/** For tags that Proxmox VE refuses. */
export function tagsInvalid(tags: readonly string[]): string {
  const got = tags.map((tag) => `"${tag}"`).join(', ');
  return `tags must begin with a letter, digit or underscore and hold only letters, digits and _ - + . beside; got ${got}`;
}

/** For tags by which another stack would take the machine for its own. */
export function tagsOfAnotherStack(tags: readonly string[], own: string): string {
  return `tags must not begin with stack-: another stack would take the machine for its own; remove ${tags.join(', ')} (${own} is always there)`;
}

/** For more devices than a machine can have. */
export function tooManyPciDevices(got: number): string {
  return `a machine has at most 16 pciDevices, got ${got}`;
}

/** For a device without a name. */
export function pciMappingMissing(): string {
  return 'each of pciDevices needs the name of a mapping, got ""; write the name that Resource Mappings of Proxmox VE shows';
}

/** For numbers that are no times or places in an order. */
export function startupNegative(): string {
  return 'startup takes whole numbers of at least 0; leave out what does not matter';
}

/** For a physical machine that says nothing of its disk. */
export function installDiskMissing(): string {
  return 'a physical machine needs machine.installDisk, such as /dev/sda or /dev/disk/by-id/nvme-…; Talos erases that disk';
}

/** For volumes of Talos that no disk of the machine stands behind. */
export function volumeWithoutDisk(serials: readonly string[]): string {
  return `machine.volumes name the serial ${serials.join(', ')}, but no disk of the machine has it; add a disk with that serial or take the volume out`;
}

/** For the name of a machine that the framework takes for a construct that is there already. */
export function hostnameOfObjects(got: string): string {
  return `hostname must be a name that JavaScript objects do not have already; got "${got}"`;
}

/** For machines of one name. */
export function hostnamesRepeated(hostnames: readonly string[]): string {
  return `nodes use the hostname ${hostnames.join(', ')} more than once; give each machine a name of its own`;
}

/** For machines that two clusters would configure in turn. */
export function nodesOfAnotherCluster(
  taken: readonly { readonly hostname: string; readonly cluster: string }[],
): string {
  const machines = taken.map(({ hostname, cluster }) => `${hostname}, which ${cluster} configures`).join('; ');
  return `nodes hold ${machines}; a machine belongs to one cluster, take it out of one of them`;
}

/** For the URL of the Kubernetes API. */
export function clusterEndpointInvalid(prop: string, got: string): string {
  return `${prop} must be https, a name or address, and a port at most, such as https://10.200.5.10:6443; got "${withoutCredentials(got)}"`;
}

/** For a fault in a setting of a machine. */
export function settingRefused(hostname: string, setting: string, message: string): string {
  return `machine ${hostname}: ${setting}: ${message}`;
}

/** For a taint of a worker that only OpenTofu knows: value and effect are told apart at synth. */
export function taintKnownTooLate(): string {
  return 'must be known at synth, got a value that is known later; write it as text';
}

/** For a fault in a config patch. */
export function patchInvalid(origin: string, keys: readonly (string | number)[], message: string): string {
  return [origin, ...(keys.length > 0 ? [keys.join('.')] : []), message].join(': ');
}

/** For the URL of a repository of which not even the scheme is known. */
export function gitUrlWithoutScheme(scheme: string): string {
  return `url must begin with ${scheme}:// in plain text, as the scheme decides how Flux signs in; only what follows may be a token`;
}

/** Credentials in a URL are not repeated. */
function withoutCredentials(url: string): string {
  return url.replace(/^([^:]*:\/\/[^:@/]*):[^@/]*@/, '$1:…@');
}

/** For a host that an endpoint does not have. */
export function unknownHostOfEndpoint(path: string, nodeName: string, known: readonly string[]): Error {
  return new Error(`${path}: has no host ${quoteValue(nodeName)}; its hosts are ${known.join(', ')}`);
}
