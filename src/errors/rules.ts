import { quoteValue } from './spec';

/** For the id of a virtual machine that another one has. */
export function vmIdTaken(got: number, owner: string, endpoint: string): string {
  return `got ${got}; ${owner} has that id on the endpoint ${endpoint}, write another`;
}

/** For an even number of control planes. */
export function evenControlPlanes(count: number): string {
  return `there are ${count} control planes, which survive the loss of no more machines than ${count - 1} do; write an odd number`;
}

/** For control planes that all fail together. */
export function controlPlanesOnOneHost(count: number, host: string): string {
  return `all ${count} control planes run on ${host}; the cluster stops with that host, spread them over several`;
}

/** For a cluster whose clients all depend on one machine. */
export function noSharedEndpoint(count: number, address: string): string {
  return `there are ${count} control planes but neither vip nor endpoint; clients ask ${address} only and lose the Kubernetes API with that machine, write a vip`;
}

/** For a cluster without a machine that takes workloads. */
export function nothingTakesWorkloads(): string {
  return 'there are no workers and control planes take no workloads; add a worker or write kubernetes.schedulingOnControlPlanes: true';
}

/** For an extension that no Talos version has. */
export function unknownExtension(got: string, minor: string, nearest: string | undefined): string {
  return `got ${quoteValue(got)}; Talos ${minor} has no such extension, ${nearest === undefined ? 'remove it' : `write ${quoteValue(nearest)}`}`;
}

/** For an extension that other Talos versions have. */
export function extensionOfOtherVersions(
  got: string,
  minor: string,
  { since, until }: { readonly since?: string; readonly until?: string },
): string {
  const versions = [
    ...(since === undefined ? [] : [`from ${since} on`]),
    ...(until === undefined ? [] : [`up to ${until}`]),
  ];
  return `got ${quoteValue(got)}; Talos ${minor} has no such extension, Talos has it ${versions.join(' and ')}; remove it, or write such a version`;
}

/** For an extension under a name that Image Factory keeps for those who know no other. */
export function renamedExtensionUsed(got: string, name: string, minor: string): string {
  return (
    `got ${quoteValue(got)}, an old name of ${quoteValue(name)}, as Talos ${minor} calls it; Image Factory takes both, ` +
    'and the new name gives the image another schematic id'
  );
}

/** For an overlay that a Talos version does not have. */
export function unknownOverlay(got: string, minor: string, nearest: string | undefined): string {
  return `got ${quoteValue(got)}; Talos ${minor} has no such overlay, ${nearest === undefined ? 'remove it' : `write ${quoteValue(nearest)}`}`;
}

/** For a name that a list adds to a certificate a second time. */
export function certificateNameTwice(got: string): string {
  return `got ${quoteValue(got)}, which the list has already; the certificate names it once, remove one of the two`;
}

/** For a machine that takes an update that is not written. */
export function updateWithoutTarget(): string {
  return 'got true, but no update is written; write talos.update or kubernetes.update';
}

/** For machines that take an update that nothing puts on them. */
export function updateIsManual(name: string): string {
  return `got true with lifecycle: manual; the machine gets the new configuration but not the new image, run talosctl upgrade for ${name} or write lifecycle: replace`;
}

/** For values of Cilium that are no map. */
export function ciliumValuesNotAMap(file: string): string {
  return `${quoteValue(file)} holds no keys and values; write values of the Cilium chart`;
}

/** For an argument that is set in two ways. */
export function argumentOfOidc(key: string): string {
  return `kubernetes.oidc sets ${key} already; leave one of the two out`;
}

/** For a slip in a manifest that stands in the cluster file. */
export function manifestSyntax(line: number, slip: string): string {
  return `line ${line} of the manifest: ${slip}`;
}

/** For a manifest without objects. */
export function manifestWithoutObjects(): string {
  return 'the manifest holds no Kubernetes object; write one, or remove the manifest';
}

/** For a document of a manifest that Kubernetes does not take. */
export function notAKubernetesObject(number: number, lacking: readonly string[]): string {
  const keys = lacking.length === 1 ? lacking.join('') : `${lacking.slice(0, -1).join(', ')} and ${lacking.at(-1)}`;
  return `object ${number} of the manifest has no ${keys}; write apiVersion, kind and metadata.name as text`;
}

/** For a machine on a host that the file does not describe. */
export function unknownHost(got: string, nearest: string | undefined, known: readonly string[]): string {
  if (known.length === 0) return `got ${quoteValue(got)}; no hosts are described, do so under proxmox.endpoints`;
  const isShort = known.length <= 8 || nearest === undefined;
  const advice = isShort ? `write one of ${known.slice(0, 8).join(', ')}` : `write ${quoteValue(nearest)}`;
  return `got ${quoteValue(got)}; there is no such host, ${advice}`;
}

/** For a host that several endpoints have. */
export function ambiguousHost(got: string, keys: readonly string[]): string {
  return `got ${quoteValue(got)}, which several endpoints have; write ${keys.join(' or ')}`;
}

/** For settings of a virtual machine at a physical one. */
export function notForPhysicalMachines(keys: readonly string[]): string {
  const settings = keys.length === 1 ? `${keys.join('')} is a setting` : `${keys.join(', ')} are settings`;
  return `${settings} of virtual machines, and a machine without host is a physical one; write a host or remove ${keys.length === 1 ? 'it' : 'them'}`;
}

/** For an install disk at a virtual machine. */
export function installDiskOfVirtualMachine(): string {
  return 'a virtual machine boots from its installed disk; remove installDisk';
}

/** For an image that does not fit a physical machine. */
export function platformNotForPhysicalMachines(name: string): string {
  return `got "nocloud", but ${name} is a physical machine, which needs metal; leave platform out`;
}

/** For an interface that Talos has to find by itself. */
export function linkNotNamed(): string {
  return 'missing; Talos then looks for the one physical interface and stops if there are several, write its name, such as "enp1s0"';
}

/** For a VLAN that a physical machine does not get. */
export function vlanOfPhysicalMachine(got: number, names: readonly string[]): string {
  return `got ${got}, which is set at the bridge of virtual machines only; set it at the switch for ${names.join(', ')}`;
}

/** For the boot route that copies images over SSH. */
export function bootRouteNeedsSsh(endpoint: string): string {
  return `missing; talos.bootRoute: file copies images over SSH, write ssh for the endpoint ${endpoint}, or bootRoute: import`;
}

/** For a Secret of Kubernetes that is written out in a manifest. */
export function secretInManifest(name: string): string {
  return `the Secret ${quoteValue(name)} will stand in cdk.tf.json, in the state and in the machine configuration, readable for everyone who has them; keep them as you keep the secret, or make it in the cluster`;
}

/** For a model that misses what a checked spec always has; a fault of this library, not of the spec. */
export function factMissing(what: string): Error {
  return new Error(`the model has no ${what} although no fault was found; please report this`);
}
