/** A preset whose extension the Talos version of a machine does not have. */
export function presetNeedsVersion(extension: string, minor: string, since: string | undefined): string {
  const versions = since === undefined ? 'another version' : `${since} or newer`;
  return `the preset needs the extension ${extension}, which Talos ${minor} does not have; leave it out, or write ${versions} of Talos`;
}

/** A safeguard that Longhorn does not survive, beside its preset. */
export function longhornNeedsOff(value: string): string {
  return `Longhorn does not work with ${value}, and the preset longhorn is set; write false, leave it out, or write presets.longhorn: false`;
}
