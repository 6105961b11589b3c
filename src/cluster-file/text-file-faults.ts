import { quoteValue } from '../errors/spec';

/** A cluster file or a file that it names. */
export function fileMissing(path: string): string {
  return `there is no file ${quoteValue(path)}; create it or correct the path`;
}

/** A directory in the place of a file. */
export function fileIsDirectory(path: string): string {
  return `${quoteValue(path)} is a directory; write the path of a file, or give the directory another name`;
}

/** A file that can't be read for another reason. */
export function fileUnreadable(path: string, reason: string): string {
  return `the file ${quoteValue(path)} can't be read: ${reason}; correct the path or its permissions`;
}

/** A file in another encoding, or one that is no text. */
export function fileNotUtf8(path: string): string {
  return `the file ${quoteValue(path)} is not UTF-8 text; save it as UTF-8`;
}
