import { stringify } from 'yaml';
import { nearestName } from '../values/nearest-name';
import { sampleValue } from './sample-value';
import { ANY_ENTRY, ANY_NAME, keyText, keysIn, type SchemaKey, schemaKeys } from './schema-keys';
import { describedWords, formWords, type JsonSchema } from './schema-words';

/** Everything that the schema says of a key of the cluster file. */
export interface ExplainedKey {
  /** Its place, such as `nodes.<name>.cpuCores`; empty for the whole file. */
  readonly key: string;
  /** Its words. */
  readonly description: string;
  /** The form of its value. */
  readonly form: string;
  /** If the object that it stands in must have it. */
  readonly required: boolean;
  /** Its value if it is left out, in words. */
  readonly default?: string;
  /** Keys that may stand in it. */
  readonly keys: readonly string[];
  /** Other places of the same key. */
  readonly alsoAt: readonly string[];
  /** The key in a cluster file, as YAML. Words in angle brackets are for the person to choose. */
  readonly example: string;
}

/** A path that leads to no key. */
export interface UnknownKey {
  /** Places that may have been meant, the likeliest first. */
  readonly meant: readonly string[];
  /** The last known place on the way, and the keys that it has. */
  readonly known: { readonly at: string; readonly keys: readonly string[] };
}

/**
 * Looks a key up in the JSON Schema of cluster files.
 *
 * @param text path of the key, such as `nodes.cp-1.disks` or `nodes.<name>.disks`; empty for the whole file
 */
export function explainKey(root: JsonSchema, text: string): ExplainedKey | UnknownKey {
  const all = schemaKeys(root);
  const keys = keysIn(text);
  if (keys.length === 0) return explained([{ path: [], property: root, isRequired: true }], all, root);
  const found = all.filter(({ path }) => leadsTo(path, keys));
  const [first] = found;
  if (first === undefined) return unknown(all, keys);
  const place = keyText(first.path);
  return explained(
    found.filter(({ path }) => keyText(path) === place),
    all,
    root,
  );
}

/** A list may stand without its brackets where a key of its entries follows. */
function leadsTo(path: readonly string[], keys: readonly string[]): boolean {
  const [step, ...rest] = path;
  if (step === undefined) return keys.length === 0;
  const [key, ...others] = keys;
  if (step === ANY_ENTRY) {
    const isWritten = key === ANY_ENTRY || (key !== undefined && /^\d+$/.test(key));
    return isWritten ? leadsTo(rest, others) : rest.length > 0 && leadsTo(rest, keys);
  }
  if (key === undefined || (step !== ANY_NAME && step !== key)) return false;
  return leadsTo(rest, others);
}

function explained(found: readonly SchemaKey[], all: readonly SchemaKey[], root: JsonSchema): ExplainedKey {
  const [first] = found as [SchemaKey, ...SchemaKey[]];
  const { path, isRequired } = first;
  const described = found.map(({ property }) => describedWords(property)).filter(({ text }) => text !== '');
  const description =
    described.length === 0 ? entryWords(path, all) : unique(described.map(({ text }) => text)).join('\n');
  const fallback = described[0]?.fallback;
  return {
    key: keyText(path),
    description,
    form: unique(found.map(({ property }) => formWords(property, root))).join(' or '),
    required: isRequired,
    ...(fallback !== undefined && { default: fallback }),
    keys: namedKeysAt(path, all),
    alsoAt: otherPlaces(first, all),
    example: exampleOf(path, found, root),
  };
}

/** An entry of a map or a list has no words but those of what it stands in. */
function entryWords(path: readonly string[], all: readonly SchemaKey[]): string {
  const outer = path.slice(0, -1);
  const words = all
    .filter((each) => keyText(each.path) === keyText(outer))
    .map(({ property }) => describedWords(property).text);
  return `An entry of \`${keyText(outer)}\`: ${words[0] ?? ''}`;
}

/** Keys that stand in a place by a name of their own. */
function namedKeysAt(path: readonly string[], all: readonly SchemaKey[]): readonly string[] {
  const place = keyText(path);
  const inner = all.filter((each) => each.path.length === path.length + 1 && keyText(each.path.slice(0, -1)) === place);
  return unique(inner.map((each) => each.path.at(-1) ?? '')).filter((key) => key !== ANY_NAME && key !== ANY_ENTRY);
}

function otherPlaces({ path, property }: SchemaKey, all: readonly SchemaKey[]): readonly string[] {
  if (property.description === undefined) return [];
  const same = all.filter(
    (each) => each.path.at(-1) === path.at(-1) && each.property.description === property.description,
  );
  return unique(same.map((each) => keyText(each.path))).filter((place) => place !== keyText(path));
}

function exampleOf(path: readonly string[], found: readonly SchemaKey[], root: JsonSchema): string {
  const value = found.map(({ property }) => sampleValue(property, root))[0];
  const whole = path.reduceRight<unknown>((inner, key) => (key === ANY_ENTRY ? [inner] : { [key]: inner }), value);
  return stringify(whole, { lineWidth: 0 }).trimEnd();
}

function unknown(all: readonly SchemaKey[], keys: readonly string[]): UnknownKey {
  const last = keys.at(-1) ?? '';
  const outer = keys.slice(0, -1);
  const parent = outer.length === 0 ? [] : all.find(({ path }) => leadsTo(path, outer))?.path;
  // of a path that is wrong earlier, the first wrong key is the one to mend
  if (parent === undefined) return unknown(all, outer);
  const siblings = namedKeysAt(parent, all);
  const nearest = nearestName(last, siblings);
  return {
    meant: [...(nearest === undefined ? [] : [keyText([...parent, nearest])]), ...outermost(last, all)],
    known: { at: keyText(parent), keys: siblings },
  };
}

/** The places of a key that lie least deep: deeper ones are of other things. */
function outermost(key: string, all: readonly SchemaKey[]): readonly string[] {
  const places = all.map(({ path }) => path).filter((path) => path.at(-1) === key);
  const depth = Math.min(...places.map(({ length }) => length));
  return unique(places.filter(({ length }) => length === depth).map(keyText));
}

function unique(words: readonly string[]): readonly string[] {
  return [...new Set(words)];
}
