import { yamlLibrary } from '../values/yaml-library';

/**
 * Data that stands inside of other data as text: one or several YAML documents. It stays data until the output is
 * written, as a value that only OpenTofu knows could not be made part of YAML text here.
 */
export class YamlText {
  private text?: string;

  /** @param documents the data of each document */
  constructor(public readonly documents: readonly unknown[]) {}

  /** The text, which is what JSON has in the place of the data. */
  public toJSON(): string {
    return (this.text ??= this.documents.map(toYaml).join('---\n'));
  }
}

/**
 * Plain data as YAML, in the order of its keys; the same data always gives the same text. Text that YAML 1.1 takes for
 * something else, such as `on`, has quotes, as Kubernetes and Helm read it so.
 */
export function toYaml(value: unknown): string {
  return yamlLibrary().stringify(value, {
    lineWidth: 0,
    blockQuote: 'literal',
    aliasDuplicateObjects: false,
    compat: 'yaml-1.1',
  });
}
