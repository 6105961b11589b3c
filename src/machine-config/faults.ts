import { quoteValue, writeTaint } from '../errors/spec';

/** A patch that says nothing. */
export function emptyPatch(): string {
  return 'the patch is empty; remove it, or write what it shall change';
}

/** A text that the Talos provider would take for the name of a file. */
export function readsAsFileName(): string {
  return 'the Talos provider would take this text for the name of a file; write the patch itself, such as "machine: { … }"';
}

/** A patch that YAML can't be read from. */
export function patchSyntax(fault: string): string {
  return `not valid YAML: ${fault}`;
}

/** A list of operations. */
export function json6902Patch(): string {
  return 'a list of operations (JSON6902) is refused where a configuration has several documents; write a strategic merge patch, such as "machine: { … }"';
}

/** Something else than a map; what it is, is not repeated: it may be a file of another purpose. */
export function notADocument(got: unknown): string {
  return `a document of a machine configuration is a map of keys and values; got a ${typeof got === 'string' ? 'text' : typeof got}`;
}

/** The same document twice in one patch. */
export function duplicateDocument(key: string): string {
  return `the patch has document ${key} twice; merge the two into one`;
}

/** A kind that the contract does not have. */
export function unknownKind(got: unknown, contract: string, nearest: string | undefined): string {
  const advice = nearest === undefined ? 'write a kind that it has' : `did you mean ${nearest}?`;
  return `contract ${contract} has no document of kind ${shown(got)}; ${advice}`;
}

/** A document of a kind without version. */
export function missingApiVersion(kind: string): string {
  return `a document of kind ${kind} needs "apiVersion: v1alpha1"`;
}

/** A document without the name that tells it from others of its kind. */
export function missingDocumentName(kind: string): string {
  return `a document of kind ${kind} needs a name`;
}

/** A field that the contract does not have. */
export function unknownSetting(
  got: string,
  contract: string,
  known: readonly string[],
  nearest: string | undefined,
): string {
  const fields = known.length === 0 ? 'nothing is known there' : `known are ${known.join(', ')}`;
  return `the configuration of Talos ${contract} has no field "${got}" here; ${nearest === undefined ? fields : `did you mean "${nearest}"?`}`;
}

/** A value of another type. */
export function wrongType(expected: string, got: unknown): string {
  return `must be ${expected}; got ${shown(got)}`;
}

/** A date in what Talos only hands on: it has no way to copy one, and crashes the provider with it. */
export function dateWithoutQuotes(): string {
  return 'a date without quotes crashes the Talos provider here; write it in quotes';
}

/** A value outside a closed set. */
export function notAllowed(values: readonly unknown[], got: unknown): string {
  return `must be one of ${values.map((value) => shown(value)).join(', ')}; got ${shown(got)}`;
}

/** Anything else that the schema of Talos has against a value. */
export function againstSchema(message: string, got: unknown): string {
  return `${message}; got ${shown(got)}`;
}

/** A `$patch` that does something else than to delete. */
export function unknownDirective(got: unknown): string {
  return `the only directive is "$patch: delete"; got ${shown(got)}`;
}

/** An attempt to delete the document without a kind. */
export function deletesMainDocument(): string {
  return '"$patch: delete" would delete the whole main document; write it below what shall go';
}

/** A deletion of what the settings or the stack put there. */
export function deletesWhatIsMade(field: string): string {
  return `"$patch: delete" would take ${field} away, which this library writes; delete less, or change the setting that it comes from`;
}

/** Another hostname than that of the machine. */
export function otherHostname(got: unknown, hostname: string): string {
  return `the machine is ${hostname}, got ${shown(got)}; leave the hostname out, and name the machine under nodes`;
}

/** A field that has a setting with checks of its own. */
export function settingInPatch(setting: string): string {
  return `a patch would go round the checks of this setting; write it under ${setting} of the cluster file`;
}

/** The type of a machine. */
export function machineTypeInPatch(): string {
  return 'a patch does not change what a machine is; leave it out, and write machineType under nodes of the cluster file';
}

/** A secret that the stack makes. */
export function secretOfTheStack(): string {
  return 'the stack makes the secrets of the cluster, and a patch stands readable in its files; leave it out';
}

/** A secret of another system that a token could stand for. */
export function credentialInPatch(): string {
  return 'a patch stands readable in the files of the stack; give the secret as a token, such as the value of a sensitive variable, or set allowSecrets';
}

/** A secret of another system that is written out in a patch of a cluster file. */
export function credentialWrittenOut(): string {
  return 'a patch stands readable in the files of the stack; write { secret: <name> } here, and the name under secrets of the cluster file';
}

/** The same in a variable of a program. */
export function variableWrittenOut(): string {
  return 'a patch stands readable in the files of the stack; write the variable under machine.extensionServices.<name>.environment as { secret: <name> }, and the name under secrets of the cluster file';
}

/** A deletion below an item of a list. */
export function deletesInsideListItem(): string {
  return '"$patch: delete" can delete an item of a list, but nothing inside one; delete the item and write the whole item again';
}

