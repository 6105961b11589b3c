import { isAbsolute, relative, resolve } from 'node:path';
import type { Document, LineCounter, Node, Pair, YAMLMap } from 'yaml';
import { fileEmpty, severalDocuments } from './yaml-faults';
import { yamlSyntax } from '../errors/spec';
import { yamlLibrary } from '../values/yaml-library';
import { ClusterSpecError } from './cluster-spec-error';
import type { Position, SpecSource } from './spec-source';
import { readTextFile } from './text-file';
import { clusterFileProblems, isMergeKey, locateProblems, YAML_OPTIONS, yamlProblems } from './yaml-slips';
import type { Path } from '../values/path';

/** Content of a cluster file, not yet checked, and where each part of it stands. */
export interface ClusterFile {
  /** The parsed content. */
  readonly spec: unknown;
  /** Where it stands. */
  readonly source: SpecSource;
}

/** Beginning of the top-level keys of a file that hold anchors for other places, and nothing for the cluster. */
const ANCHORS = 'x-';

/**
 * Reads a cluster file in YAML 1.2, where `on` and `no` are text, with merge keys. Top-level keys that begin with `x-`
 * are left out: they are places for anchors.
 *
 * @param path path of the file, from the working directory
 * @throws {ClusterSpecError} for a file that is missing or empty, and with all faults of its YAML
 */
export function readClusterFile(path: string): ClusterFile {
  const name = displayName(path);
  const read = readTextFile(path, name);
  if ('fault' in read) throw new ClusterSpecError([{ path: [], message: read.fault }]);
  return parseClusterYaml(read.text, name);
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
  const documents = [...parseAllDocuments(text, { ...YAML_OPTIONS, lineCounter: lines })];
  // a line "---" at the end begins a document without anything in it
  const [document, second] = documents.filter(isWritten);
  const all = documents.flatMap((each) => [...clusterFileProblems(each, text), ...yamlProblems(each, text)]);
  if (second !== undefined) all.push({ message: severalDocuments(), offset: second.contents?.range[0] ?? 0 });
  if (all.length > 0) throw new ClusterSpecError(locateProblems(all, lines, name));
  if (document === undefined) throw emptyFile(name);
  const data = toData(document, name);
  if (data === null) throw emptyFile(name);
  return { spec: withoutAnchors(data), source: new YamlSource(name, document, lines) };
}

function withoutAnchors(data: unknown): unknown {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return data;
  return Object.fromEntries(Object.entries(data).filter(([key]) => !key.startsWith(ANCHORS)));
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

type Entry = Pair<Node, Node | null>;

/** A part of a document, with the key that it stands under. */
interface Found {
  readonly key?: Node;
  readonly value: Node | null;
}

class YamlSource implements SpecSource {
  constructor(
    public readonly name: string,
    private readonly document: Document,
    private readonly lines: LineCounter,
  ) {}

  public locate(path: Path, part: 'key' | 'value' = 'value'): Position | undefined {
    const { isScalar } = yamlLibrary();
    let found: Found = { value: this.document.contents };
    for (const step of path) {
      const next = this.enter(found.value, step);
      if (next === undefined) return this.positionOf(found.key ?? found.value);
      found = next;
    }
    const isPoint = part === 'value' && isScalar(found.value);
    return this.positionOf(isPoint ? found.value : (found.key ?? found.value));
  }

  public plainText(path: Path, value: unknown): string | undefined {
    let node: Node | null = this.document.contents;
    for (const step of path) node = this.enter(node, step)?.value ?? null;
    if (!yamlLibrary().isScalar(node) || node.type !== 'PLAIN' || node.tag !== undefined) return undefined;
    return Object.is(node.value, value) ? node.source : undefined;
  }

  private enter(node: Node | null, step: string | number): Found | undefined {
    const { isMap, isSeq } = yamlLibrary();
    const content = this.withoutAlias(node);
    if (isMap(content)) {
      const pair = this.pairOf(content, String(step));
      return pair && { key: pair.key, value: this.withoutAlias(pair.value) };
    }
    const item = isSeq(content) && typeof step === 'number' ? content.items[step] : undefined;
    return item === undefined ? undefined : { value: this.withoutAlias(item as Node) };
  }

  /** The entry of a map, its own or that of a map that is merged into it. */
  private pairOf(map: YAMLMap, key: string): Entry | undefined {
    const { isMap, isSeq } = yamlLibrary();
    const entries = map.items as Entry[];
    const own = entries.find((entry) => keyText(entry.key) === key);
    if (own !== undefined) return own;
    for (const { value } of entries.filter((entry) => isMergeKey(entry.key))) {
      const merged = this.withoutAlias(value);
      for (const source of isSeq(merged) ? (merged.items as Node[]) : [merged]) {
        const content = this.withoutAlias(source);
        const found = isMap(content) ? this.pairOf(content, key) : undefined;
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }

  private withoutAlias(node: Node | null): Node | null {
    return yamlLibrary().isAlias(node) ? (node.resolve(this.document) ?? node) : node;
  }

  private positionOf(node: Node | null): Position | undefined {
    return node?.range ? positionOf(this.lines, node.range[0]) : undefined;
  }
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

/** The path from the working directory, where that is the shorter way. */
function displayName(path: string): string {
  const below = relative(process.cwd(), resolve(path));
  return isAbsolute(path) && !below.startsWith('..') && !isAbsolute(below) ? below : path;
}
