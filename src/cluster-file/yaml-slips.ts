import type { Document, LineCounter, Node, Pair, Scalar, YAMLError, YAMLMap } from 'yaml';
import { duplicateKey, yamlAlias, yamlMerge, yamlSlip, yamlTag } from './yaml-faults';
import { yamlSyntax } from '../errors/spec';
import { keyNotText, oldYamlDirective, templateSigns } from './yaml-faults';
import { yamlLibrary } from '../values/yaml-library';
import type { LocatedFault } from './cluster-spec-error';

/** How all YAML is parsed: repeated keys are found by `yamlProblems`. */
export const YAML_OPTIONS = { prettyErrors: false, stringKeys: true, merge: true, uniqueKeys: false } as const;

/** A problem of a document, and where it is in the text. */
export interface YamlProblem {
  /** The sentence. */
  readonly message: string;
  /** Number of the character in the text. */
  readonly offset: number;
  /**
   * If true, the parser is lost from there on.
   * @default false
   */
  readonly isSlip?: boolean;
}

/** Problems for every reader of YAML: slips, aliases without anchors, merge keys with something else than maps. */
export function yamlProblems(document: Document, text: string): readonly YamlProblem[] {
  const problems = document.errors.map((error) => problemOf(error, text));
  yamlLibrary().visit(document, {
    Alias(_role, alias) {
      if (alias.resolve(document) !== undefined) return;
      problems.push({ message: yamlAlias(alias.source), offset: alias.range?.[0] ?? 0 });
    },
    Map(_role, map) {
      problems.push(...repeatedKeys(map as YAMLMap<Node>, text));
    },
    Pair(_role, pair) {
      const { key, value } = pair as Pair<Node, Node | null>;
      if (isMergeKey(key) && !mergesMaps(value, document)) {
        problems.push({ message: yamlMerge(), offset: value?.range?.[0] ?? key.range?.[0] ?? 0 });
      }
    },
  });
  return problems;
}

/** The library itself compares each key with all before it, which takes long where there are a thousand. */
function repeatedKeys(map: YAMLMap<Node>, text: string): readonly YamlProblem[] {
  const seen = new Set<unknown>();
  return map.items.flatMap(({ key }) => {
    const value = yamlLibrary().isScalar(key) ? key.value : key;
    if (isMergeKey(key) || !seen.has(value)) {
      seen.add(value);
      return [];
    }
    const offset = key.range?.[0] ?? 0;
    return [{ message: duplicateKey(/^[^\s:]*/.exec(text.slice(offset))?.[0] ?? ''), offset, isSlip: false }];
  });
}

/** Problems of cluster files only, where something has another meaning: directives for older YAML, and tags. */
export function clusterFileProblems({ directives, warnings }: Document, text: string): readonly YamlProblem[] {
  const tags = warnings.map(({ message, pos }) => ({ message: yamlTag(message), offset: pos[0] }));
  const { version, explicit } = directives?.yaml ?? {};
  if (version === undefined || version === '1.2' || explicit !== true) return tags;
  return [...tags, { message: oldYamlDirective(version), offset: Math.max(0, text.search(/^%YAML\b/m)), isSlip: true }];
}

/** Problems with their places, in the order of the text, without those after the first slip, which it may cause. */
export function locateProblems(
  problems: readonly YamlProblem[],
  lines: LineCounter,
  file: string | undefined,
): readonly LocatedFault[] {
  const sorted = [...withoutConsequences(problems)].sort((a, b) => a.offset - b.offset);
  return sorted.map(({ message, offset }) => {
    const { line, col } = lines.linePos(offset);
    return { path: [], message, file, line, column: col };
  });
}

/**
 * Problems in the YAML of a file that Talos, Image Factory or Kubernetes read.
 *
 * @param file name of the file, for errors
 * @default - a text in the cluster file
 */
export function yamlFileSlips(text: string, file?: string): readonly LocatedFault[] {
  const { LineCounter, parseAllDocuments } = yamlLibrary();
  const lines = new LineCounter();
  const options = { ...YAML_OPTIONS, lineCounter: lines };
  const problems = [...parseAllDocuments(text, options)].flatMap((document) => yamlProblems(document, text));
  return locateProblems(problems, lines, file);
}

/** Problems without those after the first slip, which it may cause. */
function withoutConsequences(problems: readonly YamlProblem[]): readonly YamlProblem[] {
  const slips = problems.filter(({ isSlip }) => isSlip);
  const [first] = [...slips].sort((a, b) => a.offset - b.offset);
  return first === undefined
    ? problems
    : problems.filter((problem) => problem === first || problem.offset < first.offset);
}

function problemOf(error: YAMLError, text: string): YamlProblem {
  const [offset] = error.pos;
  return { message: sentenceOf(error, text), offset, isSlip: true };
}

/** True if a key stands for the keys of other maps. */
export function isMergeKey(key: unknown): boolean {
  // asked of every key of a file, and the library is looked up each time
  const { source } = (key ?? {}) as Partial<Scalar>;
  return source === '<<' && yamlLibrary().isScalar(key) && key.type === 'PLAIN';
}

/** True if a merge key stands for a map, or a list of maps. */
function mergesMaps(value: Node | null, document: Document): boolean {
  const { isAlias, isMap, isSeq } = yamlLibrary();
  const content = isAlias(value) ? value.resolve(document) : value;
  // an alias of nothing is a fault of its own
  if (content === undefined || isMap(content)) return true;
  return isSeq(content) && content.items.every((item) => !isSeq(item) && mergesMaps(item as Node, document));
}

function sentenceOf(error: YAMLError, text: string): string {
  const [offset] = error.pos;
  if (error.code !== 'NON_STRING_KEY') return yamlSlip(error.code, error.message);
  return /^[\s\S]?\{[{%]/.test(text.slice(Math.max(0, offset - 1))) ? templateSigns() : yamlSyntax(keyNotText());
}
