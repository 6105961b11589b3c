import { resolvesToText } from '../values/yaml-scalar';
import type { Path } from '../values/path';

/** The text that a value was read from, where it stands without quotes. */
type PlainText = (path: Path, value: unknown) => string | undefined;

/**
 * Data of the cluster file as the text that another program reads, where JSON would say less: `1.10`, `0644`, `True` and
 * numbers of many digits are whatever that program makes of them, as in a file of their own. It is JSON but for these
 * scalars.
 *
 * @param isText whether the program takes a scalar without quotes for text, as JSON would say
 * @returns nothing if JSON says the same
 */
export function inlineYaml(
  content: unknown,
  plainText: PlainText,
  isText: (scalar: string) => boolean = resolvesToText,
): string | undefined {
  const written = (value: unknown, path: Path): string => {
    if (Array.isArray(value)) return `[${value.map((item, index) => written(item, [...path, index])).join(',')}]`;
    if (typeof value === 'object' && value !== null) {
      const entries = Object.entries(value).map(
        ([key, entry]) => `${JSON.stringify(key)}:${written(entry, [...path, key])}`,
      );
      return `{${entries.join(',')}}`;
    }
    const text = value === null ? undefined : plainText(path, value);
    return text === undefined || isText(text) ? JSON.stringify(value) : text;
  };
  const text = written(content, []);
  return text === JSON.stringify(content) ? undefined : text;
}
