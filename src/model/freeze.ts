/** Freezes plain data through and through. Values that are classes of their own are left as they are: they do not change. */
export function freezeData<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== Array.prototype) return value;
  Object.values(value).forEach(freezeData);
  return Object.freeze(value);
}
