import { imageArchitecture } from '../../../image/resolved';
import type { Architecture } from '../../../values/architecture';
import { BootRoute } from '../../../values/boot-route';
import type { Platform } from '../../../values/platform';
import type { TalosVersion } from '../../../values/talos-version';
import { type BootMedia, BootMediaKind } from '../boot-media';

/** Names of an installer image at a factory. */
export interface FactoryInstaller {
  /** Without a slash at the end. */
  readonly factoryUrl: string;
  /** Registry and path of the installer images, where they do not come from the factory. */
  readonly installerMirror?: string;
  /** All 64 digits. */
  readonly schematicId: string;
  /** Release on the image. */
  readonly talosVersion: TalosVersion;
  /** Platform that the image is built for. */
  readonly platform: `${Platform}`;
  /** If the image is signed. */
  readonly secureBoot: boolean;
}

/** Names of an image at a factory. */
export interface FactoryImage extends FactoryInstaller {
  /** Processor architecture of the image. */
  readonly architecture: `${Architecture}`;
  /** Mirror that images are downloaded through, without a slash at the end. */
  readonly imageMirror?: string;
}

/** File of a boot route at the factory and in a datastore. */
export interface DiskImageForm {
  /** Ending of the file at the factory. */
  readonly factorySuffix: string;
  /** Ending of the file in the datastore. */
  readonly fileExtension: string;
  /** Content type in the datastore. */
  readonly contentType: 'import' | 'iso';
  /** How Proxmox VE unpacks it. */
  readonly decompressionAlgorithm?: 'gz';
}

const DISK_IMAGE_FORMS: Readonly<Record<`${BootRoute}`, DiskImageForm>> = {
  [BootRoute.IMPORT]: { factorySuffix: 'qcow2', fileExtension: 'qcow2', contentType: 'import' },
  // Proxmox VE unpacks downloads of the type iso only, and then wants the ending .img
  [BootRoute.FILE]: {
    factorySuffix: 'raw.gz',
    fileExtension: 'img',
    contentType: 'iso',
    decompressionAlgorithm: 'gz',
  },
  [BootRoute.ISO]: { factorySuffix: 'iso', fileExtension: 'iso', contentType: 'iso' },
};

/** Form of the disk image of a boot route. */
export function diskImageForm(bootRoute: `${BootRoute}`): DiskImageForm {
  return DISK_IMAGE_FORMS[bootRoute];
}

/** The disk image that a Proxmox VE host downloads. */
export function diskImageUrl(image: FactoryImage, bootRoute: `${BootRoute}`): string {
  return assetUrl(
    'image',
    image,
    `${image.platform}-${imageArchitecture(image)}.${diskImageForm(bootRoute).factorySuffix}`,
  );
}

/** The container image that installs or upgrades Talos with the extensions of the schematic. */
export function installerImage(image: FactoryInstaller): string {
  const registry = image.installerMirror ?? withoutScheme(image.factoryUrl);
  return `${registry}/${image.platform}-installer${image.secureBoot ? '-secureboot' : ''}/${image.schematicId}:${image.talosVersion.tag}`;
}

/** A file with which a machine can be booted. */
export function bootMedia(image: FactoryImage, kind: BootMediaKind): BootMedia {
  const fileName = bootMediaFileName(image, kind);
  const root = kind === BootMediaKind.PXE || kind === BootMediaKind.PXE_SECUREBOOT ? 'pxe' : 'image';
  return { fileName, url: assetUrl(root, image, fileName) };
}

function bootMediaFileName({ platform, architecture }: FactoryImage, kind: BootMediaKind): string {
  const machine = `${platform}-${architecture}`;
  switch (kind) {
    case BootMediaKind.DISK_IMAGE:
      return `${machine}.raw.xz`;
    case BootMediaKind.DISK_IMAGE_SECUREBOOT:
      return `${machine}-secureboot.raw.xz`;
    case BootMediaKind.ISO:
      return `${machine}.iso`;
    case BootMediaKind.ISO_SECUREBOOT:
      return `${machine}-secureboot.iso`;
    case BootMediaKind.PXE:
      return machine;
    case BootMediaKind.PXE_SECUREBOOT:
      return `${machine}-secureboot`;
    case BootMediaKind.KERNEL:
      return `kernel-${architecture}`;
    case BootMediaKind.KERNEL_COMMAND_LINE:
      return `cmdline-${machine}`;
    case BootMediaKind.INITRAMFS:
      return `initramfs-${architecture}.xz`;
    case BootMediaKind.UKI:
      return `${machine}-uki.efi`;
  }
}

function assetUrl(root: 'image' | 'pxe', image: FactoryImage, fileName: string): string {
  const { imageMirror, factoryUrl } = image;
  // a script for a boot over the network names files of the factory itself
  const isMirrored = imageMirror !== undefined && root === 'image';
  const origin = isMirrored ? `${imageMirror}/${withoutScheme(factoryUrl)}` : factoryUrl;
  return `${origin}/${root}/${image.schematicId}/${image.talosVersion.tag}/${fileName}`;
}

function withoutScheme(url: string): string {
  return url.replace(/^https?:\/\//, '');
}
