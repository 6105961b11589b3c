import type { ImageTraits } from './placed';
import type { VirtualMachineSettings } from './settings';

/** Where keys of encrypted volumes come from on a virtual machine. */
export interface VirtualKeySources {
  /** If it has a TPM. */
  readonly tpm: boolean;
  /** If its image is signed for secure boot. */
  readonly signedImage: boolean;
  /** If its UUID stays the same when it is replaced. */
  readonly boundUuid: boolean;
  /** If it has an address before it has read its configuration: from cloud-init, or by DHCP. */
  readonly earlyAddress: boolean;
  /** Serial numbers of disks that outlive it. */
  readonly keptDisks: readonly string[];
}

/** Where keys of encrypted volumes come from on a virtual machine. */
export function virtualKeySources(
  { tpm = false, smbiosUuid, disks = {} }: Pick<VirtualMachineSettings, 'tpm' | 'smbiosUuid' | 'disks'>,
  { platform, secureBoot = false }: Pick<ImageTraits, 'platform' | 'secureBoot'>,
  dhcp = false,
): VirtualKeySources {
  return {
    tpm,
    signedImage: secureBoot,
    boundUuid: smbiosUuid !== undefined,
    earlyAddress: dhcp || platform !== 'metal',
    keptDisks: Object.entries(disks)
      .filter(([, { diskVm, existingVolume }]) => diskVm !== undefined || existingVolume !== undefined)
      .map(([name, { serial = name }]) => serial),
  };
}

/** The same of a physical machine, of whose hardware nobody knows. */
export function physicalKeySources(
  { secureBoot = false }: Pick<ImageTraits, 'secureBoot'>,
  dhcp = false,
): Pick<VirtualKeySources, 'signedImage' | 'earlyAddress'> {
  return { signedImage: secureBoot, earlyAddress: dhcp };
}
