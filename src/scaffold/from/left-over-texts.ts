/** Reasons why something of another tool is not in the cluster file, and what to do instead. */

/** A key that nothing here asks for. */
export function unknownHere(): string {
  return 'nothing in the cluster file stands for it';
}

/** A value that only the other tool can compute. */
export function hasToBeComputed(): string {
  return 'has to be computed by the other tool; write its value into the cluster file';
}

/** A second value for something that is there once. */
export function saidOtherwise(key: string, known: unknown): string {
  return `${key} is there once, and is ${JSON.stringify(known)} already`;
}

/** Program code of the other tool. */
export function codeOfTheTool(): string {
  return 'is code of the other project; what it makes is made here from the cluster file';
}

/** A value that the rules of cluster files refuse. */
export function refusedHere(message: string): string {
  return `refused by the rules of cluster files: ${message}`;
}

/** A file that is named and cannot be read. */
export function fileNotFound(name: string): string {
  return `${name} could not be read; copy what it says into the cluster file`;
}

/** A schematic of which only the id is known. */
export function schematicById(): string {
  return 'the id does not tell what is in the image; write its extensions as "schematic" in the cluster file';
}

/** A value that looks like a secret. */
export function secretStays(): string {
  return 'looks like a secret, which has no place in a cluster file; variables of the environment hold those that are needed';
}

/** A patch with something secret in it. */
export function patchWithSecret(path: string): string {
  return `holds a secret at ${path}, which would stand in Git and in cdk.tf.json; add it by hand in a patch file that Git does not know`;
}

/** An operation of JSON6902 that no merge stands for. */
export function operationWithoutMerge(operation: string): string {
  return `the operation ${operation} has no strategic merge patch that stands for it; write one under "patches"`;
}

/** A setting of a network card beyond its address. */
export function cardSetting(): string {
  return 'the cluster file describes one card with a static address; add the rest as a patch of the machine';
}

/** An address from a DHCP server. */
export function addressIsStatic(): string {
  return 'every machine has a static address here; take it out of the range of the DHCP server';
}

/** Access to the hosts that is not needed. */
export function sshNotNeeded(): string {
  return 'no SSH is needed: images are downloaded by Proxmox VE itself (bootRoute: import); bootRoute: file takes proxmox.endpoints.main.ssh';
}

/** Another component of the original. */
export function belongsIntoCluster(what: string): string {
  return `${what} is not made here; leave it to GitOps, or put its manifests under kubernetes.inlineManifests`;
}

/** A second way to say what stands there already. */
export function derivedHere(from: string): string {
  return `follows from ${from}`;
}

/** Files that hold what nobody else may read. */
export function machineSecretsStay(): string {
  return 'machine secrets of the running cluster: they stay where they are; the new stack makes its own, so it makes a new cluster';
}

/** Access from the internet, which nothing here makes. */
export function publicAccess(): string {
  return 'access from the internet is not made here; run the connector and its rules in the cluster';
}
