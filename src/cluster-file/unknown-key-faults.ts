/** A key that another tool, or Proxmox VE, has for a key of the same map. */
export function otherWord(key: string, write: string): string {
  return `unknown key "${key}"; write ${write}`;
}

/** A key that stands in another section. */
export function keyStandsElsewhere(key: string, place: string): string {
  return `unknown key "${key}"; write ${place}`;
}

/** A key of something that this library does not do. */
export function unsupportedKey(key: string, instead: string): string {
  return `"${key}" is not supported; ${instead}`;
}

/** A word of something that this library does not do. */
export function unsupportedWord(got: string, instead: string): string {
  return `"${got}" is not supported; ${instead}`;
}

/** Alternative to the address of a PCI device. */
export function pciByMapping(): string {
  return (
    'an API token may hand out mapped devices only; list the device under proxmox.endpoints.<endpoint>.pciMappings, ' +
    'and write the name of that mapping as mapping'
  );
}

/** Alternative to the ids of a USB device. */
export function usbByMapping(): string {
  return (
    'an API token may hand out mapped devices only; list the device under proxmox.endpoints.<endpoint>.usbMappings, ' +
    'and write the name of that mapping as mapping'
  );
}

/** Alternative to NUMA nodes that are written one by one. */
export function numaBySockets(): string {
  return 'write numa: true, and one NUMA node is made of each of the cpuSockets';
}

/** Alternative to processors and pages of the host. */
export function shareOfHost(): string {
  return (
    'Proxmox VE lets the password of root@pam alone set it, and an API token never; share the host out with cpuLimit and ' +
    'cpuUnits'
  );
}

/** Alternative to arguments and scripts for QEMU. */
export function noArguments(): string {
  return (
    'Proxmox VE lets the password of root@pam alone set it, as it could take over the host, and an API token never; write ' +
    'the setting that the argument stands for'
  );
}

/** Alternative to memory that the host cannot read. */
export function noEncryptedMemory(): string {
  return (
    'the provider sets it with the password of root@pam alone; encrypt what the machine keeps with the encryption of ' +
    'its storage, or run it on hardware of its own'
  );
}

/** Alternative to a device that makes random numbers. */
export function randomByProcessor(): string {
  return (
    'the provider sets it with the password of root@pam alone; Talos takes random numbers from the processor, so leave it ' +
    'out, and write cpuType: host'
  );
}

/** Alternative to the keys of Microsoft. */
export function noEnrolledKeys(): string {
  return 'the EFI disk holds no keys, as Talos is not signed with those of Microsoft and enrolls its own; leave it out';
}

/** Alternative to a template to clone. */
export function imageInsteadOfTemplate(): string {
  return 'machines start from an image of Image Factory; write its content under talos.schematic';
}

/** Alternative to an image by its URL. */
export function imageBySchematic(): string {
  return 'images follow from talos.version, talos.schematic and talos.factoryUrl; write these';
}

/** Alternative to the id of a schematic. */
export function schematicByContent(): string {
  return 'a schematic id does not say what is in it; write the extensions here, or the path of the file that the id was made from';
}

/** Alternative to a number of machines in one entry. */
export function poolForSeveral(count: unknown): string {
  const nodes = typeof count === 'number' ? count : 3;
  return `several machines of one kind are a pool: pools: { <name>: { nodes: ${nodes}, machineType: worker, addresses: … } }`;
}

/** Alternative to high availability of one machine. */
export function highAvailabilityOfEndpoint(): string {
  return 'write the name of the machine under proxmox.endpoints.<endpoint>.highAvailability.machines';
}

/** Alternative to a setting of Talos that has no key. */
export function byPatch(patch: string): string {
  return `write a patch such as ${patch}`;
}

/** Alternative to another format of disks. */
export function disksAreRaw(): string {
  return 'disks are raw; a datastore with snapshots of its own, such as ZFS or LVM-thin, has what qcow2 would add';
}

/** Alternative to a server of Git with an API of its own. */
export function repositoryByUrl(): string {
  return `write ${repositoryKinds()}`;
}

/** How a repository of any server is written. */
export function repositoryKinds(): string {
  return 'https: { url: … } with a token, or ssh: { url: … } with a key';
}

/** Alternative to another GitOps tool. */
export function gitopsByManifests(): string {
  return 'write flux, or install the other tool with kubernetes.extraManifests or kubernetes.inlineManifests';
}

/** Alternative to another backend. */
export function backendInstead(): string {
  return 'write "local", s3: { … }, http: { … }, pg: { … } or kubernetes: { … }; GitLab has the form of http, and most object stores that of s3';
}

/** Alternative to another network of pods. */
export function cniByManifests(): string {
  return 'write "none", and install it with kubernetes.extraManifests or kubernetes.inlineManifests';
}

/** Alternative to a field that only a schematic file has. */
export function schematicFileInstead(): string {
  return 'write a file in the form of Image Factory, and its path as schematic';
}

/** Alternative to the user of a Proxmox VE API. */
export function tokenNamesUser(): string {
  return 'an API token names its user; give both as the variable proxmox_<endpoint>_api_token, such as root@pam!tofu=…';
}

/** Alternative to an upgrade by the stack without a replacement. */
export function upgradeByHand(): string {
  return 'write "manual" and upgrade with talosctl, or "replace"';
}

/** A name that is written inside of what it names. */
export function nameIsKey(key: string, name: string): string {
  return `unknown key "${key}"; remove it, the key above it is the name: ${name}`;
}

/** A key that would hold a secret. */
export function secretKey(key: string, variable: string): string {
  return `unknown key "${key}"; secrets never go into a cluster file, set the variable ${variable} instead`;
}
