import { z } from 'zod';
import { clusterWaitsForms } from '../cluster/shape';
import { Architecture } from '../values/architecture';
import { BootRoute } from '../values/boot-route';
import { Platform } from '../values/platform';
import { imageFileName, oneOf, talosContract, talosVersion, url } from '../forms/scalars';
import { schematicChoice } from './schematic-spec';
import { type DeepReadonly, type NamedSchema, strictObject } from '../forms/strict-object';

const talosUpdate = strictObject({
  /**
   * Talos version of the machines with `update: true`.
   * @default - talos.version
   */
  version: talosVersion.optional(),
  /**
   * Schematic of the machines with `update: true` that have none of their own: the path of a file, or its content.
   * @default - talos.schematic
   */
  schematic: schematicChoice.optional(),
});

const talos = strictObject({
  /** Version of the image that machines boot and of the installer image, such as `v1.13.9`. */
  version: talosVersion,
  /**
   * Talos minor version that machine secrets and configurations are written for, such as `v1.13`. Set it when the
   * cluster is made and leave it when `version` moves on. The secrets stay as they were made under any other one; the
   * configurations are written for it and sent to all machines, which restart where Talos needs that.
   */
  contract: talosContract,
  /**
   * What Image Factory builds into the image: the path of a YAML file in the factory's own form, or its content here.
   * @default - Talos as released
   */
  schematic: schematicChoice.optional(),
  /**
   * Image Factory that images and installer images come from.
   * @default https://factory.talos.dev
   */
  factoryUrl: url('https://factory.talos.dev', 'https', 'http').optional(),
  /**
   * Processor architecture of all machines.
   * @default amd64
   */
  architecture: oneOf(Architecture).optional(),
  /**
   * Platform that the image is built for. Virtual machines need `nocloud`, physical machines `metal`.
   * @default - nocloud for a machine with a host, metal for one without
   */
  platform: oneOf(Platform).optional(),
  /**
   * How the image gets onto the disk of a virtual machine. `import` downloads a qcow2 file and needs an API token only;
   * `file` downloads a compressed image that the provider copies over SSH, so the endpoint needs `ssh`.
   * @default import
   */
  bootRoute: oneOf(BootRoute).optional(),
  /**
   * Name of the image file on a host, without extension. `{schematic}` and `{version}` must stand in it, so that two
   * images never share a file; `{cluster}`, `{platform}` and `{architecture}` may.
   * @default {cluster}-{schematic}-{version}-{platform}-{architecture}
   */
  imageFileName: imageFileName.optional(),
  /**
   * Second version or schematic, for the machines with `update: true`. All others stay on the first.
   * @default - none
   */
  update: talosUpdate.optional(),
  /**
   * Full health check after bootstrap, read at every plan while the variable `health_check` is true.
   * @default - no check
   */
  healthCheck: clusterWaitsForms.healthCheck,
  /**
   * How long an apply waits for machines that do not answer yet.
   * @default - ten minutes for machines and bootstrap, one for the kubeconfig, fifteen for the Kubernetes API
   */
  timeouts: clusterWaitsForms.timeouts,
});

/** Schema of the section `talos`. */
export interface TalosSpecSchema extends TalosObject, NamedSchema {}
type TalosObject = typeof talos;

/** Image and contract of the cluster. */
export const talosSpec: TalosSpecSchema = talos;

/** Image and contract of the cluster. */
export type TalosSpec = DeepReadonly<z.input<typeof talosSpec>>;
