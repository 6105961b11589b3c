import { hclSyntax } from '../faults';

/** A part of a template that only the language itself can fill in. */
const TEMPLATE = /(?<!\$)\$\{|(?<!%)%\{/;

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

const CLOSING: Readonly<Record<string, string>> = { '{': '}', '[': ']', '(': ')' };

/** Reads the words of a text in HCL one after the other. */
export class HclScanner {
  private offset = 0;

  /**
   * @param text content of a file
   * @param file its name, for faults
   */
  constructor(
    private readonly text: string,
    private readonly file: string,
  ) {}

  /** Line that comes next, from 1. */
  public get line(): number {
    return this.lineAt(this.offset);
  }

  /** Place that `textFrom` and `rewind` take. */
  public get position(): number {
    return this.offset;
  }

  /** True at the end of the text. */
  public get isAtEnd(): boolean {
    return this.offset >= this.text.length;
  }

  /** Line of a position, from 1. */
  public lineAt(position: number): number {
    return this.text.slice(0, position).split('\n').length;
  }

  /** The text from a position to here. */
  public textFrom(position: number): string {
    return this.text.slice(position, this.offset);
  }

  /** Goes back to a position. */
  public rewind(position: number): void {
    this.offset = position;
  }

  /** Passes over blanks and comments, and over line breaks if `breaks` says so. */
  public skip(breaks: boolean): void {
    for (;;) {
      const blank = breaks ? this.match(/[\s\ufeff]+/y) : this.match(/[ \t\r]+/y);
      const comment = this.match(/(?:#|\/\/)[^\n]*|\/\*[\s\S]*?\*\//y);
      if (blank === undefined && comment === undefined) return;
    }
  }

  /** The next characters if they are these; else nothing is passed. */
  public take(characters: string): boolean {
    if (!this.text.startsWith(characters, this.offset)) return false;
    this.offset += characters.length;
    return true;
  }

  /** True if one of these characters comes next. */
  public isAt(characters: string): boolean {
    return !this.isAtEnd && characters.includes(this.text.charAt(this.offset));
  }

  /** Text that a pattern, which must be sticky, matches here; the scanner moves on behind it. */
  public match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.offset;
    const found = pattern.exec(this.text)?.[0];
    if (found === undefined || found === '') return undefined;
    this.offset += found.length;
    return found;
  }

  /** A name, such as that of an attribute. */
  public identifier(): string | undefined {
    return this.match(/[\p{L}_][\p{L}\p{N}_-]*/uy);
  }

  /**
   * Text in quotes.
   *
   * @returns nothing if no quotes come next; `isTemplate` if something in it has to be computed
   */
  public quoted(): { readonly value: string; readonly isTemplate: boolean } | undefined {
    const start = this.offset;
    if (!this.take('"')) return undefined;
    this.passQuoted(start);
    const inner = this.text.slice(start + 1, this.offset - 1);
    const value = inner.replace(/\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))/g, (_, short, long, other: string) =>
      short === undefined && long === undefined
        ? (ESCAPES[other] ?? other)
        : String.fromCodePoint(parseInt((short ?? long) as string, 16)),
    );
    return { value: withoutTemplateEscapes(value), isTemplate: TEMPLATE.test(inner) };
  }

  /** Text of several lines between two words, as after `<<EOT`. */
  public heredoc(): { readonly value: string; readonly isTemplate: boolean } | undefined {
    const start = this.offset;
    const opening = this.match(/<<-?[\p{L}_][\p{L}\p{N}_-]*\r?\n/uy);
    if (opening === undefined) return undefined;
    const [, dash, word = ''] = /^<<(-?)(.*?)\r?\n$/u.exec(opening) ?? [];
    const end = new RegExp(`^[ \\t]*${word}[ \\t]*\\r?$`, 'm').exec(this.text.slice(this.offset));
    if (end === null) throw new Error(hclSyntax(this.file, this.lineAt(start), `<<${word} has no end`));
    const content = this.text.slice(this.offset, this.offset + end.index).replaceAll('\r\n', '\n');
    // the line break after the last word belongs to what follows
    this.offset += end.index + end[0].replace(/\r$/, '').length;
    const value = dash === '-' ? withoutIndentation(content) : content;
    return { value: withoutTemplateEscapes(value), isTemplate: TEMPLATE.test(content) };
  }

  /**
   * Passes over an expression, whatever it is.
   *
   * @param ends characters that end it
   */
  public passExpression(ends: string): void {
    const open: string[] = [];
    while (!this.isAtEnd) {
      const start = this.offset;
      if (open.length === 0 && this.isAt(ends)) return;
      if (this.heredoc() !== undefined) continue;
      if (this.take('"')) {
        this.passQuoted(start);
        continue;
      }
      this.skip(open.length > 0);
      if (this.offset > start) continue;
      const character = this.text.charAt(this.offset);
      const closing = CLOSING[character];
      if (closing !== undefined) open.push(closing);
      else if (character === open.at(-1)) open.pop();
      else if ('}])'.includes(character)) throw this.fault(`"${character}" closes nothing`);
      this.offset += 1;
    }
    if (open.length > 0) throw this.fault(`"${open.at(-1) ?? ''}" is missing`);
  }

  /** A fault at this place. */
  public fault(problem: string): Error {
    return new Error(hclSyntax(this.file, this.line, problem));
  }

  /** Passes over the rest of a text in quotes, with whatever stands in its templates. */
  private passQuoted(start: number): void {
    for (;;) {
      this.match(/(?:[^"\\$%\n]|\\.|\$\$\{|%%\{|[$%](?!\{))+/y);
      if (this.take('"')) return;
      if (!this.take('${') && !this.take('%{')) {
        throw new Error(hclSyntax(this.file, this.lineAt(start), 'text without a closing quote'));
      }
      this.passExpression('}');
      if (!this.take('}')) throw new Error(hclSyntax(this.file, this.lineAt(start), '"${" has no end'));
    }
  }
}

function withoutTemplateEscapes(text: string): string {
  return text.replaceAll('$${', '${').replaceAll('%%{', '%{');
}

/** Takes off the blanks that all lines begin with. */
function withoutIndentation(text: string): string {
  const lines = text.split('\n');
  const written = lines.filter((line) => line.trim() !== '');
  const least = Math.min(...written.map((line) => line.length - line.trimStart().length));
  return written.length === 0 ? text : lines.map((line) => line.slice(Math.min(least, line.length))).join('\n');
}
