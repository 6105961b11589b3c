import { join } from 'node:path';
import ts from 'typescript';
import { projectRoot } from './project';

/** Kinds of values that OpenTofu may know only later. */
export type LateKind = 'text' | 'number' | 'switch' | 'list' | 'map' | 'object';

/** A place in the props of a construct, and the kinds of late values that its type takes. */
export interface PropPlace {
  /** Keys from the outside in; `*` stands for any key or item. */
  readonly path: readonly string[];
  /** Kinds of values known late that the type allows. */
  readonly kinds: readonly LateKind[];
}

/** Interfaces of which nothing inside is a setting: constructs, providers, values that are valid by construction. */
const OPAQUE = /^(?:I[A-Z]\w+|Construct|TerraformProvider|IResolvable|Cni|ClusterAddon|Lifecycle|GitSource)$/;

/**
 * Every place of the types of props where a text, a number, a switch, a list or a map may stand.
 *
 * @param types names of interfaces, by the file that declares them
 */
export function propPlaces(types: Readonly<Record<string, string>>): ReadonlyMap<string, readonly PropPlace[]> {
  const files = Object.values(types).map((file) => join(projectRoot, file));
  const { config } = ts.readConfigFile(join(projectRoot, 'tsconfig.json'), ts.sys.readFile.bind(ts.sys)) as {
    config: object;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, projectRoot);
  const program = ts.createProgram(files, { ...options, noEmit: true, skipLibCheck: true });
  const checker = program.getTypeChecker();
  return new Map(
    Object.entries(types).map(([name, file]) => {
      const source = program.getSourceFile(join(projectRoot, file));
      const declaration = source?.statements.find(
        (statement): statement is ts.InterfaceDeclaration =>
          ts.isInterfaceDeclaration(statement) && statement.name.text === name,
      );
      if (declaration === undefined) throw new Error(`${file} has no interface ${name}`);
      return [name, placesOf(checker, checker.getTypeAtLocation(declaration), [])];
    }),
  );
}

function placesOf(checker: ts.TypeChecker, type: ts.Type, path: readonly string[]): readonly PropPlace[] {
  return checker.getPropertiesOfType(type).flatMap((property) => {
    const declared = checker.getTypeOfSymbol(property);
    return placesOfValue(checker, checker.getNonNullableType(declared), [...path, property.name]);
  });
}

function placesOfValue(checker: ts.TypeChecker, type: ts.Type, path: readonly string[]): readonly PropPlace[] {
  const members = type.isUnion() ? type.types : [type];
  const kinds = [...new Set(members.flatMap((member) => kindOf(checker, member)))];
  const inner = members.flatMap((member) => placesInside(checker, member, path));
  return [...(kinds.length > 0 ? [{ path, kinds }] : []), ...inner];
}

function kindOf(checker: ts.TypeChecker, type: ts.Type): readonly LateKind[] {
  if (type.flags & ts.TypeFlags.StringLike) return ['text'];
  if (type.flags & ts.TypeFlags.NumberLike) return ['number'];
  if (type.flags & ts.TypeFlags.BooleanLike) return ['switch'];
  if (checker.isArrayLikeType(type)) return ['list'];
  if (checker.getIndexTypeOfType(type, ts.IndexKind.String) !== undefined) return ['map'];
  return [];
}

function placesInside(checker: ts.TypeChecker, type: ts.Type, path: readonly string[]): readonly PropPlace[] {
  const { aliasSymbol, symbol } = type as { readonly aliasSymbol?: ts.Symbol; readonly symbol?: ts.Symbol };
  const name = (aliasSymbol ?? symbol)?.name ?? '';
  if (!(type.flags & ts.TypeFlags.Object) || OPAQUE.test(name) || isClass(type)) return [];
  const element = checker.isArrayLikeType(type)
    ? checker.getIndexTypeOfType(type, ts.IndexKind.Number)
    : checker.getIndexTypeOfType(type, ts.IndexKind.String);
  if (element !== undefined) return placesOfValue(checker, checker.getNonNullableType(element), [...path, '*']);
  return placesOf(checker, type, path);
}

function isClass(type: ts.Type): boolean {
  return (type.symbol as ts.Symbol | undefined)?.declarations?.some(ts.isClassLike) ?? false;
}
