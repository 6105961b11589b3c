import { types } from 'node:util';

/** An error that the system has given a call. */
export type SystemError = NodeJS.ErrnoException & { readonly code: string };

/** If an error is one of the system. */
export function isOfTheSystem(error: unknown): error is SystemError {
  return types.isNativeError(error) && 'syscall' in error && 'code' in error;
}

/** `ENOSPC: no space left on device, write`, without the call. */
export function reasonOf({ message, code = 'no reason' }: NodeJS.ErrnoException): string {
  const [, words] = /^[A-Z]\w+: (.*?), \w+/.exec(message) ?? [];
  return words === undefined ? code : `${words} (${code})`;
}
