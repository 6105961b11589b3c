import type { ModuleCallJson, Values, WrittenModuleJson, WrittenResourceJson } from './plan-document';
import { blockAddress, instanceKeys, referenceParts } from './resource-address';

/** Something that a resource is written to depend on. */
export interface Dependency {
  /** Address of a resource, without keys; of a variable or an output of a module it is made up. */
  readonly address: string;
  /** Instance that is meant, where it is written out, such as `["a"]`. */
  readonly key?: string;
}

/** Which of its arguments a dependency stands in; `depends_on` for what only comes first. */
type Arguments = ReadonlyMap<string, readonly Dependency[]>;

/** Dependencies that the blocks of a plan declare. It knows no values, and nothing that goes through a local. */
export class DependencyGraph {
  private readonly blocks = new Map<string, Arguments>();

  constructor(root: WrittenModuleJson) {
    this.addModule(root, '', []);
  }

  /** True if the resource is written anywhere. */
  public has(address: string): boolean {
    return this.blocks.has(blockAddress(address));
  }

  /** References in the arguments of a resource; in all of them unless named. */
  public dependenciesOf(address: string, argument?: string): readonly Dependency[] {
    const found = this.blocks.get(blockAddress(address));
    return argument === undefined ? [...(found?.values() ?? [])].flat() : (found?.get(argument) ?? []);
  }

  /**
   * The nearest resources of a type that something depends on, directly or indirectly.
   *
   * @param isEnd what is not looked through
   */
  public nearest(
    from: readonly Dependency[],
    isWanted: (address: string) => boolean,
    isEnd: (address: string) => boolean,
  ): readonly Dependency[] {
    const seen = new Set<string>();
    let level = from;
    while (level.length > 0) {
      const found = level.filter(({ address }) => isWanted(address));
      if (found.length > 0) return withoutRepeated(found);
      const open = level.filter(({ address }) => !isEnd(address) && !seen.has(address));
      open.forEach(({ address }) => seen.add(address));
      level = open.flatMap(({ address }) => this.dependenciesOf(address));
    }
    return [];
  }

  private addModule(module: WrittenModuleJson, path: string, first: readonly Dependency[]): void {
    for (const resource of module.resources ?? []) {
      this.blocks.set(path + blockAddress(resource.address), argumentsOf(resource, path, first));
    }
    for (const [name, output] of Object.entries(module.outputs ?? {})) {
      const before = (output.depends_on ?? []).flatMap((reference) => dependenciesIn([reference], path));
      this.blocks.set(
        `${path}output.${name}`,
        new Map([['value', [...referencesIn(output.expression, path), ...before]]]),
      );
    }
    for (const [name, call] of Object.entries(module.module_calls ?? {})) this.addCall(name, call, path, first);
  }

  private addCall(name: string, call: ModuleCallJson, path: string, first: readonly Dependency[]): void {
    const inner = `${path}module.${name}.`;
    for (const [variable, expression] of Object.entries(call.expressions ?? {})) {
      this.blocks.set(`${inner}var.${variable}`, new Map([['value', referencesIn(expression, path)]]));
    }
    const before = dependenciesIn(call.depends_on ?? [], path);
    this.addModule(call.module ?? {}, inner, [...first, ...before]);
    // who depends on a module depends on all that is in it
    const inside = [...this.blocks.keys()].filter((address) => address.startsWith(inner));
    this.blocks.set(`${path}module.${name}`, new Map([['value', inside.map((address) => ({ address }))]]));
  }
}

function argumentsOf(resource: WrittenResourceJson, path: string, first: readonly Dependency[]): Arguments {
  const { expressions = {}, depends_on: before = [], count_expression: count, for_each_expression: each } = resource;
  return new Map([
    ...Object.entries(expressions).map(([name, expression]) => [name, referencesIn(expression, path)] as const),
    ['for_each', referencesIn([count, each], path)] as const,
    ['depends_on', [...dependenciesIn(before, path), ...first]] as const,
  ]);
}

/** References of an argument, which may be a block or a list of blocks. */
function referencesIn(expression: unknown, path: string): readonly Dependency[] {
  if (Array.isArray(expression)) return expression.flatMap((each) => referencesIn(each, path));
  if (typeof expression !== 'object' || expression === null) return [];
  const { references, ...nested } = expression as Values;
  const own = Array.isArray(references) ? references.filter((each): each is string => typeof each === 'string') : [];
  return [...dependenciesIn(own, path), ...Object.values(nested).flatMap((each) => referencesIn(each, path))];
}

/** A reference is followed by its beginnings: `a.b["c"].d`, `a.b["c"]`, `a.b`. */
function dependenciesIn(references: readonly string[], path: string): readonly Dependency[] {
  const found = withoutRepeated(references.flatMap((reference) => dependencyOf(reference, path) ?? []));
  const isBeginning = ({ address, key }: Dependency): boolean =>
    found.some(
      (other) =>
        other.address.startsWith(`${address}.output.`) ||
        (key === undefined && other.key !== undefined && other.address === address),
    );
  return found.filter((dependency) => !isBeginning(dependency));
}

/** Names that refer to no block. */
const NO_BLOCKS = ['local', 'each', 'count', 'path', 'terraform', 'self', 'tofu'];

function dependencyOf(reference: string, path: string): Dependency | undefined {
  const [first = '', second, third] = referenceParts(reference);
  if (NO_BLOCKS.includes(first) || second === undefined) return undefined;
  if (first === 'module') {
    const module = `${path}module.${blockAddress(second)}`;
    return { address: third === undefined ? module : `${module}.output.${blockAddress(third)}` };
  }
  const [type, name] = first === 'data' || first === 'ephemeral' ? [`${first}.${second}`, third] : [first, second];
  if (name === undefined) return undefined;
  return { address: `${path}${type}.${blockAddress(name)}`, key: instanceKeys(name).at(-1) };
}

function withoutRepeated(dependencies: readonly Dependency[]): readonly Dependency[] {
  return [...new Map(dependencies.map((each) => [`${each.address}${each.key ?? ''}`, each])).values()];
}
