/** An expression of OpenTofu whose value is known only later. */
export class UnknownValue {
  /** @param expression as it is written */
  constructor(public readonly expression: string) {}
}

/** A text of which a part is known only later. */
export class UnknownText {
  /** @param parts text as it is meant, and what stands between */
  constructor(public readonly parts: readonly (string | UnknownValue)[]) {}
}

/**
 * The value of a string in the JSON of a stack, which is a template: the text as it is meant, or what is known of it.
 * `jsonencode` and `yamlencode` of literal data give the data, as `encoded`.
 */
export function templateValue(text: string): string | UnknownValue | UnknownText | EncodedData {
  const parts = templateParts(text);
  const [first, ...others] = parts;
  if (others.length === 0 && first instanceof UnknownValue) return encodedData(first) ?? first;
  if (parts.every((part) => typeof part === 'string')) return parts.join('');
  return new UnknownText(parts);
}

/** Data that the stack has encoded as text: literal, but for unknown values in it. */
export class EncodedData {
  /** @param data plain data, with `UnknownValue` and `UnknownText` in places */
  constructor(public readonly data: unknown) {}
}

/** The elements of an expression that is a literal list of texts; nothing if it is something else. */
export function listElements({ expression }: UnknownValue): readonly unknown[] | undefined {
  const value = new ExpressionReader(expression).readWhole();
  if (!Array.isArray(value)) return undefined;
  return value.map((each: unknown) => (each instanceof UnknownValue ? (encodedData(each) ?? each) : each));
}

/** The value of `jsonencode(…)`, as data with unknown values in places; nothing if it is something else. */
export function jsonencodedValue({ expression }: UnknownValue): unknown {
  const match = /^jsonencode\((.*)\)$/s.exec(expression);
  return match === null ? undefined : new ExpressionReader(match[1] ?? '').readWhole();
}

/** A template in the order in which it is written: text as it is meant, and expressions. */
function templateParts(text: string): readonly (string | UnknownValue)[] {
  const parts: (string | UnknownValue)[] = [];
  let known = '';
  for (let at = 0; at < text.length;) {
    const start = text.slice(at, at + 3);
    if (start === '$${' || start === '%%{') {
      known += start.slice(1);
      at += 3;
    } else if (start.startsWith('${') || start.startsWith('%{')) {
      const end = expressionEnd(text, at + 2);
      if (known !== '') parts.push(known);
      known = '';
      parts.push(new UnknownValue(text.slice(at + 2, end).trim()));
      at = end + 1;
    } else {
      known += text.charAt(at);
      at += 1;
    }
  }
  return known === '' && parts.length > 0 ? parts : [...parts, known];
}

/** Where the brace is that ends an expression; the end of the text if there is none. */
function expressionEnd(text: string, start: number): number {
  let depth = 1;
  for (let at = start; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '"') at = stringEnd(text, at + 1);
    else if (character === '{') depth += 1;
    else if (character === '}') depth -= 1;
    if (depth === 0) return at;
  }
  return text.length;
}

/** Where the quote is that ends a string, which may have expressions with strings in it. */
function stringEnd(text: string, start: number): number {
  let at = start;
  while (at < text.length && text.charAt(at) !== '"') {
    const two = text.slice(at, at + 2);
    if (two.startsWith('\\')) at += 2;
    else if (['$$', '%%'].includes(two) && text.charAt(at + 2) === '{') at += 3;
    else if (two === '${' || two === '%{') at = expressionEnd(text, at + 2) + 1;
    else at += 1;
  }
  return at;
}

