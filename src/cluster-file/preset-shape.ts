import * as z from 'zod';
import { writeSomeItems } from '../forms/form-texts';
import { ipNetwork } from '../forms/scalars';
import { secretReference } from '../forms/secrets';
import { shapeOf } from '../forms/shape';
import type { NvidiaPreset, Presets, TailscalePreset } from './preset-settings';

const nvidia = shapeOf<NvidiaPreset>('NvidiaPreset')({
  branch: z.enum(['production', 'lts']).optional(),
  openKernelModules: z.boolean().optional(),
});

const tailscale = shapeOf<TailscalePreset>('TailscalePreset')({
  authKey: secretReference,
  routes: z.array(ipNetwork).min(1, { error: writeSomeItems() }).optional(),
});

/** Form of `Presets`. */
export const presetsShape = shapeOf<Presets>('Presets')({
  longhorn: z.boolean().optional(),
  nvidia: nvidia.optional(),
  'intel-gpu': z.boolean().optional(),
  'amd-gpu': z.boolean().optional(),
  tailscale: tailscale.optional(),
  iscsi: z.boolean().optional(),
  nfs: z.boolean().optional(),
});
