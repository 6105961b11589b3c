/** A name as OpenTofu takes it for an alias: letters, digits, dashes and underscores, no digit at the start. */
export function providerAlias(name: string): string {
  return name.replace(/[^A-Za-z0-9_-]/g, '-').replace(/^(?=[^A-Za-z_])/, '_');
}
