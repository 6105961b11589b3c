import type { VolumeEncryption } from './encryption';

/**
 * Volumes of a machine beside its data disks. A volume is made once: what is changed here later counts for volumes that do
 * not exist yet, but that a volume with `grow` takes a larger `maxSize`. Who leaves one out keeps its data.
 *
 * @typeParam Secret form of a secret; a cluster file names it, code gives a value that only OpenTofu knows
 */
export interface StorageOptions<Secret = string> {
  /**
   * Volumes of Talos itself: `STATE` has the configuration, `EPHEMERAL` pods, images and logs, `IMAGECACHE` the images that
   * an image brought along, and the others data that may lie apart from `EPHEMERAL`.
   * @default - on the system disk, `EPHEMERAL` with all that is left of it
   */
  readonly systemVolumes?: SystemVolumes<Secret>;
  /**
   * Volumes that pods use, by name: Talos makes a file system and mounts it at `/var/mnt/<name>`. Contract v1.10 or newer.
   * @default - none
   */
  readonly userVolumes?: Readonly<Record<string, UserVolume<Secret>>>;
  /**
   * Partitions without file system by name, at `/dev/disk/by-partlabel/r-<name>`. Contract v1.11 or newer.
   * @default - none
   */
  readonly rawVolumes?: Readonly<Record<string, PlacedVolume<Secret>>>;
  /**
   * Partitions for swap by name. Contract v1.11 or newer.
   * @default - none
   */
  readonly swapVolumes?: Readonly<Record<string, PlacedVolume<Secret>>>;
  /**
   * Volumes with a file system that are there already, by a name under which they are mounted at `/var/mnt/<name>`. Contract
   * v1.11 or newer.
   * @default - none
   */
  readonly existingVolumes?: Readonly<Record<string, ExistingVolume>>;
}

/**
 * Volumes of Talos itself.
 *
 * @typeParam Secret as in `StorageOptions`
 */
export interface SystemVolumes<Secret = string> {
  /**
   * The configuration of the machine, with its secrets.
   * @default - not encrypted
   */
  readonly STATE?: StateVolume<Secret>;
  /**
   * Pods, images and logs.
   * @default - all that is left of the system disk
   */
  readonly EPHEMERAL?: EphemeralVolume<Secret>;
  /**
   * Images that an image of Talos brought along.
   * @default - on the system disk
   */
  readonly IMAGECACHE?: ImageCacheVolume;
  /**
   * Data of etcd, on a partition of its own. Contract v1.14 or newer, and decided when a machine is made: Talos moves no data.
   * @default - a directory of `EPHEMERAL`
   */
  readonly ETCD?: SystemPartition<Secret>;
  /**
   * Images and containers, as `ETCD`.
   * @default - a directory of `EPHEMERAL`
   */
  readonly CRI?: SystemPartition<Secret>;
  /**
   * Data of the kubelet and of pods, as `ETCD`.
   * @default - a directory of `EPHEMERAL`
   */
  readonly KUBELET?: SystemPartition<Secret>;
  /**
   * Logs of services and pods, as `ETCD`.
   * @default - a directory of `EPHEMERAL`
   */
  readonly LOG?: SystemPartition<Secret>;
}

/** Size of a volume that is a partition. */
export interface VolumeSize {
  /**
   * Least size, such as `10GiB`: a disk with less room is not taken.
   * @default - 2GiB of `EPHEMERAL`, as large as `maxSize` lets it be of others
   */
  readonly minSize?: string;
  /**
   * Largest size, such as `80GiB`, or from contract v1.13 on a share of the disk such as `50%`, or `-10GiB`, which
   * leaves that much of the disk.
   * @default - all of the disk
   */
  readonly maxSize?: string;
  /**
   * If the volume grows with the room on its disk.
   * @default - true of `EPHEMERAL`, false of others
   */
  readonly grow?: boolean;
}

/** How often the file system of a volume is trimmed. */
export interface VolumeTrim {
  /**
   * Time in hours in which the file system tells its disk once what it does not use; 0 for never. Contract v1.14 or newer.
   * @default - that of `safeguards`
   */
  readonly trimHours?: number;
}

/** Upkeep of a file system. */
export interface VolumeUpkeep extends VolumeTrim {
  /**
   * Time in hours in which the file system is checked once for errors while it is in use, which only xfs can be; 0 for
   * never. Contract v1.14 or newer.
   * @default - that of `safeguards`
   */
  readonly scrubHours?: number;
}

