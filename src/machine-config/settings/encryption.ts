/**
 * Encryption of a volume with LUKS2. It counts when the volume is made: one that exists is neither encrypted later nor
 * decrypted, and plans that would do so are refused.
 *
 * @typeParam Secret form of a secret; a cluster file names it, code gives a value that only OpenTofu knows
 */
export interface VolumeEncryption<Secret = string> {
  /**
   * Keys, each of which opens the volume. A machine tries them by their slots when it starts, and then brings the other
   * slots up to date: add a key, restart, and remove the old one afterwards.
   */
  readonly keys: readonly EncryptionKey<Secret>[];
  /**
   * Cipher. Those with Adiantum are for processors without AES.
   * @default aes-xts-plain64
   */
  readonly cipher?: 'aes-xts-plain64' | 'xchacha12,aes-adiantum-plain64' | 'xchacha20,aes-adiantum-plain64';
  /**
   * Length of the key of the volume: 256 or 512, with Adiantum 256.
   * @default - as `cryptsetup` chooses
   */
  readonly keySizeBits?: number;
  /**
   * Size of an encrypted sector: 512, 1024, 2048 or 4096.
   * @default - as `cryptsetup` chooses
   */
  readonly blockSizeBytes?: number;
  /**
   * Shortcuts of the kernel that make it faster on some disks.
   * @default - none
   */
  readonly options?: readonly ('no_read_workqueue' | 'no_write_workqueue' | 'same_cpu_crypt')[];
  /**
   * Tell the disk what the volume does not use, so that `discard` and trims reach it; whoever holds the disk sees how much
   * is used. Contract v1.14 or newer.
   * @default false
   */
  readonly allowDiscards?: boolean;
}

/**
 * Key of an encrypted volume, of one kind: `nodeId`, `tpm`, `static` or `kms`.
 *
 * @typeParam Secret as in `VolumeEncryption`
 */
export interface EncryptionKey<Secret = string> {
  /** Number of the key on the volume, once for each volume. */
  readonly slot: number;
  /**
   * Make the key of the UUID of the machine: a disk that is taken out of it stays closed. Bind the UUID with `smbiosUuid`
   * where the volume lies on a disk that outlives the virtual machine.
   * @default false
   */
  readonly nodeId?: boolean;
  /**
   * Seal the key with the TPM of the machine; needs `talos.secureBoot`, and on a virtual machine `tpm: true`. A physical
   * machine has to have a TPM 2.0, which nobody can see from here. With a virtual machine its TPM goes, and all that it
   * sealed.
   * @default - not by a TPM
   */
  readonly tpm?: TpmKey;
  /**
   * A passphrase. It stands in the configuration of the machine, so it protects disks that are taken out and whose
   * configuration is on an encrypted `STATE`.
   * @default - none
   */
  readonly static?: Secret;
  /**
   * Let a key server seal and unseal the key over the network, whenever the machine starts.
   * @default - none
   */
  readonly kms?: KmsKey;
  /**
   * Mix a random value on `STATE` into the key, so that the volume opens only beside the `STATE` that it was made with. A
   * machine that is reset or replaced does not open it any more. Contract v1.11 or newer.
   * @default false
   */
  readonly lockToState?: boolean;
}

/** Key that a TPM seals. */
export interface TpmKey {
  /**
   * Registers that have to be as they were: 7 is the state of secure boot. An empty list leaves the signature of the image
   * alone, so that new keys of the firmware do no harm. Contract v1.12 or newer.
   * @default - 7
   */
  readonly pcrs?: readonly number[];
  /**
   * Make the key only if secure boot is on.
   * @default false
   */
  readonly checkSecurebootStatusOnEnroll?: boolean;
}

/** Key that a server keeps. */
export interface KmsKey {
  /** Where it answers, such as `https://kms.example.com:4443`. */
  readonly endpoint: string;
}

/** Where keys of encrypted volumes come from on one machine, as far as it is known. */
export interface KeySources {
  /**
   * If it has a TPM.
   * @default - not known
   */
  readonly tpm?: boolean;
  /**
   * If its image is signed for secure boot, and brings what a TPM seals keys under.
   * @default - not known
   */
  readonly signedImage?: boolean;
  /**
   * If its UUID stays the same when it is replaced.
   * @default - not known
   */
  readonly boundUuid?: boolean;
  /**
   * If it has an address before it has read its configuration.
   * @default - not known
   */
  readonly earlyAddress?: boolean;
  /**
   * Serial numbers of disks that outlive it.
   * @default - none
   */
  readonly keptDisks?: readonly string[];
}
