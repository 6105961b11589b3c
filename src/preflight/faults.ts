/** Nothing answers at the URL of an endpoint. */
export function endpointUnreachable(endpoint: string, url: string, reason: string): string {
  return `endpoint ${endpoint}: nothing answers at ${url} (${reason}); check proxmox.endpoints.${endpoint}.url, and that Proxmox VE is up and reachable from here`;
}

/** The certificate of an endpoint is not trusted. */
export function endpointNotTrusted(endpoint: string, url: string, reason: string): string {
  return (
    `endpoint ${endpoint}: the certificate of ${url} is not trusted here (${reason}); let SSL_CERT_FILE name the ` +
    `certificate of its authority, /etc/pve/pve-root-ca.pem on a host, or write proxmox.endpoints.${endpoint}.insecure: true`
  );
}

/** An endpoint does not take its token. */
export function tokenRefused(endpoint: string, tokenId: string, reason: string, variable: string): string {
  return (
    `endpoint ${endpoint}: the token ${tokenId} is refused (${reason}); ${variable} must hold a token that exists, as ` +
    'USER@REALM!TOKENID=UUID'
  );
}

/** Something else than Proxmox VE answers. */
export function notProxmox(endpoint: string, url: string, status: number, reason: string): string {
  return `endpoint ${endpoint}: ${url} answers ${status} (${reason}), which is not Proxmox VE; check proxmox.endpoints.${endpoint}.url`;
}

/** An endpoint answers some questions, and this one with an error. */
export function questionFailed(endpoint: string, question: string, reason: string): string {
  return `endpoint ${endpoint}: Proxmox VE does not answer GET ${question} (${reason}), so this plan cannot be checked; plan again once it answers`;
}

/** The release of Proxmox VE is too old. */
export function versionTooOld(endpoint: string, version: string, minimum: string, because: string): string {
  return `endpoint ${endpoint}: Proxmox VE ${version} is too old for this plan: ${because}; update it to ${minimum} or newer`;
}

/** An id is in use. */
export function vmIdInUse(
  endpoint: string,
  { machine, vmId, owner, freeId }: { machine: string; vmId: number; owner?: string; freeId?: number },
): string {
  const by = owner ?? 'a machine or container that the token cannot see';
  const another = freeId === undefined ? 'choose another vmId' : `choose another vmId, such as ${freeId}`;
  return `endpoint ${endpoint}: vmId ${vmId} of ${machine} belongs to ${by}; ${another}, or leave it out`;
}

/** A machine or container that has an id. */
export function guestWords(kind: 'machine' | 'container', name: string, host: string): string {
  return `the ${kind} "${name}" on host ${host}`;
}

/** A host does not exist. */
export function hostUnknown(endpoint: string, host: string, known: readonly string[]): string {
  return `${endpoint}/${host}: endpoint ${endpoint} has no host "${host}"; it has ${listWords(known)}`;
}

/** A host is off, or cut off from the others. */
export function hostOffline(endpoint: string, host: string): string {
  return `${endpoint}/${host}: the host is offline; start it, or put the machines on another one`;
}

/** A bridge does not exist. */
export function bridgeUnknown(
  place: string,
  bridge: string,
  machines: readonly string[],
  known: readonly string[],
): string {
  return `${place}: there is no bridge "${bridge}", which ${listWords(machines)} would be attached to; write an existing one: ${listWords(known)}`;
}

/** A host does not say which bridges it has. */
export function bridgesNotAsked(place: string): string {
  return `${place}: bridges were not checked: the host does not say which it has`;
}

/** Machines need more memory than a host has. */
export function memoryExceeds(place: string, machine: string, neededMiB: number, totalMiB: number): string {
  return `${place}: memoryMiB ${neededMiB} of ${machine} is more than the ${totalMiB} MiB that the host has; write less, or put it on another host`;
}

/** Machines need more memory than is free. */
export function memoryShort(place: string, neededMiB: number, freeMiB: number): string {
  return `${place}: the new machines get ${neededMiB} MiB of memory, and ${freeMiB} MiB are free; the host swaps or kills what does not fit`;
}

/** A datastore does not exist, or not for this token. */
export function datastoreUnknown(
  place: string,
  datastore: string,
  content: string,
  fitting: readonly string[],
): string {
  return `${place}: there is no datastore "${datastore}"; write one that takes content "${content}": ${listWords(fitting)}`;
}

/** A datastore lacks something that a command gives it. */
export function datastoreUnfit(
  place: string,
  datastore: string,
  lacks: readonly string[],
  others: readonly string[],
): string {
  const instead = others.length === 0 ? '' : `, or write another one: ${listWords(others)}`;
  return `${place}: datastore "${datastore}" ${lacks.join(' and ')}${instead}`;
}

/** Content that a datastore does not take. */
export function lacksContent(content: string, uses: string): string {
  return `does not take content "${content}" (${uses})`;
}

/** Hosts that do not have a datastore. */
export function lacksHosts(hosts: readonly string[]): string {
  return `is not defined for ${listWords(hosts)}`;
}

/** A datastore that is switched off. */
export function isDisabled(): string {
  return 'is disabled';
}

