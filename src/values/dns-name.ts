const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** True if the text can be the name of a machine: at most 63 lower-case letters, digits and inner dashes. */
export function isDnsLabel(text: string): boolean {
  return LABEL.test(text);
}

/** True if the text is one or more DNS labels with dots between them, at most 253 characters. */
export function isDnsName(text: string): boolean {
  return text.length <= 253 && text.split('.').every(isDnsLabel);
}
