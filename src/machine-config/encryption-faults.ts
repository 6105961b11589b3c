/** A key of no kind. */
export function keyWithoutKind(): string {
  return 'a key is of one kind; write nodeId: true, tpm: {}, static: { secret: <name> } or kms: { endpoint: <url> }';
}

/** A key of several kinds, of which Talos takes one. */
export function keyOfSeveralKinds(kinds: readonly string[]): string {
  return `a key is of one kind, and this one has ${kinds.join(' and ')}; give each a slot of its own`;
}

/** A slot that two keys have. */
export function slotTaken(slot: number): string {
  return `slot ${slot} is that of another key of the volume; choose another number`;
}

/** A key of `STATE` that would need `STATE` to be open. */
export function stateLockedToItself(): string {
  return 'the value that a key is locked to lies on STATE itself; leave lockToState out';
}

/** A passphrase that stands beside what it opens. */
export function passphraseBesideState(): string {
  return 'the passphrase of STATE stands readable beside it on the same disk, in META; a key of the kind nodeId, tpm or kms protects it';
}

/** A key server that is asked before the machine has an address. */
export function addressTooLate(): string {
  return (
    'the address of the machine stands in its configuration on STATE, so it reaches no key server before STATE is open; ' +
    'write dhcp: true with a reservation, or a key of another kind'
  );
}

/** Authorities that a machine does not know before its configuration is read. */
export function authoritiesTooLate(): string {
  return 'trustedRoots stand in the configuration on STATE, so the key server of STATE needs a certificate of an authority that Talos knows by itself';
}

/** A key that nothing on the machine can seal. */
export function tpmMissing(): string {
  return 'the virtual machine has no TPM; write tpm: true for it, or a key of another kind';
}

/** A key that a TPM seals under signatures which the image lacks. */
export function tpmNeedsSignedImage(): string {
  return 'a TPM seals keys for images that are signed; write talos.secureBoot: true, or a key of another kind';
}

/** A volume on a disk that outlives the machine, whose keys all go with the machine. */
export function keysGoWithMachine(keys: readonly string[]): string {
  return (
    `the volume lies on a disk that outlives the machine, and its keys (${keys.join(', ')}) do not: whoever replaces the machine loses the data; ` +
    'bind the UUID with smbiosUuid for nodeId, or add a key of the kind static or kms without lockToState'
  );
}

/** Length of a key that the cipher does not have. */
export function keySizeUnknown(got: number, cipher: string, sizes: readonly number[]): string {
  return `got ${got}, and ${cipher} has keys of ${sizes.join(' or ')} bits`;
}

/** A sector of an odd size. */
export function blockSizeUnknown(got: number): string {
  return `got ${got}; write 512, 1024, 2048 or 4096`;
}
