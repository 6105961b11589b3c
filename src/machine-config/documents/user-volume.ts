import type { TalosContract } from '../../values/talos-contract';
import type { VolumeSettings } from '../settings/machine';
import type { DocumentKind, TalosDocument } from './document-kind';
import { VOLUME_SECRETS } from './volume';

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

/** Data disks: each is found by its serial number and used as a whole. */
export const userVolumeConfig: DocumentKind<UserVolumeConfig> = {
  kind: 'UserVolumeConfig',
  since: 'v1.10',
  secrets: VOLUME_SECRETS,
  render: (_cluster, { volumes = [] }) =>
    volumes.map(({ name, serial }) => ({
      apiVersion: 'v1alpha1',
      kind: 'UserVolumeConfig',
      name,
      provisioning: {
        diskSelector: { match: `disk.serial == ${JSON.stringify(serial)}` },
        minSize: MIN_VOLUME_SIZE,
        grow: true,
      },
    })),
  legacy: (_cluster, { volumes = [] }) => ({
    machine: {
      disks: volumes.map(({ devicePath, mountPath }) => ({
        device: devicePath,
        partitions: [{ mountpoint: mountPath }],
      })),
    },
  }),
};

/** Mounts that let pods see the volumes: the kubelet runs in a container and needs each mount handed in. */
export function extraMounts(volumes: readonly VolumeSettings[] = [], contract: TalosContract): readonly ExtraMount[] {
  return volumes.map(({ name, mountPath }) => ({
    destination: mountPath,
    type: 'bind',
    source: contract.isAtLeast(userVolumeConfig.since) ? `${USER_VOLUMES}/${name}` : mountPath,
    options: ['bind', 'rshared', 'rw'],
  }));
}
