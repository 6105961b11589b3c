const PASSWORD_IN_URL = /(:\/\/[^/\s:@"]*:)[^@/\s"]*@/g;

/** A value as it stands in an error: JSON, shortened to one line that can be read, without the password of a URL. */
export function quoteValue(value: unknown): string {
  const text = value === undefined ? 'nothing' : (JSON.stringify(value, plainValue) as string | undefined);
  if (text === undefined) return `a ${typeof value}`;
  const harmless = text.replace(PASSWORD_IN_URL, '$1…@');
  return harmless.length <= 60 ? harmless : `${harmless.slice(0, 57)}…${harmless.startsWith('"') ? '"' : ''}`;
}

/** A key that must be there. */
export function missing(advice: string): string {
  return `missing; ${advice}`;
}

/** A key that does not exist. */
export function unknownKey(key: string, nearest: string | undefined, known: readonly string[]): string {
  if (nearest !== undefined) return `unknown key "${key}"; write "${nearest}"`;
  if (known.length === 0 || known.length > 16)
    return `unknown key "${key}"; remove it, docs/cluster-file.md lists the keys`;
  const keys = known.length === 1 ? `the only key here is ${known.join('')}` : `the keys here are ${known.join(', ')}`;
  return `unknown key "${key}"; remove it, ${keys}`;
}

/** Text that is not YAML. */
export function yamlSyntax(reason: string): string {
  return `this is not YAML: ${reason}`;
}

/** Asks for a taint. */
export function writeTaint(): string {
  return 'write "value:Effect" or "Effect", where the effect is NoSchedule, PreferNoSchedule or NoExecute';
}

function plainValue(_key: string, value: unknown): unknown {
  const isNoJson = typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value));
  return isNoJson ? String(value) : value;
}
