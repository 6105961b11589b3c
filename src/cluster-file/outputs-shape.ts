import * as z from 'zod';
import { directory, oneOf, outputName } from '../forms/scalars';
import { shapeOf } from '../forms/shape';
import { OutputValue } from '../values/output-value';
import type { OutputsSpec } from './outputs-settings';

/** Form of `OutputsSpec`. */
export const outputsShape = shapeOf<OutputsSpec>('OutputsSpec')({
  machineSecrets: z.boolean().optional(),
  machineConfigurations: z.boolean().optional(),
  clientConfiguration: z.boolean().optional(),
  upgradeStatus: z.boolean().optional(),
  macAddresses: z.boolean().optional(),
  bootMedia: z.boolean().optional(),
  named: z.record(outputName, oneOf(OutputValue)).optional(),
  directory: directory.optional(),
});
