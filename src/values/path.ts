/** Keys and list positions from the outside in. */
export type Path = readonly (string | number)[];

/** Value at a place of plain data; nothing if a step does not exist. Own keys only. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, key)
        ? (at as Readonly<Record<string | number, unknown>>)[key]
        : undefined,
    value,
  );
}

/** A path as a person writes it: `nodes.ctrl-00.pciDevices[0]`. */
export function formatPath(path: Path): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
    .join('')
    .replace(/^\./, '');
}
