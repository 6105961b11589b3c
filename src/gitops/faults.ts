import { quoteValue } from '../errors/spec';

/** A Flux that would follow nothing. */
export function fluxComponentsLacking(missing: readonly string[]): string {
  return `without ${missing.join(' and ')} Flux follows no repository; write ${missing.length > 1 ? 'them' : 'it'} too, or leave components out`;
}

/** A release of Flux that the provider does not hold. */
export function fluxVersionNotEmbedded(got: string): string {
  return `got ${quoteValue(got)}, but the provider holds one release only and embeddedManifests is true; remove one of the two`;
}

/** Asks for a branch. */
export function writeGitBranch(): string {
  return 'write the name of a Git branch, such as "main"';
}

/** Asks for a folder of a repository. */
export function writeRepositoryFolder(): string {
  return 'write a folder of the repository without a slash at its start, such as "clusters/home"';
}
