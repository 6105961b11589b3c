import type { TalosContract } from '../../values/talos-contract';
import { type Fields, withoutEmpty } from '../fields';
import type { VolumeSettings } from '../settings/machine';
import type { UserVolume } from '../settings/storage';
import type { DocumentKind, TalosDocument } from './document-kind';
import { VOLUME_SECRETS } from './volume';
import { encryptionOf } from './volume-encryption';
import { provisioningOf } from './volume-provisioning';
import { upkeepOf, xfsOf } from './volume-upkeep';

/** Where Talos mounts the volumes of `UserVolumeConfig` documents. */
export const USER_VOLUMES = '/var/mnt';

/** Talos asks for a limit; this one holds for any disk that its file system fits on, and the volume grows beyond it. */
const MIN_VOLUME_SIZE = '512MiB';

/** A volume that Talos formats and mounts. */
export interface UserVolumeConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'UserVolumeConfig';
  /** Name of the volume and of its folder. */
  readonly name: string;
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

/** Data disks, each found by its serial number and used as a whole, and volumes beside them. */
export const userVolumeConfig: DocumentKind<UserVolumeConfig> = {
  kind: 'UserVolumeConfig',
  since: 'v1.10',
  secrets: VOLUME_SECRETS,
  render: (_cluster, { volumes = [], storage: { userVolumes = {} } = {} }) => [
    ...volumes.map(({ name, serial }): UserVolumeConfig & Fields => ({
      apiVersion: 'v1alpha1',
      kind: 'UserVolumeConfig',
      name,
      provisioning: {
        diskSelector: { match: `disk.serial == ${JSON.stringify(serial)}` },
        minSize: MIN_VOLUME_SIZE,
        grow: true,
      },
    })),
    ...Object.entries(userVolumes).map(([name, volume]) => userVolume(name, volume)),
  ],
  legacy: (_cluster, { volumes = [] }) => ({
    machine: {
      disks: volumes.map(({ devicePath, mountPath }) => ({
        device: devicePath,
        partitions: [{ mountpoint: mountPath }],
      })),
    },
  }),
};

function userVolume(name: string, volume: UserVolume): UserVolumeConfig & Fields {
  const {
    type,
    filesystem,
    projectQuota,
    secure,
    disableAccessTime,
    encryption,
    trimHours,
    scrubHours,
    xfsMinAllocationGroupSize,
    ...size
  } = volume;
  return {
    apiVersion: 'v1alpha1',
    kind: 'UserVolumeConfig',
    name,
    ...withoutEmpty({ volumeType: type }),
    ...provisioningOf(size),
    ...withoutEmpty({
      filesystem: {
        type: filesystem,
        projectQuotaSupport: projectQuota,
        ...xfsOf(xfsMinAllocationGroupSize),
      },
      mount: { secure, disableAccessTime },
    }),
    ...encryptionOf(encryption),
    ...upkeepOf({ trimHours, scrubHours }),
  };
}

/** Mounts that let pods see the volumes: the kubelet runs in a container and needs each mount handed in. */
export function extraMounts(volumes: readonly VolumeSettings[] = [], contract: TalosContract): readonly ExtraMount[] {
  return volumes.map(({ name, mountPath }) => ({
    destination: mountPath,
    type: 'bind',
    source: contract.isAtLeast(userVolumeConfig.since) ? `${USER_VOLUMES}/${name}` : mountPath,
    options: ['bind', 'rshared', 'rw'],
  }));
}
