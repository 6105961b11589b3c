import { manifestTextKnownLater } from '../../../manifests/faults';
import type { ManifestField } from '../../../machine-config/main/cluster-section';
import { holdsToken } from './late-json';
import { isWholeToken } from '../../private/late-values';

/** Sentences for manifests that are text with a value in it that only OpenTofu knows. */
export function lateManifests(manifests: readonly ManifestField[]): readonly string[] {
  return manifests.flatMap(({ name, contents }) =>
    typeof contents === 'string' && holdsToken(contents) && !isWholeToken(contents)
      ? [manifestTextKnownLater(name)]
      : [],
  );
}
