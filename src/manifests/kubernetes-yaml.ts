import { yamlLibrary } from '../values/yaml-library';

/** A Kubernetes object, as far as this library needs to know it. */
export interface KubernetesObject {
  /** Group and version of the kind, such as `apps/v1`. */
  readonly apiVersion: string;
  /** What it is, such as `Deployment`. */
  readonly kind: string;
  /** What it is called. */
  readonly metadata: { readonly name: string; readonly namespace?: string };
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

/** Objects as one text of several YAML documents. */
export function manifestOf(...objects: readonly KubernetesObject[]): string {
  return objects.map(toYaml).join('---\n');
}
