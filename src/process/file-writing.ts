import { relative } from 'node:path';
import { notWritten } from './faults';
import { isOfTheSystem, reasonOf } from './system-error';

/**
 * Writes something, and names the file or directory where the system refuses: the error of a full disk says only that it is
 * full.
 *
 * @param path what is written
 * @throws an error that names the path and the reason, if the system refuses; else what `write` throws
 */
export function writing<T>(path: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    if (!isOfTheSystem(error)) throw error;
    throw new Error(notWritten(shownPath(path), reasonOf(error)), { cause: error });
  }
}

/** From the working directory, unless it lies elsewhere. */
function shownPath(path: string): string {
  const shown = relative(process.cwd(), path);
  return shown === '' || shown.startsWith('..') ? path : shown;
}
