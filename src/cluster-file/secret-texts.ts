import type { Node, Scalar, YAMLMap } from 'yaml';
import { isSecretReference, secretMark } from '../values/secret-reference';
import type { Path } from '../values/path';
import { yamlLibrary } from '../values/yaml-library';

/** A reference to a secret in a text. */
export interface TextReference {
  /** Name of the secret. */
  readonly name: string;
  /** Number of its first character in the text. */
  readonly offset: number;
}

/** A text with marks in the place of references. */
export interface MarkedText {
  /** The text. */
  readonly text: string;
  /** References that marks have replaced, in order. */
  readonly references: readonly TextReference[];
}

/** A field of Talos that looks like a reference: the secret of a cluster, which the stack makes. */
const SECRET_OF_THE_STACK = 'cluster';

/** Puts a mark in the place of each `{ secret: <name> }` of YAML; a text without any, or that is no YAML, stays as it is. */
export function markedText(text: string): MarkedText {
  const found = /\bsecret\b/.test(text) ? referencesIn(text) : [];
  const marked = found.reduceRight(
    (rest, { name, offset, end }) => `${rest.slice(0, offset)}${JSON.stringify(secretMark(name))}${rest.slice(end)}`,
    text,
  );
  return { text: marked, references: found.map(({ name, offset }) => ({ name, offset })) };
}

function referencesIn(text: string): readonly (TextReference & { readonly end: number })[] {
  const { isMap, isPair, isScalar, parseAllDocuments, visit } = yamlLibrary();
  const found: (TextReference & { readonly end: number })[] = [];
  for (const document of [...parseAllDocuments(text, { merge: true })]) {
    if (document.errors.length > 0) return [];
    visit(document, {
      Map(_, node, ancestors) {
        const [pair] = node.items;
        if (node.items.length !== 1 || !isPair(pair) || !isScalar(pair.key) || pair.key.value !== 'secret') return;
        const { value } = pair;
        if (!isScalar(value) || typeof value.value !== 'string') return;
        const around = ancestors.filter(isPair);
        const isOfTheStack =
          around.length === 1 && isScalar(around[0]?.key) && around[0].key.value === SECRET_OF_THE_STACK;
        const isAtTop = ancestors.every((each) => !isMap(each) && !isPair(each));
        if (isOfTheStack || isAtTop) return;
        found.push({ name: value.value, offset: startOf(node), end: endOf(node, value as Scalar<string>) });
      },
    });
  }
  return found;
}

function startOf(node: YAMLMap): number {
  return node.range?.[0] ?? 0;
}

/** The end of a map without braces is behind its line break. */
function endOf(map: YAMLMap, value: Scalar<string>): number {
  return (map.flow === true ? map : (value as Node)).range?.[1] ?? 0;
}

/** Every reference in data, with its place; `cluster.secret` of Talos is none. */
export function referencesOf(
  value: unknown,
  path: Path = [],
): readonly { readonly name: string; readonly path: Path }[] {
  if (isSecretReference(value)) return [{ name: value.secret, path }];
  if (Array.isArray(value)) return value.flatMap((item, index) => referencesOf(item, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, entry]) => referencesOf(entry, [...path, key]));
}
