import type { ConfigPatch } from '../../machine-config/settings/config-patch';
import { isLate, isWholeToken } from './late-values';

/**
 * Parts of patches that must be known at synth: all except the values inside of their data, as any of these may be
 * known to OpenTofu only.
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