/** How a volume is formatted, which counts when it is made. */
export interface FormattedVolume {
  /**
   * Least size of the groups that xfs divides a volume into, such as `64GiB`: fewer and larger ones for a machine with many
   * processors. Contract v1.14 or newer.
   * @default - as Talos chooses
   */
  readonly xfsMinAllocationGroupSize?: string;
}

/** The volume of images that an image of Talos brought along; Talos decides how it is mounted. */
export interface ImageCacheVolume extends VolumeSize {
  /**
   * Which disk it is on, as an expression of CEL such as `disk.transport == "nvme" && !system_disk`.
   * @default - the system disk
   */
  readonly diskSelector?: string;
}

/**
 * The volume that the configuration of a machine lies on; its place and its size are those of Talos.
 *
 * @typeParam Secret as in `StorageOptions`
 */
export interface StateVolume<Secret = string> {
  /** Encryption of the volume. */
  readonly encryption: VolumeEncryption<Secret>;
}

/**
 * The volume that everything lies on which has none of its own.
 *
 * @typeParam Secret as in `StorageOptions`
 */
export interface EphemeralVolume<Secret = string> extends SystemPartition<Secret>, VolumeUpkeep {}

/**
 * A volume of Talos itself that takes a part of what would lie on `EPHEMERAL`. It is made before `EPHEMERAL`, so it needs a
 * `maxSize` on a disk that both are on. Only `EPHEMERAL` has an upkeep of its own beside `trimHours`.
 *
 * @typeParam Secret as in `StorageOptions`
 */
export interface SystemPartition<Secret = string> extends ImageCacheVolume, VolumeTrim, FormattedVolume {
  /**
   * Mount it without executable files, devices and set-user-id. Contract v1.13 or newer.
   * @default - as Talos has it
   */
  readonly secure?: boolean;
  /**
   * Encryption of the volume.
   * @default - not encrypted
   */
  readonly encryption?: VolumeEncryption<Secret>;
}

/**
 * A partition on a disk that an expression selects.
 *
 * @typeParam Secret as in `StorageOptions`
 */
export interface PlacedVolume<Secret = string> extends VolumeSize {
  /**
   * Which disk it is on, as an expression of CEL: `system_disk`, `disk.serial == "data-1"`, `disk.size > 100u * GiB`. The
   * first disk with enough room is taken.
   */
  readonly diskSelector: string;
  /**
   * Encryption of the volume.
   * @default - not encrypted
   */
  readonly encryption?: VolumeEncryption<Secret>;
}

/**
 * A volume that pods use.
 *
 * @typeParam Secret as in `StorageOptions`
 */
export interface UserVolume<Secret = string> extends VolumeSize, VolumeUpkeep, FormattedVolume {
  /**
   * Which disk it is on, as an expression of CEL. A partition takes the first disk with enough room; of a whole disk the
   * expression has to name one.
   * @default - a directory is on `EPHEMERAL`
   */
  readonly diskSelector?: string;
  /**
   * Form of the volume: a partition, a whole disk, or a directory of `EPHEMERAL`. The last two need contract v1.12.
   * @default partition
   */
  readonly type?: 'partition' | 'disk' | 'directory';
  /**
   * File system of the volume. `btrfs` needs contract v1.14 and the extension `siderolabs/btrfs`.
   * @default xfs
   */
  readonly filesystem?: 'xfs' | 'ext4' | 'btrfs';
  /**
   * Count the space of directories, so that the kubelet knows what a pod takes; only xfs does. Contract v1.11 or newer.
   * @default false
   */
  readonly projectQuota?: boolean;
  /**
   * Mount it without executable files, devices and set-user-id. Contract v1.13 or newer.
   * @default true
   */
  readonly secure?: boolean;
  /**
   * Leave the time of the last access of files as it is. Contract v1.13 or newer.
   * @default false
   */
  readonly disableAccessTime?: boolean;
  /**
   * Encryption of the volume; a directory is encrypted with `EPHEMERAL`.
   * @default - not encrypted
   */
  readonly encryption?: VolumeEncryption<Secret>;
}

/** A volume that is there already. */
export interface ExistingVolume extends VolumeUpkeep {
  /**
   * Which volume, as an expression of CEL such as `volume.partition_label == "media"`; `disk` is the disk that it is on.
   */
  readonly volumeSelector: string;
  /**
   * If nothing is written on it.
   * @default false
   */
  readonly readOnly?: boolean;
  /**
   * As of `UserVolume`. Contract v1.13 or newer.
   * @default true
   */
  readonly secure?: boolean;
  /**
   * As of `UserVolume`. Contract v1.13 or newer.
   * @default false
   */
  readonly disableAccessTime?: boolean;
}
