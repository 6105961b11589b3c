/** Result of looking at things that no plan is refused for: each list holds a sentence for each thing. */
export interface Observation {
  /** Observations that would make an apply fail. */
  readonly errors: readonly string[];
  /** Observations that may do damage, or make it fail. */
  readonly warnings: readonly string[];
  /** Things that could not be looked at, each with its reason. */
  readonly unknown: readonly string[];
  /** Things that were found to be right. */
  readonly fine: readonly string[];
}

/** All of several observations. */
export function joinObservations(all: readonly Partial<Observation>[]): Observation {
  return {
    errors: all.flatMap(({ errors = [] }) => errors),
    warnings: all.flatMap(({ warnings = [] }) => warnings),
    unknown: all.flatMap(({ unknown = [] }) => unknown),
    fine: all.flatMap(({ fine = [] }) => fine),
  };
}