/** A datastore that cannot take content because of its type. */
export function datastoreTypeUnfit(
  place: string,
  datastore: string,
  { type, content }: { type: string; content: string },
  others: readonly string[],
): string {
  return `${place}: datastore "${datastore}" is of type ${type}, which never takes content "${content}"; write one that does: ${listWords(others)}`;
}

/** A datastore that a host cannot use at the moment. */
export function datastoreInactive(place: string, datastore: string): string {
  return `${place}: datastore "${datastore}" is not active on the host; mount or connect it first`;
}

/** An image that another host has downloaded onto a datastore of its own. */
export function imageNotShared(
  place: string,
  machine: string,
  image: { readonly hostName: string; readonly datastoreId: string },
  shared: readonly string[],
): string {
  return (
    `${place}: datastore "${image.datastoreId}" is not shared with ${image.hostName}, which downloads the image of ${machine} onto it; ` +
    `write an imageDatastoreId that both hosts share: ${listWords(shared)}; or leave imageHost out, and each host downloads for itself`
  );
}

/** A datastore has too little space, and reserves it. */
export function spaceExceeds(place: string, datastore: string, neededGiB: number, freeGiB: number): string {
  return `${place}: datastore "${datastore}" has ${freeGiB} GiB free, and the new disks take ${neededGiB} GiB of it; make room, or write less diskGiB or another datastore`;
}

/** A datastore has too little space once disks are full. */
export function spaceShort(place: string, datastore: string, neededGiB: number, freeGiB: number): string {
  return `${place}: datastore "${datastore}" has ${freeGiB} GiB free, and the new disks can grow to ${neededGiB} GiB`;
}

/** The token lacks privileges. */
export function privilegesMissing(endpoint: string, tokenId: string, lines: readonly string[]): string {
  return [
    `endpoint ${endpoint}: the token ${tokenId} lacks privileges that this plan needs:`,
    ...lines.map(indented),
  ].join('\n');
}

/** Privileges that the token lacks on one path. */
export function privilegesOn(path: string, privileges: readonly string[], does: readonly string[]): string {
  return `on ${path}: ${privileges.join(', ')} (to ${listWords(does)})`;
}

/** Privileges without which an apply succeeds. */
export function privilegesAdvised(endpoint: string, tokenId: string, line: string): string {
  return `endpoint ${endpoint}: the token ${tokenId} also lacks, ${line}; nothing fails now`;
}

/** Where commands are run that fix it. */
export function fixedBy(where: string, commands: readonly string[]): string {
  return [`to fix it, run as root on ${where}:`, ...commands.map((command) => indented(command))].join('\n  ');
}

/** An endpoint that cannot be asked. */
export function endpointNotAsked(endpoint: string): string {
  return `endpoint ${endpoint} was not checked: its provider does not sign in with an API token that is known now`;
}

/** Nothing answers at Image Factory. */
export function factoryUnreachable(url: string, reason: string): string {
  return `Image Factory: nothing answers at ${url} (${reason}); check talos.factoryUrl, and that it is reachable from here`;
}

/** Image Factory cannot be asked directly. */
export function factoryBehindProxy(url: string): string {
  return `Image Factory ${url} was not asked for the images: it is reached through the proxy that HTTPS_PROXY names`;
}

/** Image Factory does not have a release. */
export function factoryLacksVersion(url: string, version: string, newest?: string): string {
  const instead = newest === undefined ? '' : `; the newest of that minor version there is ${newest}`;
  return `Image Factory ${url} does not have Talos ${version}${instead}; change talos.version`;
}

/** Image Factory does not have an extension for a release. */
export function factoryLacksExtension(url: string, extension: string, version: string): string {
  return `Image Factory ${url} does not have the extension ${extension} for Talos ${version}; remove it from talos.schematic.extensions, or change talos.version`;
}

/** Image Factory has forgotten a schematic. */
export function factoryLacksSchematic(url: string, schematicId: string): string {
  return `Image Factory ${url} no longer knows the schematic ${schematicId}, which the state says is registered; pass -- -replace=<address of its talos_image_factory_schematic> to register it again`;
}

/** Names as a list. */
function listWords(names: readonly string[]): string {
  if (names.length === 0) return '(none)';
  return names.length === 1 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function indented(line: string): string {
  return `    ${line}`;
}

/** A zone or a vnet whose name something else has. */
export function sdnTaken(place: string, kind: 'zone' | 'vnet', name: string): string {
  return `${place}: there is a ${kind} "${name}" already; write another name, remove it from sdn.${kind}s to use it as it is, or remove it from Proxmox VE`;
}

/** A zone that neither the cluster makes nor somebody has made. */
export function sdnZoneUnknown(place: string, zone: string, known: readonly string[]): string {
  return `${place}: there is no zone "${zone}"; add it to sdn.zones, or write an existing one: ${listWords(known)}`;
}

/** Changes of others, which take effect with those of the cluster. */
export function changesApplied(place: string, names: readonly string[]): string {
  return `${place}: changes of ${listWords(names)} wait to be applied; Proxmox VE applies all zones and vnets together, so this apply makes them effective too`;
}
