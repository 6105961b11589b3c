import { build } from '../../scripts/lib/build';
import { HOMELAB_STEPS } from '../../scripts/lib/steps';
import { projectRoot } from './project';

/** Compiles the homelab, if that was not done by `npm test`, for a test that starts a process with it. */
export async function compileHomelab(): Promise<void> {
  await build(projectRoot, HOMELAB_STEPS, () => undefined);
}
