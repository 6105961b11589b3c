/** Memory as a person says it, such as `8 GiB`. */
export function memoryWords(memoryMiB: number): string {
  return memoryMiB % 512 === 0 ? `${memoryMiB / 1024} GiB` : `${memoryMiB} MiB`;
}

/** Cores as a person says them. */
export function coresWords(cores: number): string {
  return `${cores} ${cores === 1 ? 'core' : 'cores'}`;
}
