import type { Fault } from '../fault';

/** A schematic, with all its faults. */
export function invalidSchematic(faults: readonly Fault[]): string {
  const lines = faults.map(({ path, part, message }) => {
    const place = part === 'key' ? path.slice(0, -1) : path;
    return place.length > 0 ? `${place.join('.')}: ${message}` : message;
  });
  return `schematic: ${lines.join('; ')}`;
}

/** A schematic file that YAML can't be read from. */
export function schematicYamlSyntax(fault: string): string {
  return `not valid YAML: ${fault}`;
}

/** A schematic file without content. */
export function emptySchematic(): string {
  return 'nothing is written; write "customization: {}" for Talos as released';
}

/** A schematic file with several documents. */
export function severalSchematics(): string {
  return 'a file has one schematic; remove the line "---" and what follows it';
}

/** A field that a schematic does not have. */
export function unknownField(got: string, known: readonly string[], nearest: string | undefined): string {
  const advice = nearest === undefined ? `known are ${known.join(', ')}` : `did you mean "${nearest}"?`;
  return `unknown field "${got}"; ${advice}`;
}

/** A field that must be there. */
export function missingField(name: string): string {
  return `${name} is missing or empty`;
}

/** Something else than text. */
export function notAText(got: unknown): string {
  return `must be text; got ${shown(got)}`;
}

/** The name of an extension that has another form. */
export function notAnExtension(got: string): string {
  return `the full name of an extension has its publisher, such as siderolabs/qemu-guest-agent; got ${shown(got)}`;
}

/** Something else than `true` or `false`. */
export function notABoolean(got: unknown): string {
  return `must be true or false; got ${shown(got)}`;
}

/** Something else than a whole number in a range. */
export function notAWholeNumber(got: unknown, min: number, max: number): string {
  return `must be a whole number from ${min} to ${max}; got ${shown(got)}`;
}

/** A word outside a closed set. */
export function notOneOf(got: unknown, words: readonly string[]): string {
  return `must be one of ${words.join(', ')}; got ${shown(got)}`;
}

/** Something else than a list. */
export function notAList(got: unknown): string {
  return `must be a list; got ${shown(got)}`;
}

/** Something else than a map. Text is not repeated: it may be a file of another purpose. */
export function notAMap(got: unknown): string {
  return `must be a map; got ${typeof got === 'string' ? 'text' : shown(got)}`;
}

/** Text that releases of Image Factory write in different ways, so that the id would not be certain. */
export function unstableText(got: string): string {
  return `releases of Image Factory write ${shown(got)} in different ways, so the schematic id would not be certain; write another text`;
}

/** A key of free settings. */
export function unstableKey(got: string): string {
  return `a key of settings starts with a letter and has at most 100 letters, digits, dots, dashes and underscores; got ${shown(got)}`;
}

/** A key that YAML versions read as different things. */
export function unstableWord(got: string): string {
  return `YAML versions read the key ${shown(got)} as text or as something else, so the schematic id would not be certain; choose an option with another name`;
}

/** A plain scalar that YAML versions read as different values. */
export function unstableNumber(got: string): string {
  return `YAML versions do not agree on ${got}; write a plain whole number, or text in quotes`;
}

function shown(got: unknown): string {
  return got === undefined ? 'nothing' : JSON.stringify(got);
}
