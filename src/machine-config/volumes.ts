import type { TalosContract } from '../values/talos-contract';
import { type TalosDocument, usesVolumeDocuments } from './documents';
import type { VolumeSettings } from './settings';

/** Where Talos mounts the volumes of `UserVolumeConfig` documents. */
const USER_VOLUMES = '/var/mnt';

/** A `UserVolumeConfig` document. */
export interface UserVolumeConfig extends TalosDocument {
  readonly kind: 'UserVolumeConfig';
  readonly name: string;
  readonly provisioning: { readonly diskSelector: { readonly match: string }; readonly grow: true };
}

/** One item of `machine.disks`. */
export interface MachineDisk {
  readonly device: string;
  readonly partitions: readonly { readonly mountpoint: string }[];
}

/** One item of `machine.kubelet.extraMounts`. */
export interface ExtraMount {
  readonly destination: string;
  readonly type: 'bind';
  readonly source: string;
  readonly options: readonly string[];
}

/** Data disks as documents: the disk is found by its serial number and used as a whole. */
export function volumeDocuments(
  volumes: readonly VolumeSettings[] = [],
  contract: TalosContract,
): readonly UserVolumeConfig[] {
  if (!usesVolumeDocuments(contract)) return [];
  return volumes.map(({ name, serial }) => ({
    apiVersion: 'v1alpha1',
    kind: 'UserVolumeConfig',
    name,
    provisioning: { diskSelector: { match: `disk.serial == ${JSON.stringify(serial)}` }, grow: true },
  }));
}

/** Data disks as `machine.disks`, for contracts without documents. */
export function machineDisks(volumes: readonly VolumeSettings[] = [], contract: TalosContract): readonly MachineDisk[] {
  if (usesVolumeDocuments(contract)) return [];
  return volumes.map(({ devicePath, mountPath }) => ({ device: devicePath, partitions: [{ mountpoint: mountPath }] }));
}

/** What lets pods see the volumes: the kubelet runs in a container and needs each mount handed in. */
export function extraMounts(volumes: readonly VolumeSettings[] = [], contract: TalosContract): readonly ExtraMount[] {
  return volumes.map(({ name, mountPath }) => ({
    destination: mountPath,
    type: 'bind',
    source: usesVolumeDocuments(contract) ? `${USER_VOLUMES}/${name}` : mountPath,
    options: ['bind', 'rshared', 'rw'],
  }));
}
