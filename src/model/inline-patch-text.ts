import { resolvesToText } from '../values/yaml-scalar';
import type { Path } from './findings';

/** The text that a value was read from, where it stands without quotes. */
type PlainText = (path: Path, value: unknown) => string | undefined;

/**
 * A patch of the cluster file as the text that Talos reads, where JSON would say less: `1.10`, `0644`, `True` and numbers
 * of many digits are whatever Talos makes of them, as in a file of their own. It is JSON but for these scalars.
 *
 * @returns nothing if JSON says the same
 */
export function inlinePatchText(content: unknown, plainText: PlainText): string | undefined {
  const written = (value: unknown, path: Path): string => {
    if (Array.isArray(value)) return `[${value.map((item, index) => written(item, [...path, index])).join(',')}]`;
    if (typeof value === 'object' && value !== null) {
      const entries = Object.entries(value).map(
        ([key, entry]) => `${JSON.stringify(key)}:${written(entry, [...path, key])}`,
      );
      return `{${entries.join(',')}}`;
    }
    const text = value === null ? undefined : plainText(path, value);
    return text === undefined || resolvesToText(text) ? JSON.stringify(value) : text;
  };
  const text = written(content, []);
  return text === JSON.stringify(content) ? undefined : text;
}
