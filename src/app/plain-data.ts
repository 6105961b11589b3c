import { clusterGetterThrows, clusterValueCircular } from '../errors/stacks';
import { ClusterSpecError, locateFault } from '../cluster-file/cluster-spec-error';
import type { ClusterFile } from '../cluster-file/yaml-source';
import { isPlainObject } from '../values/plain-object';
import type { Path } from '../values/path';

/**
 * The content of a cluster file as a tree of plain data: what getters give is read once, and every object stands in one
 * place only.
 *
 * @throws {ClusterSpecError} for an object that holds itself and for a getter that throws, with the place in the file
 */
export function plainData({ spec, source }: ClusterFile): ClusterFile {
  const refuse = (path: Path, message: string): never => {
    throw new ClusterSpecError([locateFault({ path, message }, source)]);
  };
  const copy = (value: unknown, path: Path, above: readonly object[]): unknown => {
    if (!isContainer(value)) return value;
    if (above.includes(value)) return refuse(path, clusterValueCircular());
    const entry = (key: string | number): unknown =>
      copy(read(value, key, [...path, key]), [...path, key], [...above, value]);
    if (Array.isArray(value)) return value.map((_, index) => entry(index));
    return Object.fromEntries(Object.keys(value).map((key) => [key, entry(key)]));
  };
  const read = (value: object, key: string | number, path: Path): unknown => {
    try {
      return (value as Readonly<Record<string | number, unknown>>)[key];
    } catch (error) {
      return refuse(path, clusterGetterThrows(error instanceof Error ? error.message : String(error)));
    }
  };
  return { spec: copy(spec, [], []), source };
}

/** Lists and plain objects; anything of a class is a value, which is refused as such. */
function isContainer(value: unknown): value is object {
  return Array.isArray(value) || isPlainObject(value);
}
