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
