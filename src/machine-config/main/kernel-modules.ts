/** A module of the kernel to load. */
export interface ModuleField {
  /** Its name. */
  readonly name: string;
  /** Its parameters. */
  readonly parameters?: readonly string[];
}

/** Modules to load; one that has parameters is loaded whether it is listed or not. */
export function moduleFields(
  modules: readonly string[] = [],
  parameters: Readonly<Record<string, readonly string[]>> = {},
): readonly ModuleField[] {
  const names = new Set([...modules, ...Object.keys(parameters)]);
  return [...names].map((name) => ({ name, ...(Object.hasOwn(parameters, name) && { parameters: parameters[name] }) }));
}
