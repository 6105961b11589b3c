import { readFileSync } from 'node:fs';
import { isAbsolute, relative, resolve } from 'node:path';
import type { Document, LineCounter, Node, Pair } from 'yaml';
import {
  fileEmpty,
  fileMissing,
  fileUnreadable,
  severalDocuments,
  yamlAlias,
  yamlSyntax,
  yamlTag,
} from '../errors/spec';
import { yamlLibrary } from '../values/yaml-library';
import { ClusterSpecError } from './cluster-spec-error';
import type { Position, SpecSource } from './spec-source';
import { directiveProblems, type YamlProblem, yamlProblem } from './yaml-slips';

type Path = readonly (string | number)[];

/** What a cluster file holds, not yet checked, and where each part of it stands. */
export interface ClusterFile {
  /** What the file holds. */
  readonly spec: unknown;
  /** Where it stands. */
  readonly source: SpecSource;
}

/**
 * Reads a cluster file in YAML 1.2, where `on` and `no` are text.
 *
 * @param path path of the file, from the working directory
 * @throws {ClusterSpecError} for a file that is missing or empty, and with all faults of its YAML
 */
export function readClusterFile(path: string): ClusterFile {
  const name = displayName(path);
  return parseClusterYaml(readText(path, name), name);
}

/**
 * Reads the text of a cluster file.
 *
 * @param name name of the file, for errors
 * @throws {ClusterSpecError} for text that is empty, and with all faults of its YAML
 */
export function parseClusterYaml(text: string, name: string): ClusterFile {
  const { LineCounter, parseAllDocuments } = yamlLibrary();
  const lines = new LineCounter();
  const documents = [...parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, stringKeys: true })];
  // a line "---" at the end begins a document without anything in it
  const [document, second] = documents.filter(isWritten);
  const all = documents.flatMap((each) => problemsOf(each, text));
  if (second !== undefined) all.push({ message: severalDocuments(), offset: second.contents?.range[0] ?? 0 });
  if (all.length > 0) {
    throw new ClusterSpecError(
      withoutConsequences(all).map(({ message, offset }) => ({
        path: [],
        message,
        file: name,
        ...positionOf(lines, offset),
      })),
    );
  }
  if (document === undefined) throw emptyFile(name);
  const spec = toData(document, name);
  if (spec === null) throw emptyFile(name);
  return { spec, source: new YamlSource(name, document, lines) };
}

/**
 * Where each part of a file with one or several documents stands. With several, a path begins with the number of its
 * document, from 0.
 *
 * @param name name of the file, for errors
 */
export function yamlFileSource(text: string, name: string): SpecSource {
  const { LineCounter, parseAllDocuments } = yamlLibrary();
  const lines = new LineCounter();
  const sources = [...parseAllDocuments(text, { lineCounter: lines, merge: true })].map(
    (document) => new YamlSource(name, document, lines),
  );
  if (sources.length <= 1) return sources[0] ?? { name, locate: () => undefined };
  return { name, locate: ([number = 0, ...rest], part) => sources[Number(number)]?.locate(rest, part) };
}

class YamlSource implements SpecSource {
  constructor(
    public readonly name: string,
    private readonly document: Document,
    private readonly lines: LineCounter,
  ) {}

  public locate(path: Path, part: 'key' | 'value' = 'value'): Position | undefined {
    const { isScalar } = yamlLibrary();
    let found: { readonly key?: Node; readonly value: Node | null } = { value: this.document.contents };
    for (const step of path) {
      const next = this.enter(found.value, step);
      if (next === undefined) return this.positionOf(found.key ?? found.value);
      found = next;
    }
    const isPoint = part === 'value' && isScalar(found.value);
    return this.positionOf(isPoint ? found.value : (found.key ?? found.value));
  }

  private enter(node: Node | null, step: string | number): { key?: Node; value: Node | null } | undefined {
    const { isMap, isSeq } = yamlLibrary();
    const content = this.withoutAlias(node);
    if (isMap(content)) {
      const pair = content.items.find(({ key }) => keyText(key) === String(step)) as
        Pair<Node, Node | null> | undefined;
      return pair === undefined ? undefined : { key: pair.key, value: this.withoutAlias(pair.value) };
    }
    const item = isSeq(content) && typeof step === 'number' ? content.items[step] : undefined;
    return item === undefined ? undefined : { value: this.withoutAlias(item as Node) };
  }

  private withoutAlias(node: Node | null): Node | null {
    return yamlLibrary().isAlias(node) ? (node.resolve(this.document) ?? node) : node;
  }

  private positionOf(node: Node | null): Position | undefined {
    return node?.range ? positionOf(this.lines, node.range[0]) : undefined;
  }
}

/** Problems but those that follow the first slip, as they may come of it. */
function withoutConsequences(problems: readonly YamlProblem[]): readonly YamlProblem[] {
  const slips = problems.filter(({ isSlip }) => isSlip);
  const [first] = [...slips].sort((a, b) => a.offset - b.offset);
  return first === undefined
    ? problems
    : problems.filter((problem) => problem === first || problem.offset < first.offset);
}

function problemsOf(document: Document, text: string): YamlProblem[] {
  const problems = [
    ...directiveProblems(document, text),
    ...document.errors.map((error) => yamlProblem(error, text)),
    ...document.warnings.map(({ message, pos }) => ({ message: yamlTag(message), offset: pos[0] })),
  ];
  yamlLibrary().visit(document, {
    Alias(_role, alias) {
      if (alias.resolve(document) !== undefined) return;
      problems.push({ message: yamlAlias(alias.source), offset: alias.range?.[0] ?? 0 });
    },
  });
  return problems;
}

function isWritten({ contents }: Document): boolean {
  return contents !== null && !(yamlLibrary().isScalar(contents) && contents.value === null);
}

function emptyFile(name: string): ClusterSpecError {
  return new ClusterSpecError([{ path: [], message: fileEmpty(), file: name }]);
}

function keyText(key: unknown): string {
  return String(yamlLibrary().isScalar(key) ? key.value : key);
}

function positionOf(lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

/** Turns the document into plain data; aliases that grow beyond reason are refused while this is done. */
function toData(document: Document, name: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ClusterSpecError([{ path: [], message: yamlSyntax(reason), file: name }]);
  }
}

function readText(path: string, name: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const sentence = code === 'ENOENT' ? fileMissing(name) : fileUnreadable(name, message);
    throw new ClusterSpecError([{ path: [], message: sentence }]);
  }
}

/** The path from the working directory, where that is the shorter way. */
function displayName(path: string): string {
  const below = relative(process.cwd(), resolve(path));
  return isAbsolute(path) && !below.startsWith('..') && !isAbsolute(below) ? below : path;
}
