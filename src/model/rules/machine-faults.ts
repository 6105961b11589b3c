/** A machine that takes an update that is not written. */
export function updateWithoutTarget(): string {
  return 'got true, but there is nothing to update to; write talos.update or kubernetes.update, or remove it';
}

/** Machines that take an update that nothing puts on them. */
export function updateIsManual(name: string): string {
  return `got true with lifecycle: manual; the machine gets the new configuration but not the new image, run talosctl upgrade for ${name} or write lifecycle: replace`;
}
