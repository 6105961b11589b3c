import { isDeepStrictEqual } from 'node:util';
import { isMap, isScalar, type Pair, parseDocument, type Scalar, type YAMLMap } from 'yaml';
import { parseClusterYaml } from '../../src/cluster-file/yaml-source';

/** A change of one value of a cluster file. */
export interface Edit {
  /** Keys from the outside in. */
  readonly path: readonly string[];
  /** The new value; without one the key is removed. */
  readonly value?: unknown;
  /** The value before, where the file leaves it to a default. */
  readonly otherwise?: unknown;
}

type Data = Record<string, unknown>;

/** A spec with the changes; the given one stays as it is. */
export function editedSpec(spec: unknown, edits: readonly Edit[]): unknown {
  const changed = structuredClone(spec) as Data;
  for (const { path, value } of edits) {
    const key = path.at(-1) ?? '';
    const parent = path.slice(0, -1).reduce((inside, step) => (inside[step] ??= {}) as Data, changed);
    if (value === undefined) Reflect.deleteProperty(parent, key);
    else parent[key] = value;
  }
  return changed;
}

/**
 * The text of a cluster file in YAML with the changes, and every other character as it was.
 *
 * @returns nothing where the values stand elsewhere, such as behind an anchor, so that a person would edit another place
 */
export function editedText(text: string, edits: readonly Edit[]): string | undefined {
  let changed: string | undefined = text;
  for (const edit of edits) changed = changed === undefined ? undefined : withEdit(changed, edit);
  if (changed === undefined) return undefined;
  try {
    const expected = editedSpec(parseClusterYaml(text, 'before').spec, edits);
    return isDeepStrictEqual(plain(parseClusterYaml(changed, 'after').spec), plain(expected)) ? changed : undefined;
  } catch {
    return undefined;
  }
}

/**
 * How a person sees the changes: the lines of the file that differ, with their numbers, or the values where the file is no
 * YAML or holds them elsewhere.
 *
 * @param text of the file before; nothing where it is no YAML
 */
export function editLines(spec: unknown, text: string | undefined, edits: readonly Edit[]): readonly string[] {
  const after = text === undefined ? undefined : editedText(text, edits);
  if (text !== undefined && after !== undefined) return differingLines(text.split('\n'), after.split('\n'));
  const changed = editedSpec(spec, edits);
  return edits.map(({ path, otherwise }) => {
    const before = valueAt(spec, path) ?? otherwise;
    return `${path.join('.')}: ${shown(before)} -> ${shown(valueAt(changed, path))}`;
  });
}

function withEdit(text: string, { path, value }: Edit): string | undefined {
  const document = parseDocument(text, { merge: true, stringKeys: true });
  let map: unknown = document.contents;
  for (const [depth, key] of path.entries()) {
    if (!isMap(map)) return undefined;
    const pair = pairOf(map, key);
    const rest = path.slice(depth + 1);
    if (pair === undefined) {
      const nested = rest.reduceRight((inner: unknown, step) => ({ [step]: inner }), value);
      return value === undefined ? undefined : withPair(text, map, `${key}: ${flow(nested)}`);
    }
    if (rest.length === 0) return value === undefined ? withoutPair(text, map, pair) : withValue(text, pair, value);
    map = pair.value;
  }
  return undefined;
}

type Entry = Pair<Scalar>;

function pairOf(map: YAMLMap, key: string): Entry | undefined {
  return (map.items as Entry[]).find((pair) => isScalar(pair.key) && String(pair.key.value) === key);
}

function withValue(text: string, { value: node }: Entry, value: unknown): string | undefined {
  if (!isScalar(node) || !node.range || node.anchor !== undefined) return undefined;
  return text.slice(0, node.range[0]) + flow(value) + text.slice(node.range[1]);
}

function withPair(text: string, map: YAMLMap, written: string): string | undefined {
  if (!map.range) return undefined;
  if (map.flow === true) {
    const close = text.lastIndexOf('}', map.range[1]);
    const before = text.slice(0, close).trimEnd();
    return `${before}${/[{,]$/.test(before) ? '' : ','} ${written}${text.slice(before.length, close) || ' '}${text.slice(close)}`;
  }
  const [start] = (map.items as Entry[])[0]?.key.range ?? [];
  if (start === undefined) return undefined;
  const indent = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  return indent.trim() === '' ? `${text.slice(0, start)}${written}\n${indent}${text.slice(start)}` : undefined;
}

function withoutPair(text: string, map: YAMLMap, pair: Entry): string | undefined {
  const [start] = pair.key.range ?? [];
  if (map.flow === true || start === undefined || !map.range) return undefined;
  const items = map.items as Entry[];
  const next = items[items.indexOf(pair) + 1]?.key.range?.[0];
  const lineStart = (offset: number) => text.lastIndexOf('\n', offset - 1) + 1;
  const end = next === undefined ? endOfLines(text, pair) : lineStart(next);
  if (end === undefined || text.slice(lineStart(start), start).trim() !== '') return undefined;
  return text.slice(0, lineStart(start)) + text.slice(end);
}

/** Where the line after the value of a pair begins. */
function endOfLines(text: string, { value }: Entry): number | undefined {
  const end = (value as { readonly range?: readonly number[] } | null)?.range?.[1];
  if (end === undefined) return undefined;
  const line = text.indexOf('\n', text.slice(0, end).trimEnd().length);
  return line === -1 ? text.length : line + 1;
}

/** A value on one line. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.entries(value)
      .map(([key, entry]) => `${key}: ${flow(entry)}`)
      .join(', ')} }`;
  }
  return typeof value === 'string' && /^[A-Za-z][\w.-]*$|^\d[\d./]*\/\d+$/.test(value) ? value : JSON.stringify(value);
}

function differingLines(before: readonly string[], after: readonly string[]): readonly string[] {
  const shortest = Math.min(before.length, after.length);
  let start = 0;
  while (start < shortest && before[start] === after[start]) start++;
  let end = 0;
  while (end < shortest - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const width = String(Math.max(before.length, after.length)).length;
  const marked = (lines: readonly string[], sign: string) =>
    lines
      .slice(start, lines.length - end)
      .map((line, index) => `${sign} ${String(start + index + 1).padStart(width)}  ${line}`);
  return [...marked(before, '-'), ...marked(after, '+')];
}

/** Data without the history of their objects. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function valueAt(spec: unknown, path: readonly string[]): unknown {
  return path.reduce((inside: unknown, key) => (inside as Data | undefined)?.[key], spec);
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : flow(value);
}
