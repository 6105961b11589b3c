/** Fewest rounds of PBKDF2 that OpenTofu accepts for the key of an encrypted state. */
export const MIN_ITERATIONS = 200_000;

/** Most rounds that are accepted here. OpenTofu has no limit, but every command would take several seconds longer. */
export const MAX_ITERATIONS = 10_000_000;
