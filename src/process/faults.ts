/** A file or directory that cannot be written, such as on a full disk. */
export function notWritten(path: string, reason: string): string {
  return `${path} cannot be written: ${reason}`;
}

/** A file with secrets that others than its owner may read or write. */
export function envFileOpen(file: string): string {
  return `${file} may hold secrets, and others than you can read or change it; run: chmod 600 ${file}`;
}

/** A file with variables that is there and cannot be read. */
export function envFileUnreadable(file: string, code: string): string {
  return `${file} cannot be read (${code}); it must be a file with a line NAME=value for each variable`;
}

/** Standard output that takes nothing. */
export function outputNotWritten(reason: string): string {
  return `standard output cannot be written: ${reason}`;
}