/** A deletion of an item that nothing tells apart. */
export function deletesUnnamedItem(): string {
  return '"$patch: delete" of an item needs the field that tells the item apart beside it, such as "name: …"';
}

/** A deletion in a document that is not there: it crashes the Talos provider. */
export function deletesMissingDocument(key: string, hostname: string, present: readonly string[]): string {
  return `"$patch: delete" of document ${key}, which ${hostname} does not have, crashes the Talos provider; it has ${present.join(', ')}`;
}

/** A deletion of something that is not there. */
export function nothingToDelete(hostname: string): string {
  return `"$patch: delete" finds nothing to delete on ${hostname}, and the Talos provider fails; patch only machines that have it`;
}

/** A field that a document has taken the place of. */
export function fieldBesideDocument(field: string, kind: string): string {
  const document = `${/^(?:[AEIO]|Un)/.test(kind) ? 'an' : 'a'} ${kind} document`;
  return `a node refuses ${field} beside ${document}; write it in ${document}`;
}

/** A made-up hostname beside a fixed one. */
export function autoBesideHostname(): string {
  return 'a node refuses a HostnameConfig with "auto: stable" and a hostname; leave auto out';
}

/** Two documents that describe one link. */
export function linkDescribedTwice(name: string, kinds: readonly string[]): string {
  return `link ${name} is described by ${kinds.join(' and ')}; write one document for it`;
}

/** A label that Kubernetes refuses a worker to set on itself. */
export function labelRefused(hostname: string, label: string, value: unknown, settable: string): string {
  const text = typeof value === 'string' && /^[A-Za-z0-9._-]*$/.test(value) ? value : '…';
  return `${hostname} is a worker, and Kubernetes lets no worker set this label on itself: all labels of the machine would be refused together with it; run "kubectl label node ${hostname} ${label}=${text}" instead, or write a label that a worker may set: ${settable}`;
}

/** Labels among the arguments of the kubelet. */
export function kubeletArgumentRefused(labels: readonly string[], settable: string): string {
  return `the kubelet does not start with ${labels.join(', ')} in node-labels; write labels that it may set: ${settable}`;
}

/** Taints of a worker in a patch. */
export function taintsInPatch(hostname: string): string {
  return `${hostname} is a worker, and Kubernetes lets no worker change its taints: all labels of the machine would be refused together with them; write nodeTaints in the cluster file, and the node is registered with them`;
}

/** Another form than that of a taint. */
export function taintFormWrong(got: string): string {
  return `got ${shown(got)}; ${writeTaint()}`;
}

/** An argument of the kubelet that takes the place of other taints. */
export function taintArgumentBesideTaints(): string {
  return 'the kubelet takes this argument instead of the taints that it is configured with; leave it out, and write all taints under nodeTaints';
}

/** A taint that a node would be registered with twice. */
export function taintTwice(taint: string, hostname: string): string {
  return `${hostname} would register with the taint ${taint} twice, and Kubernetes refuses such a node; write it once, under nodeTaints of the cluster file or here`;
}

/**
 * A refusal of Talos.
 *
 * @param hostnames the machines that would refuse it; none for the Talos provider, which a plan would fail with
 */
export function refusedByTalos(hostnames: readonly string[], sentence: string): string {
  return `${hostnames.length === 0 ? 'the Talos provider' : hostnames.join(', ')} would refuse this: ${talosSentence(sentence)}`;
}

/** A refusal of Talos that no part of the file causes. */
export function refusedThoughMadeHere(hostnames: readonly string[], sentence: string): string {
  return `${hostnames.join(', ')} would refuse the configuration: ${talosSentence(sentence)}; no patch and no setting alone causes it, so this is a fault of cdktf-proxmox-talos: please report it with this line`;
}

/** A warning of Talos. */
export function warnedOfByTalos(hostname: string, sentence: string): string {
  return `Talos says of ${hostname}: ${talosSentence(sentence)}`;
}

/** In one line, and without the name that the main document has in the program of Talos. */
function talosSentence(sentence: string): string {
  return sentence
    .replace(/^v1alpha1\.Config: /, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ');
}

function shown(got: unknown): string {
  const text = got === undefined ? 'nothing' : JSON.stringify(got);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

/** An address that something else has. */
export function addressTaken(got: string, owner: string): string {
  return `got ${quoteValue(got)}; that is the address of ${owner}, write another`;
}

/** A cluster without control plane. */
export function noControlPlane(): string {
  return 'there is no control plane; write machineType: controlplane at one machine or more, best at three';
}

/** A virtual IP that clients do not use. */
export function vipIsNotEndpoint(got: string, vip: string): string {
  return `got ${quoteValue(got)}, but the vip is ${vip}; write the vip, or a DNS name that leads to it`;
}

/** A contract whose documents this library does not make. */
export function contractNotWritable(got: string, oldest: string, newest: string): string {
  return `got ${quoteValue(got)}; this release of cdktf-proxmox-talos writes ${oldest} to ${newest}; write one of these; the machines may run a newer Talos`;
}
