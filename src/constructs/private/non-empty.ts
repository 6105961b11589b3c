/** A copy of a list for the bindings, which render an empty one; OpenTofu shall not see that. */
export function nonEmpty<T>(list: readonly T[]): T[] | undefined {
  return list.length > 0 ? [...list] : undefined;
}
