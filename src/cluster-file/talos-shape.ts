import { clusterWaitsForms } from '../cluster/shape';
import { imageOriginForms } from '../image/shape';
import { imageFileName, talosContract, talosVersion } from '../forms/scalars';
import { schematicChoice } from './schematic-shape';
import { shapeOf } from '../forms/shape';
import type { TalosSpec, TalosUpdateSpec } from './talos-settings';

const talosUpdate = shapeOf<TalosUpdateSpec>('TalosUpdateSpec')({
  version: talosVersion.optional(),
  schematic: schematicChoice.optional(),
});

/** Form of `TalosSpec`. */
export const talosShape = shapeOf<TalosSpec>('TalosSpec')({
  version: talosVersion,
  contract: talosContract,
  schematic: schematicChoice.optional(),
  ...imageOriginForms,
  imageFileName: imageFileName.optional(),
  update: talosUpdate.optional(),
  healthCheck: clusterWaitsForms.healthCheck,
  timeouts: clusterWaitsForms.timeouts,
});
