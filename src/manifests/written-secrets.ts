import { isPlainObject } from '../values/plain-object';
import type { KubernetesObject } from './kubernetes-object';
import { yamlLibrary } from '../values/yaml-library';

/**
 * Names of the Secrets that objects of Kubernetes write out, those in lists too.
 *
 * @param objects documents of a manifest
 * @param isElsewhere true for a value that is only referred to
 */
export function writtenSecrets(
  objects: readonly unknown[],
  isElsewhere: (value: unknown) => boolean,
): readonly string[] {
  return objects.filter(isPlainObject).flatMap((object) => {
    const { kind, metadata, data, stringData, items } = object;
    if (Array.isArray(items)) return writtenSecrets(items, isElsewhere);
    if (kind !== 'Secret') return [];
    const values = [data, stringData].filter(isPlainObject).flatMap((each) => Object.values(each));
    if (values.every(isElsewhere)) return [];
    return [isPlainObject(metadata) && typeof metadata.name === 'string' ? metadata.name : ''];
  });
}

/**
 * The objects of a manifest, as far as it may hold a Secret.
 *
 * @param contents plain data, or YAML text
 * @returns none for a text without Secrets, and for one that is not YAML
 */
export function objectsWithSecrets(contents: string | readonly KubernetesObject[]): readonly unknown[] {
  if (typeof contents !== 'string') return contents;
  if (!contents.includes('Secret')) return [];
  return [...yamlLibrary().parseAllDocuments(contents, { merge: true })].flatMap((document): readonly unknown[] =>
    document.errors.length > 0 ? [] : [document.toJS()],
  );
}
