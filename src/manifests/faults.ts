/** For a manifest of which a part is known only to OpenTofu: line breaks in it would end the YAML. */
export function manifestTextKnownLater(name: string): string {
  return `inline manifest ${name}: contents is text with a value in it that is known later, whose line breaks would break the YAML; write the objects as plain data, where such a value may stand anywhere`;
}
