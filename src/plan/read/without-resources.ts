/**
 * A plan as if some resources were not in the state.
 *
 * @param planJson what `tofu show -json <plan file>` prints, parsed
 * @param addresses of the resources
 */
export function withoutResources(planJson: unknown, addresses: readonly string[]): unknown {
  return addresses.length === 0 ? planJson : without(planJson, new Set(addresses));
}

function without(value: unknown, addresses: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) {
    return value.filter((each) => !isOneOf(each, addresses)).map((each) => without(each, addresses));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, without(each, addresses)]));
}

function isOneOf(value: unknown, addresses: ReadonlySet<string>): boolean {
  const { address, type } = (value ?? {}) as { readonly address?: unknown; readonly type?: unknown };
  // what is written has addresses too, and stays
  const isResource = typeof type === 'string' && !('expressions' in (value as object));
  return isResource && typeof address === 'string' && addresses.has(address);
}
