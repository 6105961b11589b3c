import { quoteValue } from '../errors/spec';

/** Refusal of an answer that is none of those there are. */
export function notAChoice(got: string, known: readonly string[]): string {
  return `got ${quoteValue(got)}; write one of ${known.join(', ')}`;
}

/** Refusal of a number of machines. */
export function notACount(got: string, most: number): string {
  return `got ${quoteValue(got)}; write a whole number from 0 to ${most}`;
}

/** Refusal of a Git repository that Flux cannot follow. */
export function notARepository(got: string): string {
  return `got ${quoteValue(got)}; write a URL such as ssh://git@github.com/owner/name.git or https://github.com/owner/name.git, or none`;
}

/** Refusal of a list without an entry. */
export function emptyList(): string {
  return 'empty; write at least one name';
}

/** A directory that holds something of what would be written. */
export function alreadyThere(directory: string, names: readonly string[]): string {
  return `${directory} already has ${names.join(', ')}; nothing was written: name a new or empty directory`;
}

/** A target that is no directory. */
export function notADirectory(path: string): string {
  return `${path} is a file; nothing was written: name a new or empty directory`;
}

/** Refusal of an answer to a question that does not arise. */
export function answerNotNeeded(): string {
  return 'means nothing with these answers; leave it out';
}

/** Refusal of an answer that files of another tool give. */
export function answeredByFiles(): string {
  return 'the files of --from say it, or it means nothing with them; leave it out and edit the cluster file afterwards';
}
