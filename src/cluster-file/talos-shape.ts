import { clusterWaitsForms } from '../cluster/shape';
import { Architecture } from '../values/architecture';
import { BootRoute } from '../values/boot-route';
import { Platform } from '../values/platform';
import { imageFileName, oneOf, talosContract, talosVersion, url } from '../forms/scalars';
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
  factoryUrl: url('https://factory.talos.dev', 'https', 'http').optional(),
  architecture: oneOf(Architecture).optional(),
  platform: oneOf(Platform).optional(),
  bootRoute: oneOf(BootRoute).optional(),
  imageFileName: imageFileName.optional(),
  update: talosUpdate.optional(),
  healthCheck: clusterWaitsForms.healthCheck,
  timeouts: clusterWaitsForms.timeouts,
});
