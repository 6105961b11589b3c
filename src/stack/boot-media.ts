import { BootMediaKind } from '../constructs/image/boot-media';
import type { TalosImage } from '../constructs/image/talos-image';
import type { ClusterModel } from '../model/cluster-model';

/** Media for the first boot of a physical machine, in the words of OpenTofu: URLs at the factory. */
export interface MachineBootMedia {
  /**
   * Optical disc, also for a USB stick.
   * @default - a board, which boots from the disk image alone
   */
  readonly iso?: string;
  /**
   * Script for a boot over the network.
   * @default - a board
   */
  readonly pxe?: string;
  /** Whole disk, compressed with xz. */
  readonly disk_image: string;
}

/**
 * Boot media of the physical machines of a cluster, by machine; none for virtual ones.
 *
 * @param images images of the cluster by key
 */
export function bootMedia(
  { nodes }: ClusterModel,
  images: ReadonlyMap<string, TalosImage>,
): Readonly<Record<string, MachineBootMedia>> {
  return Object.fromEntries(
    nodes.flatMap(({ name, vm, imageKey }) => {
      const image = images.get(imageKey);
      return vm === undefined && image !== undefined ? [[name, mediaOf(image)] as const] : [];
    }),
  );
}

function mediaOf(image: TalosImage): MachineBootMedia {
  const url = (kind: BootMediaKind): string => image.bootMedia(kind).url;
  if (image.secureBoot) {
    return {
      iso: url(BootMediaKind.ISO_SECUREBOOT),
      pxe: url(BootMediaKind.PXE_SECUREBOOT),
      disk_image: url(BootMediaKind.DISK_IMAGE_SECUREBOOT),
    };
  }
  const whole = { disk_image: url(BootMediaKind.DISK_IMAGE) };
  if (image.schematic.content.overlay !== undefined) return whole;
  return { iso: url(BootMediaKind.ISO), pxe: url(BootMediaKind.PXE), ...whole };
}
