/** A bucket that nobody finds. */
export function regionMissing(): string {
  return 'missing; a bucket of AWS is found by its region, write one such as "eu-central-1", or the endpoint of another store';
}

/** Settings of a lock without the lock. */
export function lockAddressMissing(): string {
  return 'missing; the other settings of the lock need it, write the URL that locks the state or remove them';
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
