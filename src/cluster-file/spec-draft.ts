import type { SpecFault } from './cluster-spec-error';
import type { ClusterSpec } from './cluster-settings';
import { clusterShape } from './cluster-shape';
import { familiarWord } from './familiar-words';
import { formFaults } from '../forms/form-faults';
import { unknownKeyAdvice } from './unknown-keys';
import { type Draft, Holes, withoutPlaces } from '../values/draft';
import type { Path } from '../values/path';

/** As much of a spec as has the right form; the rules of the whole cluster look at it even if the rest is faulty. */
export interface SpecDraft {
  /** The parts of the right form; the others are left out. */
  readonly spec: Draft<ClusterSpec>;
  /** The same spec if nothing had to be left out and nothing is missing. */
  readonly complete?: ClusterSpec;
  /** Values of the wrong form. */
  readonly faults: readonly SpecFault[];

  /**
   * True if something was left out or is missing at a place, inside it or around it. What the draft has there may then
   * be less than what was meant.
   */
  readonly isUncertain: (...path: Path) => boolean;

  /** True if a whole entry of a map was left out, or the map itself. */
  readonly lacksEntries: (...path: Path) => boolean;
}

/** Checks the form of a spec, and keeps what has the right one. */
export function draftSpec(spec: unknown): SpecDraft {
  const faults = formFaults(clusterShape, spec, { unknownKey: unknownKeyAdvice, familiarWord });
  if (faults.length === 0) {
    const complete = spec as ClusterSpec;
    return { spec: complete, complete, faults, isUncertain: () => false, lacksEntries: () => false };
  }
  const holes = new Holes(faults.flatMap((fault) => fault.holes));
  const unusable = faults.filter(({ path, isMisnamed }) => path.length > 0 && !isMisnamed).map(({ path }) => path);
  const isWhole = typeof spec === 'object' && spec !== null && !Array.isArray(spec);
  return {
    spec: isWhole ? (withoutPlaces(spec, unusable) as Draft<ClusterSpec>) : {},
    faults,
    isUncertain: (...path) => holes.touch(path),
    lacksEntries: (...path) => holes.leadTo(path),
  };
}
