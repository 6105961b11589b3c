import { manifestTextKnownLater } from '../../../manifests/faults';
import type { ManifestField } from '../../../machine-config/main/cluster-section';
import { holdsToken, isWholeToken } from './render-patch';

/** Sentences for manifests that are text with a value in it that only OpenTofu knows. */
export function lateManifests(manifests: readonly ManifestField[]): readonly string[] {
  return manifests.flatMap(({ name, contents }) =>
    typeof contents === 'string' && holdsToken(contents) && !isWholeToken(contents)
      ? [manifestTextKnownLater(name)]
      : [],
  );
}
