/** A preset whose extension the Talos version of a machine does not have. */
export function presetNeedsVersion(extension: string, minor: string, since: string | undefined): string {
  const versions = since === undefined ? 'another version' : `${since} or newer`;
  return `the preset needs the extension ${extension}, which Talos ${minor} does not have; leave it out, or write ${versions} of Talos`;
}