/** The data of `jsonencode(…)` or `yamlencode(…)`, if the argument is a literal map or list. */
function encodedData({ expression }: UnknownValue): EncodedData | undefined {
  const match = /^(?:json|yaml)encode\((.*)\)$/s.exec(expression);
  if (match === null) return undefined;
  const data = new ExpressionReader(match[1] ?? '').readWhole();
  return data instanceof UnknownValue ? undefined : new EncodedData(data);
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** The literal `null`, as distinct from no literal. */
const NULL = Symbol('null');

/** Reads the literals of OpenTofu's expressions: maps, lists, strings, numbers. Everything else is unknown. */
class ExpressionReader {
  private at = 0;

  constructor(private readonly text: string) {}

  /** The value of the whole text. */
  public readWhole(): unknown {
    const value = this.readValue('');
    return this.at < this.text.length ? new UnknownValue(this.text.trim()) : value;
  }

  /** @param ends characters that end the value beside the end of the text */
  private readValue(ends: string): unknown {
    this.skipSpace();
    const start = this.at;
    const value = this.readLiteral();
    this.skipSpace();
    if (value !== undefined && (this.at >= this.text.length || ends.includes(this.text.charAt(this.at)))) {
      return value === NULL ? null : value;
    }
    this.at = start;
    return this.readUnknown(ends);
  }

  /** @returns nothing if it is no literal */
  private readLiteral(): unknown {
    const character = this.text.charAt(this.at);
    if (character === '{') return this.readMap();
    if (character === '[') return this.readList();
    if (character === '"') return this.readString();
    const word = /^(?:-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null)\b/.exec(this.text.slice(this.at))?.[0];
    if (word === undefined) return undefined;
    this.at += word.length;
    return word === 'null' ? NULL : (JSON.parse(word) as unknown);
  }

  private readMap(): Readonly<Record<string, unknown>> | undefined {
    const entries: [string, unknown][] = [];
    for (this.at += 1; ;) {
      this.skipSeparators();
      if (this.at >= this.text.length) return undefined;
      if (this.text.charAt(this.at) === '}') break;
      const key = this.readKey();
      this.skipSpace();
      if (key === undefined || !/[=:]/.test(this.text.charAt(this.at))) return undefined;
      this.at += 1;
      entries.push([key, this.readValue(',}\n')]);
    }
    this.at += 1;
    return Object.fromEntries(entries);
  }

  private readKey(): string | undefined {
    if (this.text.charAt(this.at) === '"') {
      const key = this.readString();
      return typeof key === 'string' ? key : undefined;
    }
    const name = /^[\w-]+/.exec(this.text.slice(this.at))?.[0];
    this.at += name?.length ?? 0;
    return name;
  }

  private readList(): readonly unknown[] | undefined {
    const items: unknown[] = [];
    for (this.at += 1; ;) {
      this.skipSeparators();
      if (this.at >= this.text.length) return undefined;
      if (this.text.charAt(this.at) === ']') break;
      items.push(this.readValue(',]\n'));
    }
    this.at += 1;
    return items;
  }

  private readString(): unknown {
    const end = stringEnd(this.text, this.at + 1);
    const written = this.text.slice(this.at + 1, end);
    this.at = end + 1;
    const parts = templateParts(written).map((part) => (typeof part === 'string' ? unescape(part) : part));
    return parts.every((part) => typeof part === 'string') ? parts.join('') : new UnknownText(parts);
  }

  /** An expression up to where the value has to end, over everything in brackets and quotes. */
  private readUnknown(ends: string): UnknownValue {
    const start = this.at;
    let depth = 0;
    for (; this.at < this.text.length; this.at += 1) {
      const character = this.text.charAt(this.at);
      if (depth === 0 && ends.includes(character)) break;
      if (character === '"') this.at = stringEnd(this.text, this.at + 1);
      else if ('([{'.includes(character)) depth += 1;
      else if (')]}'.includes(character)) depth -= 1;
    }
    return new UnknownValue(this.text.slice(start, this.at).trim());
  }

  private skipSpace(): void {
    while (/[ \t\r]/.test(this.text.charAt(this.at))) this.at += 1;
  }

  private skipSeparators(): void {
    while (/[\s,]/.test(this.text.charAt(this.at))) this.at += 1;
  }
}

function unescape(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))/gs, (_, four, eight, one: string | undefined) => {
    const code = (four ?? eight) as string | undefined;
    return code === undefined ? (ESCAPES[one ?? ''] ?? one ?? '') : String.fromCodePoint(Number.parseInt(code, 16));
  });
}
