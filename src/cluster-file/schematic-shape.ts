import * as z from 'zod';
import { writeSetting } from '../forms/scalar-texts';
import { extensionName, overlayImage, schematicPath, someText, wholeNumber } from '../forms/scalars';
import { type Form, shapeOf } from '../forms/shape';
import type { SchematicChoice, SchematicSpec, MetaValueSpec, OverlaySpec } from './schematic-settings';

const metaValue = shapeOf<MetaValueSpec>('MetaValueSpec')({
  key: wholeNumber(0, 255),
  value: someText,
});

const overlay = shapeOf<OverlaySpec>('OverlaySpec')({
  image: overlayImage,
  name: someText,
  options: z.record(z.string(), z.union([z.string(), z.int(), z.boolean()], { error: writeSetting() })).optional(),
});

/** Form of `SchematicSpec`. */
export const schematicShape = shapeOf<SchematicSpec>('SchematicSpec')({
  extensions: z.array(extensionName).optional(),
  extraKernelArgs: z.array(someText).optional(),
  meta: z.array(metaValue).optional(),
  overlay: overlay.optional(),
});

/** Form of `SchematicChoice`. */
export const schematicChoice: Form<SchematicChoice> = z.union([schematicPath, schematicShape]);
