import type { TerraformProvider } from 'cdktf';
import type { ImageOrigin, ImageSettings } from '../../image/settings';
import type { Schematic } from '../../values/schematic/schematic';
import type { TalosVersion } from '../../values/talos-version';
import type { ProxmoxHost } from '../proxmox/proxmox-host';

/** An image, and the hosts that it is put on. */
export interface TalosImageProps extends ImageSettings {
  /** Release of Talos. */
  readonly talosVersion: TalosVersion;
  /**
   * Extensions, kernel arguments and whatever else is built into the image.
   * @default Schematic.vanilla()
   */
  readonly schematic?: Schematic;
  /**
   * Proxmox VE hosts that download the image: each one that shall make a machine from it. Empty for physical machines.
   */
  readonly hosts: readonly ProxmoxHost[];
  /**
   * Provider that registers the schematic. Its `image_factory_url` must be the `factoryUrl` of the image.
   * @default - the stack's `talos` provider without an alias
   */
  readonly talosProvider?: TerraformProvider;
}

/** An image that something else put on the hosts. */
export interface TalosImageAttributes extends Omit<ImageOrigin, 'imageMirror'> {
  /** Release of Talos on the image. */
  readonly talosVersion: TalosVersion;
  /** Id of the schematic at the factory. */
  readonly schematicId: string;
  /**
   * Where the file lies on each host, by `<endpoint>/<host>`: `{ 'main/pve1': 'local:import/talos.qcow2' }`.
   */
  readonly fileIds: Readonly<Record<string, string>>;
  /**
   * If the image holds the extension `siderolabs/qemu-guest-agent`.
   * @default false
   */
  readonly guestAgent?: boolean;
  /**
   * Kernel arguments of the image, beside those of Talos.
   * @default - none
   */
  readonly extraKernelArgs?: readonly string[];
}
