import { relative } from 'node:path';

/** A path from the working directory, which is `.` itself. */
export function shownPath(path: string): string {
  return relative(process.cwd(), path) || '.';
}
