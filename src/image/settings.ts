import type { Architecture } from '../values/architecture';
import type { BootRoute } from '../values/boot-route';
import type { Platform } from '../values/platform';

/** Origin of a Talos image that is built by Image Factory, without its version and schematic. Plain data. */
export interface ImageOrigin {
  /**
   * Image Factory that images and installer images come from.
   * @default https://factory.talos.dev
   */
  readonly factoryUrl?: string;
  /**
   * Mirror that images are downloaded through, as a URL which that of the factory follows without its scheme:
   * `https://proxy.example.com` makes `https://proxy.example.com/factory.talos.dev/image/…`. The schematic is still
   * registered with the factory itself, from where OpenTofu runs, and a boot over the network goes there too.
   * @default - images come from the factory
   */
  readonly imageMirror?: string;
  /**
   * Registry that has the installer images in place of the factory, with the path before their names, such as
   * `harbor.example.com/talos`. Credentials for it and certificates are settings of `registries`.
   * @default - installer images come from the factory
   */
  readonly installerMirror?: string;
  /**
   * Processor architecture of all machines.
   * @default amd64
   */
  readonly architecture?: `${Architecture}`;
  /**
   * Platform that the image is built for. Virtual machines need `nocloud`, physical machines `metal`.
   * @default nocloud
   */
  readonly platform?: `${Platform}`;
  /**
   * How the image gets onto the disk of a virtual machine. `import` downloads a qcow2 file and needs an API token only;
   * `file` downloads a compressed image that the provider copies over SSH, so the endpoint needs `ssh`; `iso` downloads the
   * ISO, from which each machine boots first and installs Talos on its disk, so it must reach the installer image.
   * @default import
   */
  readonly bootRoute?: `${BootRoute}`;
  /**
   * Boot signed images only. It chooses the signed image and installer, and firmware that enrolls the keys of Talos when a
   * virtual machine starts first; on a physical machine the keys are enrolled by hand. Machines that are installed keep
   * what they have: it is switched by installing them anew.
   * @default false
   */
  readonly secureBoot?: boolean;
}

/** An image that is put on Proxmox VE hosts. Plain data. */
export interface ImageSettings extends ImageOrigin {
  /**
   * Name of the file in the datastores, without ending. Two images must not write one file.
   * @default - `<stack name>-<schematic, 8 digits>-<version>-<platform>-<architecture>`
   */
  readonly fileName?: string;
}
