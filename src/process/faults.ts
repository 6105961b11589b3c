/** A file or directory that cannot be written, such as on a full disk. */
export function notWritten(path: string, reason: string): string {
  return `${path} cannot be written: ${reason}`;
}
