/**
 * The content of a cluster file with another contract. A file without the section for it is at fault by itself.
 *
 * @param contract such as `v1.14`; nothing leaves the content as it is
 */
export function withContract(spec: unknown, contract: string | undefined): unknown {
  if (contract === undefined || !isObject(spec) || !isObject(spec.talos)) return spec;
  return { ...spec, talos: { ...spec.talos, contract } };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
