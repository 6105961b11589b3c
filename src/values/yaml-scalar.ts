/**
 * Text as go-yaml, the YAML library of Image Factory, writes it when lines are never folded. The id of a schematic is a
 * hash of these bytes, so each choice of quotes counts.
 *
 * @see https://github.com/yaml/go-yaml/blob/main/internal/libyaml/emitter.go
 */
export function yamlScalar(text: string, indent: number): string {
  if (text.includes('\n')) return isBlockAllowed(text) ? block(text, indent) : doubleQuoted(text);
  if (!resolvesToText(text)) return doubleQuoted(text);
  if (isPlainAllowed(text)) return text;
  return NEEDS_ESCAPES.test(text) ? doubleQuoted(text) : `'${text.replaceAll("'", "''")}'`;
}

/**
 * True if all releases of go-yaml write the text the same way, and read it back unchanged.
 *
 * Words that YAML 1.1 took for booleans, numbers of base 60 and merge keys are quoted differently by them, and text of
 * several lines that starts with a blank is not read back as it was.
 */
export function isReproducibleScalar(text: string): boolean {
  return !(
    /[\p{Surrogate}\x85\u2028\u2029\uFEFF]/u.test(text) ||
    (text.includes('\n') && /^\n*[ \t]/.test(text)) ||
    LEGACY_WORDS.test(text)
  );
}

/** True if a plain scalar is read as text, and not as a number, a date, a boolean or nothing. */
export function resolvesToText(text: string): boolean {
  return typeof plainScalarValue(text) === 'string' && !isTimestamp(text);
}

/** True if programs that keep to YAML 1.1, such as Helm, read a plain scalar as text too; they do not read `on` as text. */
export function resolvesToOldText(text: string): boolean {
  return resolvesToText(text) && !LEGACY_WORDS.test(text);
}

/**
 * Value that go-yaml reads from a plain scalar where no type is asked for: `0644` is octal, `1_000` a number, `yes` text. The
 * text of a date is left as it is.
 *
 * @see https://github.com/yaml/go-yaml/blob/main/internal/resolve/resolve.go
 */
export function plainScalarValue(text: string): string | number | boolean | null {
  const word = WORDS.get(text);
  return word === undefined ? (numberOf(text) ?? text) : word;
}

/** Words that are values. */
const WORDS = new Map<string, number | boolean | null>([
  ...['true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, false] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, Number.NaN] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word) => [word, Number.POSITIVE_INFINITY] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, Number.NEGATIVE_INFINITY] as const),
]);

const LEGACY_WORDS =
  /^(?:y|Y|yes|Yes|YES|on|On|ON|n|N|no|No|NO|off|Off|OFF|<<|[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?)$/;

/** Not printable for go-yaml, which counts everything beyond the basic multilingual plane here. */
const SPECIAL = /[^\n\x20-\x7E\xA0-\uD7FF\uE000-\uFFFD]/;
const NEEDS_ESCAPES = /[^\x20-\x7E\xA0-\uD7FF\uE000-\uFFFD]/;

function isPlainAllowed(text: string): boolean {
  return !(
    NEEDS_ESCAPES.test(text) ||
    /^ | $/.test(text) ||
    /^(?:-{3}|\.{3})/.test(text) ||
    /^[#,[\]{}&*!|>'"%@`]/.test(text) ||
    /^[?-](?: |$)/.test(text) ||
    /:(?: |$)/.test(text) ||
    text.includes(' #')
  );
}

function isBlockAllowed(text: string): boolean {
  return /[^\s\x85]/.test(text) && !SPECIAL.test(text.replaceAll('\t', '')) && !/ \n| $/.test(text);
}

function block(text: string, indent: number): string {
  const chomping = text.endsWith('\n') ? (text.endsWith('\n\n') ? '+' : '') : '-';
  const lines = (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
  const body = lines.map((line) => (line === '' ? '' : ' '.repeat(indent) + line)).join('\n');
  return `|${chomping}\n${body}`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\0': '\\0',
  '\x07': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\x1B': '\\e',
  '"': '\\"',
  '\\': '\\\\',
  '\x85': '\\N',
};

function doubleQuoted(text: string): string {
  const body = text.replace(/[^\x20\x21\x23-\x5B\x5D-\x7E\xA0-\uD7FF\uE000-\uFFFD]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    const digits = code.toString(16).toUpperCase();
    if (code <= 0xff) return ESCAPES[character] ?? `\\x${digits.padStart(2, '0')}`;
    return code <= 0xffff ? `\\u${digits.padStart(4, '0')}` : `\\U${digits.padStart(8, '0')}`;
  });
  return `"${body}"`;
}

function numberOf(text: string): number | undefined {
  if (text.startsWith('.')) return /^\.\d+(?:[eE][-+]?\d+)?$/.test(text) ? finite(text) : undefined;
  if (!/^[-+\d]/.test(text)) return undefined;
  const plain = text.replaceAll('_', '');
  return integerOf(plain) ?? (FLOAT.test(plain) ? finite(plain) : undefined);
}

const FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;

function finite(text: string): number | undefined {
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

function integerOf(plain: string): number | undefined {
  const [, sign = '', digits = ''] =
    /^([-+]?)(0[xX][\da-fA-F]+|0[bB][01]+|0[oO][0-7]+|0[0-7]*|[1-9]\d*)$/.exec(plain) ?? [];
  if (!digits) return undefined;
  const size = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
  const isKept = sign === '' ? size < 1n << 64n : sign === '-' ? size <= 1n << 63n : size < 1n << 63n;
  return isKept ? Number(sign === '-' ? -size : size) : undefined;
}

const TIMESTAMP =
  /^(?<year>\d{4})-(?<month>\d\d?)-(?<day>\d\d?)(?:(?<separator>[Tt ])(?<hour>\d\d?):(?<minute>\d\d?):(?<second>\d\d?)(?:[.,]\d+)?(?<zone>Z|[-+](?<zoneHour>\d\d):(?<zoneMinute>\d\d))?)?$/;

function isTimestamp(text: string): boolean {
  const groups = TIMESTAMP.exec(text)?.groups;
  if (groups === undefined) return false;
  const number = (name: string) => Number(groups[name] ?? 0);
  const hasZone = groups.zone !== undefined;
  return (
    (groups.separator === undefined || hasZone === (groups.separator !== ' ')) &&
    isDate(number('year'), number('month'), number('day')) &&
    number('hour') < 24 &&
    number('minute') < 60 &&
    number('second') < 60 &&
    number('zoneHour') <= 24 &&
    number('zoneMinute') < 60
  );
}

function isDate(year: number, month: number, day: number): boolean {
  const lastOfMonth = new Date(0);
  lastOfMonth.setUTCFullYear(year, month, 0);
  return month >= 1 && month <= 12 && day >= 1 && day <= lastOfMonth.getUTCDate();
}
