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

/** An image whose schematic would be registered elsewhere than its file is downloaded from. */
export function factoryOfProviderDiffers(wanted: string, got: string): string {
  return `the image comes from ${wanted}, but the talos provider registers its schematic with ${got}; set the provider's image_factory_url to ${wanted}`;
}

/** At apply: a factory that read the schematic differently. */
export function schematicIdDiffers(expected: string): string {
  return `The Image Factory gave the schematic another id than ${expected}, so its images have other names; use a factory of version 1.5 or newer, or leave out settings that it does not know.`;
}

/** Two downloads with the same host, datastore and name. */
export function downloadsWriteOneFile(fileName: string, otherPath: string): string {
  return `the file "${fileName}" is written by ${otherPath} too, to the same host and datastore; give one of the images another fileName`;
}

/** At plan: a container, or a machine that is not the stack's, has the id. */
export function vmIdTaken(vmId: number, endpointName: string, stackTag: string): string {
  return `VM id ${vmId} on endpoint ${endpointName} belongs to a container, or to a machine without the tag ${stackTag}. Choose another vmId or leave it out. If the machine is really this stack's, give it the tag in Proxmox VE and plan again.`;
}

/** A machine that runs elsewhere. */
export function machineOfAnotherEndpoint(hostname: string, got: string, endpointName: string): string {
  return `${hostname} is a machine of the endpoint ${got}; give machines of ${endpointName} only`;
}

/** A group with a machine that the construct was not given. */
export function machineNotGiven(got: string, known: readonly string[]): string {
  return `got ${quoteValue(got)}; nodes have no such machine, write one of ${known.join(', ')}`;
}

/** Machines of one name. */
export function hostnamesRepeated(hostnames: readonly string[]): string {
  return `nodes use the hostname ${hostnames.join(', ')} more than once; give each machine a name of its own`;
}

/** Machines that two clusters would configure in turn. */
export function nodesOfAnotherCluster(
  taken: readonly { readonly hostname: string; readonly cluster: string }[],
): string {
  const machines = taken.map(({ hostname, cluster }) => `${hostname}, which ${cluster} configures`).join('; ');
  return `nodes hold ${machines}; a machine belongs to one cluster, take it out of one of them`;
}

/** The URL of the Kubernetes API. */
export function clusterEndpointInvalid(prop: string, got: string): string {
  return `${prop} must be https, a name or address, and a port at most, such as https://10.200.5.10:6443; got "${withoutCredentials(got)}"`;
}

/** A fault in a setting of a machine. */
export function settingRefused(hostname: string, setting: string, message: string): string {
  return `machine ${hostname}: ${setting}: ${message}`;
}

/** Something of another stack that OpenTofu can't use in this one. */
export function ofAnotherStack(setting: string, stack: string, instead: string): string {
  return `${setting}: belongs to the stack ${stack}, and OpenTofu does not know it in this one; ${instead}`;
}

/** A fault in a config patch. */
export function patchInvalid(origin: string, keys: readonly (string | number)[], message: string): string {
  return [origin, ...(keys.length > 0 ? [keys.join('.')] : []), message].join(': ');
}

/** The URL of a repository of which not even the scheme is known. */
export function gitUrlWithoutScheme(scheme: string): string {
  return `url must begin with ${scheme}:// in plain text, as the scheme decides how Flux signs in; only what follows may be a token`;
}

/** Credentials in a URL are not repeated. */
function withoutCredentials(url: string): string {
  return url.replace(/^([^:]*:\/\/[^:@/]*):[^@/]*@/, '$1:…@');
}

/** A host that an endpoint does not have. */
export function unknownHostOfEndpoint(path: string, nodeName: string, known: readonly string[]): Error {
  return new Error(`${path}: has no host ${quoteValue(nodeName)}; its hosts are ${known.join(', ')}`);
}
