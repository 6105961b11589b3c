/** A disk that gets another serial number. */
export function diskSerialChanges(
  machine: string,
  disk: string,
  from: string,
  to: string,
  volume: string | undefined,
): string {
  const way = volume === undefined ? `write serial: ${from} for it` : `call it ${volume} again`;
  return (
    `${machine}: the serial number of disk ${disk} would change from ${from} to ${to || 'none'}, and what finds the disk by it would no ` +
    `longer find its data; ${way}, or move the data to a new disk`
  );
}

/** A volume that gets another name on the same disk. */
export function volumeRenamed(machine: string, from: string, to: string): string {
  return (
    `${machine}: volume ${from} would become ${to} on the same disk; Talos finds a volume by its name, so it would look for an empty ` +
    `disk and leave the data of ${from} unmounted; call it ${from} again, or move the data to a new disk`
  );
}
