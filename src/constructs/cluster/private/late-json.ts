import { type IResolvable, type IResolveContext, Token, Tokenization } from 'cdktf';
import { YamlText } from '../../../manifests/yaml-text';
import { isPlainObject } from '../../../values/plain-object';
import { isLate, standsForItems, withTextTokens } from '../../private/late-values';

/** A token of the framework in a text. */
const STRING_TOKEN = /(\$\{TfToken\[[^\]]*\]\})/;

/** Name of an item in an expression that makes a list of another one. */
const ITEM = 'item';

/** An expression of OpenTofu. */
export class Expression {
  constructor(public readonly text: string) {}
}

/** A piece of text as it is meant, or an expression that stands in its place. */
export type Part = string | Expression;

/** If a value that only OpenTofu knows stands somewhere in data. */
export function holdsToken(value: unknown): boolean {
  if (isLate(value)) return true;
  if (value instanceof YamlText) return value.documents.some(holdsToken);
  if (Array.isArray(value)) return value.some(holdsToken);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, entry]) => isLate(key) || holdsToken(entry));
}

/** Documents as JSON, which is YAML too. */
export function documentParts(documents: readonly unknown[], context: IResolveContext): readonly Part[] {
  return documents.flatMap((document, index) => [...(index === 0 ? [] : ['\n---\n']), ...jsonParts(document, context)]);
}

function jsonParts(value: unknown, context: IResolveContext): readonly Part[] {
  if (!holdsToken(value)) return [JSON.stringify(value)];
  if (typeof value === 'string') return jsonString(textParts(value, context));
  if (value instanceof YamlText) return jsonString(documentParts(value.documents, context));
  if (Token.isUnresolved(value)) return tokenParts(tokenOf(value), context);
  if (Array.isArray(value)) {
    if (value.some((item) => itemsIn(item) !== undefined)) {
      return [new Expression(`jsonencode(${listExpression(value, context)})`)];
    }
    return ['[', ...value.flatMap((item, index) => [...(index === 0 ? [] : [',']), ...jsonParts(item, context)]), ']'];
  }
  const entries = Object.entries(value as object).filter(([, entry]) => entry !== undefined);
  const pairs = entries.flatMap(([key, entry], index) => [
    ...(index === 0 ? [] : [',']),
    ...jsonParts(key, context),
    ':',
    ...jsonParts(entry, context),
  ]);
  return ['{', ...pairs, '}'];
}

/**
 * A list with the items of another list in it. The framework writes a list that only OpenTofu knows as one item that
 * stands for all: it may be put into another list, and what was made of that item is made of each.
 */
function listExpression(list: readonly unknown[], context: IResolveContext): string {
  const lists: string[] = [];
  let known: string[] = [];
  const endKnown = (): void => {
    if (known.length > 0) lists.push(`[${known.join(', ')}]`);
    known = [];
  };
  for (const item of list) {
    const items = itemsIn(item);
    if (items === undefined) {
      known.push(valueExpression(item, context));
      continue;
    }
    endKnown();
    lists.push(itemsExpression(item, items, context));
  }
  endKnown();
  if (lists.length < 2) return lists[0] ?? '[]';
  return `concat(${lists.join(', ')})`;
}

function itemsExpression(item: unknown, items: string, context: IResolveContext): string {
  const all = valueExpression([items], context);
  return item === items ? all : `[for ${ITEM} in ${all} : ${valueExpression(withItem(item, items), context)}]`;
}

/** The item in a value that stands for all items of a list; one in a list inside belongs to that list. */
function itemsIn(value: unknown): string | undefined {
  if (standsForItems(value)) return value;
  if (!isMap(value)) return undefined;
  return Object.values(value)
    .map(itemsIn)
    .find((items) => items !== undefined);
}

function withItem(value: unknown, items: string): unknown {
  if (value === items) return new Expression(ITEM);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withItem(entry, items)]));
}

/** Data as an expression. */
function valueExpression(value: unknown, context: IResolveContext): string {
  if (value instanceof Expression) return value.text;
  if (typeof value === 'string') return textExpression(textParts(value, context));
  if (value instanceof YamlText) return textExpression(documentParts(value.documents, context));
  if (Token.isUnresolved(value)) {
    const late = lateValue(tokenOf(value), context);
    return late instanceof Expression ? late.text : valueExpression(late, context);
  }
  if (Array.isArray(value)) return listExpression(value, context);
  if (!isMap(value)) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  return `{${entries.map(([key, entry]) => `${quotedText(textParts(key, context))} = ${valueExpression(entry, context)}`).join(', ')}}`;
}

function isMap(value: unknown): value is object {
  return isPlainObject(value) && !isLate(value);
}

/** Text as a value of JSON. */
function jsonString(parts: readonly Part[]): readonly Part[] {
  if (parts.every((part) => typeof part === 'string')) return [JSON.stringify(parts.join(''))];
  return [new Expression(`jsonencode(${textExpression(parts)})`)];
}

/** Text as an expression. */
function textExpression(parts: readonly Part[]): string {
  const [first, ...others] = parts;
  if (first instanceof Expression && others.length === 0) return first.text;
  return quotedText(parts);
}

function quotedText(parts: readonly Part[]): string {
  return `"${parts.map((part) => (typeof part === 'string' ? literalText(part) : `\${${part.text}}`)).join('')}"`;
}

function textParts(text: string, context: IResolveContext): readonly Part[] {
  return withTextTokens(text)
    .split(STRING_TOKEN)
    .flatMap((piece): readonly Part[] => {
      const [token] = Tokenization.reverseString(piece).tokens;
      if (token === undefined) return piece === '' ? [] : [piece];
      const late = lateValue(token, context);
      return late instanceof Expression ? [late] : textParts(String(late), context);
    });
}

function tokenOf(value: unknown): IResolvable {
  return Tokenization.reverse(value)[0] ?? (value as IResolvable);
}

function tokenParts(token: IResolvable, context: IResolveContext): readonly Part[] {
  const late = lateValue(token, context);
  return late instanceof Expression ? [new Expression(`jsonencode(${late.text})`)] : jsonParts(late, context);
}

/** An expression, or what a token stands for that is known by now. */
function lateValue(token: IResolvable, context: IResolveContext): unknown {
  const withBraces = resolveOnce(token, context, false);
  const without = resolveOnce(token, context, true);
  return typeof without === 'string' && withBraces === `\${${without}}` ? new Expression(without) : withBraces;
}

/** The framework leaves the braces away where it is inside of an expression, and says so in the context. */
function resolveOnce(token: IResolvable, context: IResolveContext, suppressBraces: boolean): unknown {
  const before = context.suppressBraces;
  context.suppressBraces = suppressBraces;
  try {
    return token.resolve(context);
  } finally {
    context.suppressBraces = before;
  }
}

/** Escapes of JSON that OpenTofu does not know. */
const ESCAPES: Readonly<Record<string, string>> = { b: '\\u0008', f: '\\u000c' };

/** Inside of the quotes of a string of OpenTofu. */
function literalText(text: string): string {
  const escaped = JSON.stringify(text)
    .slice(1, -1)
    .replace(/\\(.)/g, (pair, escape: string) => ESCAPES[escape] ?? pair)
    .replace(/\$\{/g, '$$$${')
    .replace(/%\{/g, '%%{');
  // before an expression it would read as the escape of its brace
  return escaped.replace(/\$$/, '\\u0024').replace(/%$/, '\\u0025');
}
