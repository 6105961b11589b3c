import type { TerraformProvider } from 'cdktf';
import type { Architecture } from '../../values/architecture';
import type { BootRoute } from '../../values/boot-route';
import type { Platform } from '../../values/platform';
import type { Schematic } from '../../values/schematic/schematic';
import type { TalosVersion } from '../../values/talos-version';
import type { ProxmoxHost } from '../proxmox/proxmox-host';

/** Which image, and the hosts that it is put on. */
export interface TalosImageProps {
  /** Release of Talos. */
  readonly talosVersion: TalosVersion;
  /**
   * What is built into the image.
   * @default Schematic.vanilla()
   */
  readonly schematic?: Schematic;
  /**
   * Proxmox VE hosts that download the image: each one that shall make a machine from it. Empty for physical machines.
   */
  readonly hosts: readonly ProxmoxHost[];
  /**
   * Image Factory to use. A `talos` provider registers the schematic, so its `image_factory_url` must be the same.
   * @default 'https://factory.talos.dev'
   */
  readonly factoryUrl?: string;
  /**
   * Processor architecture of the machines.
   * @default Architecture.AMD64
   */
  readonly architecture?: Architecture;
  /**
   * Platform of the machines.
   * @default Platform.NOCLOUD
   */
  readonly platform?: Platform;
  /**
   * How the image gets onto a disk.
   * @default BootRoute.IMPORT - an API token is enough; `FILE` needs SSH to the host
   */
  readonly bootRoute?: BootRoute;
  /**
   * Name of the file in the datastores, without ending. Two images must not write one file.
   * @default - `<stack name>-<schematic, 8 digits>-<version>-<platform>-<architecture>`
   */
  readonly fileName?: string;
  /**
   * Provider that registers the schematic.
   * @default - the stack's `talos` provider without an alias
   */
  readonly talosProvider?: TerraformProvider;
}

/** An image that something else put on the hosts. */
export interface TalosImageAttributes {
  /** Release of Talos on the image. */
  readonly talosVersion: TalosVersion;
  /** Id of the schematic at the factory. */
  readonly schematicId: string;
  /**
   * Where the file lies on each host, by `<endpoint>/<host>`: `{ 'main/pve1': 'local:import/talos.qcow2' }`.
   */
  readonly fileIds: Readonly<Record<string, string>>;
  /**
   * Whether the image holds the extension `siderolabs/qemu-guest-agent`.
   * @default false
   */
  readonly guestAgent?: boolean;
  /**
   * Kernel arguments of the image, beside those of Talos.
   * @default - none
   */
  readonly extraKernelArgs?: readonly string[];
  /**
   * Image Factory that the installer image is pulled from.
   * @default 'https://factory.talos.dev'
   */
  readonly factoryUrl?: string;
  /**
   * Processor architecture of the image.
   * @default Architecture.AMD64
   */
  readonly architecture?: Architecture;
  /**
   * Platform of the image.
   * @default Platform.NOCLOUD
   */
  readonly platform?: Platform;
  /**
   * How the image gets onto a disk.
   * @default BootRoute.IMPORT
   */
  readonly bootRoute?: BootRoute;
}
