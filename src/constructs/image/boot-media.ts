/** Files of an image that a machine can be booted from. */
export enum BootMediaKind {
  /** Whole disk, compressed with xz. */
  DISK_IMAGE = 'disk-image',
  /** Whole disk for secure boot, compressed with xz. */
  DISK_IMAGE_SECUREBOOT = 'disk-image-secureboot',
  /** Optical disc, also for a USB stick. */
  ISO = 'iso',
  /** Optical disc for secure boot, also for a USB stick. */
  ISO_SECUREBOOT = 'iso-secureboot',
  /** Script for a boot over the network. */
  PXE = 'pxe',
  /** Script for a boot over the network with secure boot. */
  PXE_SECUREBOOT = 'pxe-secureboot',
  /** Linux kernel of Talos. */
  KERNEL = 'kernel',
  /** Arguments that the kernel is started with. */
  KERNEL_COMMAND_LINE = 'kernel-command-line',
  /** First root file system, compressed with xz. */
  INITRAMFS = 'initramfs',
  /** Kernel, initramfs and command line as one UEFI program. */
  UKI = 'uki',
}

/** A file that the factory builds when it is first asked for. */
export interface BootMedia {
  /** Name of the file at the factory, such as `metal-amd64.iso`. */
  readonly fileName: string;
  /** Where to fetch it. */
  readonly url: string;
}
