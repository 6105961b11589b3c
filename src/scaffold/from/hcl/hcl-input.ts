import type { InputPlace, InputValue, MapInput } from '../input-value';
import { HclScanner } from './scanner';

/** Characters that end the value of an attribute. */
const ATTRIBUTE_ENDS = '\n}';

/**
 * Reads a file in HCL, such as `terraform.tfvars` or `main.tf`: values that are written out, with their places. A block stands
 * under its type and labels, such as `module.talos`; whatever would have to be computed is an expression.
 *
 * @throws if the text is no HCL
 */
export function readHcl(text: string, file: string): MapInput {
  return new HclReader(text, file).read();
}

class HclReader {
  private readonly scanner: HclScanner;

  constructor(
    text: string,
    private readonly file: string,
  ) {
    this.scanner = new HclScanner(text, file);
  }

  public read(): MapInput {
    const body = this.body({ file: this.file, line: 1 });
    if (!this.scanner.isAtEnd) throw this.scanner.fault('"}" closes nothing');
    return body;
  }

  private body(place: InputPlace): MapInput {
    const entries = new Map<string, InputValue>();
    for (;;) {
      this.scanner.skip(true);
      if (this.scanner.isAtEnd || this.scanner.isAt('}')) return { kind: 'map', entries, place };
      const here = this.place();
      const name = this.scanner.identifier();
      if (name === undefined) throw this.scanner.fault('the name of an attribute or of a block is missing');
      this.scanner.skip(false);
      if (this.scanner.take('=')) {
        this.scanner.skip(false);
        add(entries, name, this.value(ATTRIBUTE_ENDS));
      } else {
        const labels = this.labels();
        if (!this.scanner.take('{')) throw this.scanner.fault(`"=" or "{" is missing after ${name}`);
        const block = this.body(here);
        if (!this.scanner.take('}')) throw this.scanner.fault(`the block ${name} has no end`);
        add(entries, [name, ...labels].join('.'), block);
      }
    }
  }

  private labels(): readonly string[] {
    const labels: string[] = [];
    for (;;) {
      const label = this.scanner.quoted()?.value ?? this.scanner.identifier();
      if (label === undefined) return labels;
      labels.push(label);
      this.scanner.skip(false);
    }
  }

  /** @param ends characters that may follow the value */
  private value(ends: string): InputValue {
    const place = this.place();
    const start = this.scanner.position;
    const literal = this.literal(place);
    if (literal !== undefined) {
      this.scanner.skip(!ends.includes('\n'));
      if (this.scanner.isAtEnd || this.scanner.isAt(ends)) return literal;
    }
    this.scanner.rewind(start);
    this.scanner.passExpression(ends);
    const text = this.scanner.textFrom(start).trim().replace(/\s+/g, ' ');
    if (text === '') throw this.scanner.fault('a value is missing');
    return { kind: 'expression', text, place };
  }

  /** A value that is written out; nothing if it is none. */
  private literal(place: InputPlace): InputValue | undefined {
    const text = this.scanner.quoted() ?? this.scanner.heredoc();
    if (text !== undefined) return text.isTemplate ? undefined : { kind: 'scalar', value: text.value, place };
    if (this.scanner.isAt('[')) return this.list(place);
    if (this.scanner.isAt('{')) return this.object(place);
    const number = this.scanner.match(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y);
    if (number !== undefined) return { kind: 'scalar', value: Number(number), place };
    const word = this.scanner.identifier();
    return word !== undefined && Object.hasOwn(WORDS, word)
      ? { kind: 'scalar', value: WORDS[word] ?? null, place }
      : undefined;
  }

  private list(place: InputPlace): InputValue | undefined {
    this.scanner.take('[');
    const items: InputValue[] = [];
    for (;;) {
      this.scanner.skip(true);
      if (this.scanner.take(']')) return { kind: 'list', items, place };
      if (this.scanner.isAtEnd) throw this.scanner.fault('"]" is missing');
      if (items.length === 0 && this.isComprehension()) return undefined;
      items.push(this.value(',]'));
      this.scanner.skip(true);
      if (!this.scanner.take(',') && !this.scanner.isAt(']')) throw this.scanner.fault('"]" is missing');
    }
  }

  private object(place: InputPlace): InputValue | undefined {
    this.scanner.take('{');
    const entries = new Map<string, InputValue>();
    for (;;) {
      this.scanner.skip(true);
      if (this.scanner.take('}')) return { kind: 'map', entries, place };
      if (this.scanner.isAtEnd) throw this.scanner.fault('"}" is missing');
      if (entries.size === 0 && this.isComprehension()) return undefined;
      const start = this.scanner.position;
      const quoted = this.scanner.quoted();
      const key =
        (quoted?.isTemplate === true ? undefined : quoted?.value) ??
        (quoted === undefined ? (this.scanner.identifier() ?? this.scanner.match(/\d+/y)) : undefined) ??
        this.computedKey(start);
      this.scanner.skip(false);
      if (!this.scanner.take('=') && !this.scanner.take(':')) throw this.scanner.fault(`"=" is missing after ${key}`);
      this.scanner.skip(false);
      add(entries, key, this.value(',\n}'));
      this.scanner.take(',');
    }
  }

  /** A key that has to be computed, as it is written. */
  private computedKey(start: number): string {
    this.scanner.rewind(start);
    this.scanner.passExpression('=:\n');
    return this.scanner.textFrom(start).trim();
  }

  private isComprehension(): boolean {
    const start = this.scanner.position;
    const isFor = this.scanner.match(/for\s+[\p{L}_]/uy) !== undefined;
    this.scanner.rewind(start);
    return isFor;
  }

  private place(): InputPlace {
    return { file: this.file, line: this.scanner.line };
  }
}

const WORDS: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };

/** Adds a value; a second block of the same name gets a number. */
function add(entries: Map<string, InputValue>, name: string, value: InputValue): void {
  let key = name;
  for (let number = 2; entries.has(key); number += 1) key = `${name}#${number}`;
  entries.set(key, value);
}
