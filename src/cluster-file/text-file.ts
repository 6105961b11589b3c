import { readFileSync } from 'node:fs';
import { fileIsDirectory, fileMissing, fileNotUtf8, fileUnreadable } from './text-file-faults';

/** The text of a file, or why there is none. */
export type TextFile = { readonly text: string } | { readonly fault: string };

/**
 * Reads a file that a person wrote. Bytes that are not UTF-8 would be replaced without a word, so the file is refused;
 * UTF-16 without a byte order mark shows by its zeros. A byte order mark stays in the text.
 *
 * @param path path of the file
 * @param name name of the file, for the fault
 */
export function readTextFile(path: string, name: string): TextFile {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(path));
    return text.includes('\0') ? { fault: fileNotUtf8(name) } : { text };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return { fault: fileNotUtf8(name) };
    if (code === 'EISDIR') return { fault: fileIsDirectory(name) };
    // `EACCES: permission denied, open '/a/b'`: the path was said already
    const reason = message.replace(/^([A-Z]\w+): (.*?), .*$/s, '$2 ($1)');
    return { fault: code === 'ENOENT' ? fileMissing(name) : fileUnreadable(name, reason) };
  }
}
