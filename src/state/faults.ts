/** A bucket that nobody finds. */
export function regionMissing(): string {
  return 'missing; a bucket of AWS is found by its region, write one such as "eu-central-1", or the endpoint of another store';
}

/** Settings of a lock without the lock. */
export function lockAddressMissing(): string {
  return 'missing; the other settings of the lock need it, write the URL that locks the state or remove them';
}

/** A password in the URL of a database. */
export function passwordInAddress(key: string): string {
  return `holds "${key}", which would stand in the synthesized JSON; remove it, and set PGPASSWORD, or PG_CONN_STR in place of address`;
}

/** Two sources of the credentials of a Kubernetes API. */
export function kubeconfigInPod(setting: string): string {
  return `means nothing with inClusterConfig, which uses the service account of the pod; remove ${setting}, or inClusterConfig`;
}

/** A Kubernetes API that is trusted and not trusted. */
export function authorityNotChecked(): string {
  return 'is not checked with insecure: true, and OpenTofu refuses both; remove one of the two';
}

/** A state that anybody can read who gets hold of it. */
export function stateNotEncrypted(): string {
  return 'the state holds the secrets of the cluster in clear text; write state.encryption: on for a new cluster, or migrate, apply once and then on';
}

/** A strength of an encryption that is off. */
export function iterationsWithoutEncryption(got: number): string {
  return `got ${got}, but the state is not encrypted; write encryption: on, or remove encryptionIterations`;
}

/** A state that is on its way to being encrypted. */
export function stateMigrates(): string {
  return 'got "migrate", which also takes a state in clear text; write "on" after one apply';
}

/** For a value that OpenTofu can't know before it reads the state. */
export function stateKnownTooLate(): string {
  return 'must be known when OpenTofu starts, got a value that it knows later; write the value itself, or take an input variable of this stack that is not sensitive';
}

/** For a stack that is given a value of another one and can't read the state of that. */
export function stateReaderWithoutKey(reader: string, origin: string): string {
  return `the stack ${reader} takes a value of the stack ${origin}, whose state is encrypted; give ${reader} a StateEncryption with the same passphrase`;
}
