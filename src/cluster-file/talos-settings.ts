import type { ClusterWaits } from '../cluster/settings';
import type { ImageOrigin } from '../image/settings';
import type { Platform } from '../values/platform';
import type { SchematicChoice } from './schematic-settings';

/** Image and contract of the cluster. */
export interface TalosSpec extends ClusterWaits, ImageOrigin {
  /** Version of the image that machines boot and of the installer image, such as `v1.13.9`. */
  readonly version: string;
  /**
   * Talos minor version that machine secrets and configurations are written for, such as `v1.13`. Set it when the
   * cluster is made and leave it when `version` moves on. The secrets stay as they were made under any other one; the
   * configurations are written for it and sent to all machines, which restart where Talos needs that.
   */
  readonly contract: string;
  /**
   * Content of the image beside Talos itself: the path of a YAML file in the factory's own form, or its content here.
   * @default - Talos as released
   */
  readonly schematic?: SchematicChoice;
  /**
   * Platform that the image is built for. Virtual machines need `nocloud`, physical machines `metal`.
   * @default - nocloud for a machine with a host, metal for one without
   */
  readonly platform?: `${Platform}`;
  /**
   * Name of the image file on a host, without extension. `{schematic}` and `{version}` must stand in it, so that two
   * images never share a file; `{cluster}`, `{platform}` and `{architecture}` may.
   * @default {cluster}-{schematic}-{version}-{platform}-{architecture}
   */
  readonly imageFileName?: string;
  /**
   * Second version or schematic, for the machines with `update: true`. All others stay on the first.
   * @default - none
   */
  readonly update?: TalosUpdateSpec;
}

/** Image of the machines with `update: true`. */
export interface TalosUpdateSpec {
  /**
   * Talos version of the machines with `update: true`.
   * @default - talos.version
   */
  readonly version?: string;
  /**
   * Schematic of the machines with `update: true` that have none of their own: the path of a file, or its content.
   * @default - talos.schematic
   */
  readonly schematic?: SchematicChoice;
}
