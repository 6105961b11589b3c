import type { Sample } from './key-samples';
import { USED } from './secret-keys';
import { inTalosSections } from './whole-maps';

const LOGIN = { authKey: { secret: 'login' } };

/** Samples of presets that have settings of their own. */
export const PRESET_SAMPLES: Readonly<Record<string, Sample>> = {
  ...inTalosSections('presets.nvidia.branch', 'presets', [{}, { nvidia: {} }, { nvidia: { branch: 'lts' } }]),
  ...inTalosSections('presets.nvidia.openKernelModules', 'presets', [
    { nvidia: {} },
    { nvidia: { openKernelModules: false } },
  ]),
  ...beside(
    inTalosSections('presets.tailscale.authKey.secret', 'presets', [
      {},
      { tailscale: LOGIN },
      { tailscale: { authKey: { secret: 'other' } } },
    ]),
  ),
  ...beside(
    inTalosSections('presets.tailscale.routes.0', 'presets', [
      { tailscale: LOGIN },
      { tailscale: { ...LOGIN, routes: ['10.0.0.0/24'] } },
      { tailscale: { ...LOGIN, routes: ['10.0.0.0/24', '10.1.0.0/24'] } },
    ]),
  ),
};

/** A secret that nothing refers to is a fault. */
function beside(samples: Readonly<Record<string, Sample>>): Readonly<Record<string, Sample>> {
  return Object.fromEntries(Object.entries(samples).map(([place, sample]) => [place, { ...sample, beside: USED }]));
}
