import { type IResolvable, type IResolveContext, Token, Tokenization } from 'cdktf';
import type { PatchContent } from '../../../machine-config/patch-content';
import { readPatch } from '../../../machine-config/patches/patch-text';
import { YamlText } from '../../../manifests/yaml-text';
import { escapeTemplate } from '../../private/template-text';

/** A token of the framework in a text. */
const STRING_TOKEN = /(\$\{TfToken\[[^\]]*\]\})/;

/**
 * A config patch as the text that the provider takes. A value that only OpenTofu knows stands in it as `jsonencode(…)`,
 * so that line breaks and quotes in it arrive as they are. YAML text with such a value is read as Talos reads it.
 */
export function renderPatch(content: PatchContent): string {
  if (!holdsToken(content)) return escapeTemplate(typeof content === 'string' ? content : JSON.stringify(content));
  if (typeof content !== 'string') return Token.asString(new LatePatch([content]));
  if (isWholeToken(content)) return content;
  return Token.asString(
    new LatePatch(readPatch({ origin: '', content }).documents.map((document) => document.content)),
  );
}

/** If a text is one value that only OpenTofu knows, and nothing else. */
export function isWholeToken(text: string): boolean {
  const { tokens, literals } = Tokenization.reverseString(text);
  return tokens.length === 1 && literals.length === 0;
}

/** If a value that only OpenTofu knows stands somewhere in data. */
export function holdsToken(value: unknown): boolean {
  if (Token.isUnresolved(value)) return true;
  if (value instanceof YamlText) return value.documents.some(holdsToken);
  if (Array.isArray(value)) return value.some(holdsToken);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, entry]) => Token.isUnresolved(key) || holdsToken(entry));
}

/** An expression of OpenTofu. */
class Expression {
  constructor(public readonly text: string) {}
}

/** A piece of text as it is meant, or an expression that stands in its place. */
type Part = string | Expression;

/**
 * Documents with values that only OpenTofu knows. It is a token itself, as the framework would take a `${` of the text
 * for the start of an expression and render the tokens behind it without braces.
 */
class LatePatch implements IResolvable {
  public readonly creationStack: string[] = [];

  constructor(private readonly documents: readonly unknown[]) {}

  public resolve(context: IResolveContext): string {
    const parts = documentParts(this.documents, context);
    return parts.map((part) => (typeof part === 'string' ? escapeTemplate(part) : `\${${part.text}}`)).join('');
  }

  public toString(): string {
    return Token.asString(this);
  }
}

/** Documents as JSON, which is YAML too. */
function documentParts(documents: readonly unknown[], context: IResolveContext): readonly Part[] {
  return documents.flatMap((document, index) => [...(index === 0 ? [] : ['\n---\n']), ...jsonParts(document, context)]);
}

function jsonParts(value: unknown, context: IResolveContext): readonly Part[] {
  if (!holdsToken(value)) return [JSON.stringify(value)];
  if (typeof value === 'string') return jsonString(textParts(value, context));
  if (value instanceof YamlText) return jsonString(documentParts(value.documents, context));
  if (Token.isUnresolved(value)) return tokenParts(Tokenization.reverse(value)[0] ?? (value as IResolvable), context);
  if (Array.isArray(value)) {
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

/** Text as a value of JSON. */
function jsonString(parts: readonly Part[]): readonly Part[] {
  const [first, ...others] = parts;
  if (first instanceof Expression && others.length === 0) return [new Expression(`jsonencode(${first.text})`)];
  if (parts.every((part) => typeof part === 'string')) return [JSON.stringify(parts.join(''))];
  const text = parts.map((part) => (typeof part === 'string' ? literalText(part) : `\${${part.text}}`)).join('');
  return [new Expression(`jsonencode("${text}")`)];
}

function textParts(text: string, context: IResolveContext): readonly Part[] {
  return text.split(STRING_TOKEN).flatMap((piece): readonly Part[] => {
    const [token] = Tokenization.reverseString(piece).tokens;
    if (token === undefined) return piece === '' ? [] : [piece];
    const late = lateValue(token, context);
    return late instanceof Expression ? [late] : textParts(String(late), context);
  });
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
