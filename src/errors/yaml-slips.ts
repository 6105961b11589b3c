/** For signs of a template language. */
export function templateSigns(): string {
  return `templates are not filled in; ${writeTemplateValue()}`;
}

/** What to write: the value that a template would have put in. */
export function writeTemplateValue(): string {
  return 'write the value, or "${env.NAME}" for a variable of the environment';
}

/** For a directive that would give words another meaning. */
export function oldYamlDirective(version: string): string {
  return `cluster files are YAML 1.2; remove the line %YAML ${version}, with which on and no would be truth values`;
}

/** For a key that is no text. */
export function keyNotText(): string {
  return 'a key is a map or a list here; write text as the key, or quote what stands before ":"';
}
