import {
  DefaultTokenResolver,
  Fn,
  type IResolvable,
  type IResolveContext,
  StringConcat,
  type TerraformStack,
  Token,
  Tokenization,
} from 'cdktf';
import type { Construct } from 'constructs';
import { isPlainObject } from '../../values/plain-object';
import type { Path } from '../../values/path';

/** A list that only OpenTofu knows has one item; put into another list, this item stands for all of it. */
const LATE_ITEMS = /#\{TfToken\[[^\]]*\]\}/;

/** A number that only OpenTofu knows, as it stands in a text. */
const LATE_NUMBER = /-\d(?:\.\d+)?e\+\d{3}/g;

/** Type arguments of the framework leave expressions away where a text, a list or a map is wanted. */
type Late<T> = T | IResolvable;

/**
 * If a value is one that only OpenTofu knows, or a text that holds one: an expression, text, a number, a list, a map, or
 * an item of a list that stands for another list.
 */
export function isLate(value: unknown): boolean {
  if (Token.isUnresolved(value)) return true;
  return typeof value === 'string' && (standsForItems(value) || withTextTokens(value) !== value);
}

/**
 * The same text with numbers that only OpenTofu knows in the form of texts: as numbers the framework does not find them
 * behind a dash or a dot.
 */
export function withTextTokens(text: string): string {
  if (!text.includes('e+')) return text;
  return text.replace(LATE_NUMBER, (number) => {
    const late = Tokenization.reverseNumber(Number(number));
    return late === undefined ? number : Token.asString(late);
  });
}

/** If an item of a list stands for all items of a list that only OpenTofu knows. */
export function standsForItems(item: unknown): item is string {
  return typeof item === 'string' && LATE_ITEMS.test(item);
}

/** If a text is one value that only OpenTofu knows, and nothing else. */
export function isWholeToken(text: string): boolean {
  const { tokens, literals } = Tokenization.reverseString(text);
  return tokens.length === 1 && literals.length === 0;
}

/** Text, where an expression is given in its place, or a number is part of it. */
export function lateText<T extends string | undefined>(value: T): T {
  if (isExpression(value)) return Token.asString(value) as T;
  return value === undefined ? value : (withTextTokens(value) as T);
}

/** A list of texts, where an expression is given in its place. */
export function lateList<T extends readonly string[] | undefined>(value: T): T {
  return isExpression(value) ? (Token.asList(value) as readonly string[] as T) : value;
}

/** A map of texts, where an expression is given in its place. */
export function lateMap<T extends Readonly<Record<string, string>> | undefined>(value: T): T {
  return isExpression(value) ? (Token.asStringMap(value) as T) : value;
}

/** A list for the bindings, which take one that only OpenTofu knows as the whole list alone. */
export function wholeList(list: readonly string[]): string[] {
  if (list.length < 2 || !list.some(standsForItems)) return [...list];
  return Token.asList(Fn.concat(list.map((item) => [item])));
}

/** Places of values that only OpenTofu knows, and of entries whose names only it knows. */
export interface LatePlaces {
  /** Places of values. */
  readonly values: Path[];
  /** Places of entries. */
  readonly keys: Path[];
}

/** Finds places in settings that only OpenTofu knows; nothing inside of an expression or a construct is looked at. */
export function findLate(value: unknown, path: Path = [], found: LatePlaces = { values: [], keys: [] }): LatePlaces {
  if (isLate(value) || (Array.isArray(value) && value.some(standsForItems))) found.values.push(path);
  else if (Array.isArray(value)) value.forEach((item, index) => findLate(item, [...path, index], found));
  else if (isPlainObject(value)) {
    for (const [key, entry] of Object.entries(value)) {
      if (isLate(key)) found.keys.push([...path, key]);
      else findLate(entry, [...path, key], found);
    }
  }
  return found;
}

/** Something that a value refers to: an attribute of a resource, or an input variable. */
export interface Reference {
  /** Text of the reference, such as `var.name`. */
  readonly identifier: string;
  /** Stack that it belongs to. */
  readonly originStack?: TerraformStack;
}

/** All that a value refers to, wherever in it. */
export function referencesIn(scope: Construct, value: unknown): readonly Reference[] {
  const resolver = new ReferenceCollector();
  Tokenization.resolve(value, { scope, resolver, preparing: false });
  return resolver.references;
}

class ReferenceCollector extends DefaultTokenResolver {
  public readonly references: Reference[] = [];

  constructor() {
    super(new StringConcat());
  }

  public override resolveToken(...args: Parameters<DefaultTokenResolver['resolveToken']>): unknown {
    const [token] = args as readonly [IResolvable & Partial<Reference>, IResolveContext, unknown];
    const { identifier, originStack } = token;
    if (typeof identifier === 'string') this.references.push({ identifier, originStack });
    return super.resolveToken(...args);
  }
}

function isExpression<T>(value: Late<T>): value is IResolvable {
  return Tokenization.isResolvable(value);
}
