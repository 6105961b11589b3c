import type { TalosContract } from '../../values/talos-contract';
import { type TalosDocument, usesVolumeDocuments } from './talos-document';
import type { VolumeSettings } from '../settings/machine';

/** Where Talos mounts the volumes of `UserVolumeConfig` documents. */
const USER_VOLUMES = '/var/mnt';

/** Talos asks for a limit; this one holds for any disk that its file system fits on, and the volume grows beyond it. */
const MIN_VOLUME_SIZE = '512MiB';

/** A data disk that Talos formats and mounts. */
export interface UserVolumeConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'UserVolumeConfig';
  /** Name of the volume and of its folder. */
  readonly name: string;
  /** Which disk it is on, and that it takes all of it. */
  readonly provisioning: {
    readonly diskSelector: { readonly match: string };
    readonly minSize: string;
    readonly grow: true;
  };
}

/** One item of `machine.disks`. */
export interface MachineDisk {
  /** Path of the disk. */
  readonly device: string;
  /** The one partition, and where it is mounted. */
  readonly partitions: readonly { readonly mountpoint: string }[];
}

/** One item of `machine.kubelet.extraMounts`. */
export interface ExtraMount {
  /** Where pods find it. */
  readonly destination: string;
  /** The only type that is used. */
  readonly type: 'bind';
  /** Where the machine has it. */
  readonly source: string;
  /** Options of the mount. */
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
    provisioning: {
      diskSelector: { match: `disk.serial == ${JSON.stringify(serial)}` },
      minSize: MIN_VOLUME_SIZE,
      grow: true,
    },
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
