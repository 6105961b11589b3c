import { z } from 'zod';
import { writeSetting } from '../forms/scalar-texts';
import { extensionName, overlayImage, schematicPath, someText, wholeNumber } from '../forms/scalars';
import { type DeepReadonly, type NamedSchema, strictObject } from '../forms/strict-object';

const metaValue = strictObject({
  /** Number of the value, from 0 to 255; 10 is the network configuration of the metal platform. */
  key: wholeNumber(0, 255),
  /** The value, as text. */
  value: someText,
});

const overlay = strictObject({
  /** Container image of the overlay, such as `siderolabs/sbc-raspberrypi`. */
  image: overlayImage,
  /** Name of the overlay in that image, such as `rpi_generic`. */
  name: someText,
  /**
   * Settings that the overlay understands.
   * @default - none
   */
  options: z.record(z.string(), z.union([z.string(), z.int(), z.boolean()], { error: writeSetting() })).optional(),
});

const schematic = strictObject({
  /**
   * Official extensions by their full names, such as `siderolabs/qemu-guest-agent`. Their order is part of the
   * schematic's id.
   * @default - none
   */
  extensions: z.array(extensionName).optional(),
  /**
   * Arguments of the kernel, beside those of Talos.
   * @default - none
   */
  extraKernelArgs: z.array(someText).optional(),
  /**
   * First contents of the META partition.
   * @default - none
   */
  meta: z.array(metaValue).optional(),
  /**
   * Board support of a single-board computer.
   * @default - none
   */
  overlay: overlay.optional(),
});

/** Schema of a schematic written in the cluster file. */
export interface SchematicSpecSchema extends SchematicObject, NamedSchema {}
type SchematicObject = typeof schematic;

/** A schematic written in the cluster file. What it can't say is said by a file in the form of Image Factory. */
export const schematicSpec: SchematicSpecSchema = schematic;

/** A schematic, or the path of a file that holds one in the form of Image Factory. */
export const schematicChoice = z.union([schematicPath, schematicSpec]);

/** A schematic written in the cluster file, or the path of a file. */
export type SchematicChoice = DeepReadonly<z.input<typeof schematicChoice>>;

/** A schematic written in the cluster file. */
export type SchematicSpec = DeepReadonly<z.input<typeof schematicSpec>>;
