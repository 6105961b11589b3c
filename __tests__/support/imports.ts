import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import ts from 'typescript';

/** Source files by path below the project, with `/`. */
export type Sources = ReadonlyMap<string, string>;

/** One module that a file names, in whatever form. */
interface Import {
  readonly specifier: string;
  /** True if nothing of it is left after compilation. */
  readonly typeOnly: boolean;
  /** Imported names; empty for a namespace or a side effect. */
  readonly names: readonly string[];
}

/** Imports that the files of one layer may have. */
export interface LayerRule {
  /** Layers, the own one included where it may. */
  readonly layers: readonly string[];
  /** Layers of which only types may be imported. */
  readonly types?: readonly string[];
  /** Packages of npm and modules of Node. */
  readonly packages: readonly string[];
}

/** The import table of the project. */
export interface ImportTable {
  readonly layers: Readonly<Record<string, LayerRule>>;
  /** Folders of constructs in the order of the arrow; a later one may name only interfaces of an earlier one. */
  readonly stages: readonly (readonly string[])[];
  /** Imports of single places, each refused unless it matches; said of the layer that imports and the path imported. */
  readonly restricted: readonly Restriction[];
}

interface Restriction {
  readonly from: string;
  readonly to: RegExp;
  readonly only: RegExp;
  readonly because: string;
}

/** Every import that the table does not allow, one sentence each; empty if all is well. */
export function checkImports(sources: Sources, table: ImportTable): string[] {
  const faults = [...sources].flatMap(([file, text]) =>
    importsOf(file, text).flatMap((item) => faultsOfImport(file, item, sources, table)),
  );
  return [...faults, ...cyclesOf(sources).map((cycle) => `cycle: ${cycle.join(' -> ')}`)];
}

/** Statements of a file that are not `export … from`; a barrel has none. */
export function statementsBesideExports(file: string, text: string): string[] {
  const parsed = parse(file, text);
  return parsed.statements
    .filter((statement) => !(ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined))
    .map((statement) => statement.getText(parsed));
}

/** Texts that a file holds as literals; comments are none. */
export function literalsOf(file: string, text: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(parse(file, text));
  return found;
}

function faultsOfImport(file: string, item: Import, sources: Sources, table: ImportTable): string[] {
  const layer = layerOf(file);
  const rule = table.layers[layer];
  if (rule === undefined) return [`${file}: layer ${layer} is not in the import table`];
  if (!item.specifier.startsWith('.')) {
    const name = packageOf(item.specifier);
    return rule.packages.includes(name) ? [] : [`${file}: ${layer} may not import package ${name}`];
  }
  const target = resolve(file, item.specifier, sources);
  if (target === undefined) return [`${file}: ${item.specifier} is no source file`];
  return [
    ...faultsOfLayer(file, item, target, rule),
    ...faultsOfBarrel(file, target),
    ...faultsOfPrivate(file, target),
    ...faultsOfStage(file, item, target, table.stages),
    ...table.restricted
      .filter(({ from, to, only }) => from === layer && to.test(target) && !only.test(target))
      .map(({ because }) => `${file}: ${target}: ${because}`),
  ];
}

function faultsOfLayer(file: string, item: Import, target: string, rule: LayerRule): string[] {
  const [from, to] = [layerOf(file), layerOf(target)];
  if (rule.layers.includes(to)) return [];
  if (rule.types?.includes(to) !== true) return [`${file}: ${from} may not import ${to} (${target})`];
  return item.typeOnly ? [] : [`${file}: ${from} may import only types of ${to} (${target})`];
}

/** A barrel loads its whole folder: across layers one imports the file, so that starting stays cheap. */
function faultsOfBarrel(file: string, target: string): string[] {
  const crosses = posix.dirname(file) !== posix.dirname(target) && posix.basename(target) === 'index.ts';
  const isBarrel = posix.basename(file) === 'index.ts' || file.startsWith('stacks/clusters/');
  return crosses && !isBarrel && layerOf(target) !== '.gen' ? [`${file}: names ${target} instead of a file`] : [];
}

/** A folder `private` is open to the folder that it lies in. */
function faultsOfPrivate(file: string, target: string): string[] {
  const [owner, inside] = target.split('/private/');
  return inside === undefined || file.startsWith(`${owner}/`) ? [] : [`${file}: ${target} is private to ${owner}`];
}

function faultsOfStage(file: string, item: Import, target: string, stages: ImportTable['stages']): string[] {
  const [from, to] = [stageOf(file, stages), stageOf(target, stages)];
  if (from === -1 || to === -1 || from === to) return [];
  if (to > from) return [`${file}: comes before ${target} and may not know it`];
  const classes = item.names.filter((name) => !/^I[A-Z]/.test(name));
  return classes.length === 0 ? [] : [`${file}: may name only interfaces of ${target}, not ${classes.join(', ')}`];
}

