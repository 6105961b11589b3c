/** SOPS is not there. */
export function sopsNotFound(program: string, file: string): string {
  return `cannot start ${program}, which decrypts ${file}: not found; install it, or give its secrets as variables`;
}

/** SOPS does not decrypt a file. */
export function sopsFailed(file: string, reason: string): string {
  return `sops does not decrypt ${file}: ${reason}`;
}

/** A decrypted file without a value that was asked for. */
export function sopsWithoutValue(file: string, key: string): string {
  return `${file} has no text at ${key}; correct the key under secrets of the cluster file, or add it with "sops edit ${file}"`;
}
