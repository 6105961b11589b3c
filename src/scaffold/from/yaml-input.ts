import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseAllDocuments } from 'yaml';
import type { Document, YAMLMap } from 'yaml';
import { yamlNotRead } from './faults';
import type { InputPlace, InputValue } from './input-value';

/**
 * Reads a file in YAML or JSON with the places of its values. Text with `${NAME}` in it is an expression: tools replace it by
 * values that stand elsewhere.
 *
 * @param firstLine line of the file that the text begins at
 * @returns its documents, without empty ones
 * @throws if the text is no YAML
 */
export function readYaml(text: string, file: string, firstLine = 1): readonly InputValue[] {
  const lines = new LineCounter();
  const documents = [...parseAllDocuments(text, { lineCounter: lines })] as Document[];
  const [problem] = documents.flatMap(({ errors }) => errors);
  const lineAt = (offset: number): number => lines.linePos(offset).line + firstLine - 1;
  if (problem !== undefined) throw new Error(yamlNotRead(file, lineAt(problem.pos[0]), problem.code));
  return documents
    .map((document) => new YamlReader(document, (offset) => ({ file, line: lineAt(offset) })))
    .flatMap((reader) => reader.read());
}

class YamlReader {
  constructor(
    private readonly document: Document,
    private readonly placeAt: (offset: number) => InputPlace,
  ) {}

  public read(): readonly InputValue[] {
    const { contents } = this.document;
    if (contents === null || (isScalar(contents) && contents.value === null)) return [];
    return [this.value(contents, [])];
  }

  /** @param within aliases that are being read: one that leads to itself has no value */
  private value(node: Node | null, within: readonly Node[]): InputValue {
    const place = this.placeAt(node?.range?.[0] ?? 0);
    if (isAlias(node)) {
      const target = node.resolve(this.document);
      if (target === undefined || within.includes(target))
        return { kind: 'expression', text: `*${node.source}`, place };
      return this.value(target, [...within, target]);
    }
    if (isSeq(node)) {
      return { kind: 'list', items: node.items.map((item) => this.value(item as Node, within)), place };
    }
    if (isMap(node)) return { kind: 'map', entries: this.entries(node, within), place };
    const value: unknown = isScalar(node) ? node.value : null;
    if (typeof value === 'string' && /\$\{[^}]*\}/.test(value)) {
      return { kind: 'expression', text: value.trim().replace(/\s+/g, ' '), place };
    }
    const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    return { kind: 'scalar', value: isPlain ? value : null, place };
  }

  private entries(map: YAMLMap, within: readonly Node[]): ReadonlyMap<string, InputValue> {
    const pairs = map.items as Pair<Node, Node | null>[];
    const isMerge = ({ key }: Pair<Node>): boolean => isScalar(key) && key.value === '<<';
    const merged = pairs.filter(isMerge).flatMap(({ value }) => {
      const source = this.value(value, within);
      return source.kind === 'list' ? source.items : [source];
    });
    return new Map([
      ...merged.reverse().flatMap((source) => (source.kind === 'map' ? [...source.entries] : [])),
      ...pairs
        .filter((pair) => !isMerge(pair))
        .map(({ key, value }) => [String(isScalar(key) ? key.value : key), this.value(value, within)] as const),
    ]);
  }
}
