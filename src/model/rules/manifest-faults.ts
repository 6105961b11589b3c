import { quoteValue } from '../../errors/spec';

/** Values of Cilium that are no map. */
export function ciliumValuesNotAMap(file: string): string {
  return `${quoteValue(file)} holds no keys and values; write values of the Cilium chart`;
}

/** An audit policy that is no map. */
export function auditPolicyNotAMap(file: string): string {
  return `${quoteValue(file)} holds no keys and values; write an audit policy`;
}

/** A slip in a manifest that stands in the cluster file. */
export function manifestSyntax(line: number, slip: string): string {
  return `line ${line} of the manifest: ${slip}`;
}

/** A manifest without objects. */
export function manifestWithoutObjects(): string {
  return 'the manifest holds no Kubernetes object; write one, or remove the manifest';
}

/** A document of a manifest that Kubernetes does not take. */
export function notAKubernetesObject(number: number, lacking: readonly string[]): string {
  const keys = lacking.length === 1 ? lacking.join('') : `${lacking.slice(0, -1).join(', ')} and ${lacking.at(-1)}`;
  return `object ${number} of the manifest has no ${keys}; write apiVersion, kind and metadata.name as text`;
}

/** A Secret of Kubernetes that is written out in a manifest of a cluster file. */
export function secretInManifest(name: string): string {
  return `the Secret ${quoteValue(name)} would stand readable in the files of the stack; write { secret: <name> } under stringData instead, and the name under secrets of the cluster file, or make it in the cluster`;
}
