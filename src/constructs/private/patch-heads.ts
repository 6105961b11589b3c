import type { ConfigPatch } from '../../machine-config/settings/config-patch';
import { isLate, isWholeToken } from './late-values';

/**
 * What must be known of patches at synth: all but what their data holds, as a value that only OpenTofu knows may stand
 * inside of it.
 */
export function patchHeads(patches: readonly ConfigPatch[] | undefined): unknown {
  if (patches === undefined || isLate(patches)) return patches;
  return patches.map((patch) => {
    if (isLate(patch)) return patch;
    const { origin, content, allowSecrets } = patch;
    const isUnknown = typeof content === 'string' ? isWholeToken(content) : isLate(content);
    return { origin, allowSecrets, ...(isUnknown && { content }) };
  });
}