function stageOf(file: string, stages: ImportTable['stages']): number {
  const [, layer, folder = ''] = file.split('/');
  return layer === 'constructs' ? stages.findIndex((stage) => stage.includes(folder)) : -1;
}

/** Layer of a path: the folder below `src`, the file itself when it lies in `src`, else the top folder. */
export function layerOf(path: string): string {
  const [top = '', second = '', third] = path.split('/');
  if (top === 'src') return third === undefined ? second.replace(/\.ts$/, '') : second;
  return top === 'stacks' && third !== undefined ? 'clusters' : top;
}

function packageOf(specifier: string): string {
  const name = specifier.split('/')[0] ?? specifier;
  if (specifier.startsWith('node:') || builtinModules.includes(name)) return 'node';
  return name.startsWith('@') ? specifier.split('/').slice(0, 2).join('/') : name;
}

function resolve(file: string, specifier: string, sources: Sources): string | undefined {
  const path = posix.join(posix.dirname(file), specifier);
  if (path.startsWith('.gen/')) return `${path}/index.ts`;
  return [`${path}.ts`, `${path}/index.ts`, posix.join(path, 'index.ts')].find((candidate) => sources.has(candidate));
}

function parse(file: string, text: string): ts.SourceFile {
  return ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
}

/** All modules that a file names: static and dynamic imports, exports from, `import("x").T`, require. */
function importsOf(file: string, text: string): Import[] {
  const found: Import[] = [];
  const visit = (node: ts.Node): void => {
    const item = importOfNode(node);
    if (item !== undefined) found.push(item);
    ts.forEachChild(node, visit);
  };
  visit(parse(file, text));
  return found;
}

function importOfNode(node: ts.Node): Import | undefined {
  if (ts.isImportDeclaration(node)) return { ...clauseOf(node.importClause), specifier: textOf(node.moduleSpecifier) };
  if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
    const elements = node.exportClause && ts.isNamedExports(node.exportClause) ? node.exportClause.elements : [];
    return {
      specifier: textOf(node.moduleSpecifier),
      typeOnly: node.isTypeOnly || (elements.length > 0 && elements.every((element) => element.isTypeOnly)),
      names: elements.map((element) => (element.propertyName ?? element.name).text),
    };
  }
  if (ts.isImportTypeNode(node)) {
    return {
      specifier: textOf(node.argument),
      typeOnly: true,
      names: node.qualifier ? [node.qualifier.getText()] : [],
    };
  }
  if (ts.isCallExpression(node) && isLoading(node.expression)) {
    const [argument] = node.arguments;
    return argument && ts.isStringLiteralLike(argument)
      ? { specifier: argument.text, typeOnly: false, names: [] }
      : undefined;
  }
  return undefined;
}

function isLoading(callee: ts.Expression): boolean {
  return callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require');
}

function clauseOf(clause: ts.ImportClause | undefined): Omit<Import, 'specifier'> {
  const bindings = clause?.namedBindings;
  const elements = bindings && ts.isNamedImports(bindings) ? bindings.elements : [];
  const allTypes = elements.length > 0 && clause?.name === undefined && elements.every((element) => element.isTypeOnly);
  return {
    typeOnly: clause?.phaseModifier === ts.SyntaxKind.TypeKeyword || allTypes,
    names: elements.map((element) => (element.propertyName ?? element.name).text),
  };
}

function textOf(node: ts.Node): string {
  if (ts.isLiteralTypeNode(node)) return textOf(node.literal);
  return ts.isStringLiteralLike(node) ? node.text : node.getText();
}

/** Cycles among source files, those of types alone too; each starts at its first file by name. */
function cyclesOf(sources: Sources): string[][] {
  const cycles = new Map<string, string[]>();
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    const start = path.indexOf(file);
    if (start >= 0) {
      const cycle = fromFirst(path.slice(start));
      cycles.set(cycle.join(), [...cycle, cycle[0] ?? file]);
    }
    if (start >= 0 || done.has(file)) return;
    for (const target of neighboursOf(file, sources)) visit(target, [...path, file]);
    done.add(file);
  };
  for (const file of [...sources.keys()].sort()) visit(file, []);
  return [...cycles.values()];
}

function neighboursOf(file: string, sources: Sources): string[] {
  return importsOf(file, sources.get(file) ?? '')
    .filter(({ specifier }) => specifier.startsWith('.'))
    .flatMap(({ specifier }) => resolve(file, specifier, sources) ?? [])
    .filter((target) => sources.has(target));
}

function fromFirst(cycle: readonly string[]): string[] {
  const first = cycle.indexOf([...cycle].sort()[0] ?? '');
  return [...cycle.slice(first), ...cycle.slice(0, first)];
}
