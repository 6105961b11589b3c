import type { Path } from '../../values/path';
import { childrenOf, type InputValue, leavesOf } from './input-value';

/** Names of what nobody else may read. */
const SECRET_NAME =
  /token|secret|passw|passphrase|private_?key|auth_?key|access_?key|api_?key|credential|encryption_?key|psk/i;

/** Text that says of itself that it holds a secret, and text that looks like a key. */
const SECRET_TEXT =
  /(?:(?:auth|api|access|private|secret)[_-]?key|token|secret|password|passphrase)["']?\s*[=:]\s*\S|-----BEGIN|^(?=.*[A-Za-z])(?=.*\d)(?![0-9a-f]+$)[A-Za-z0-9+/]{40,}={0,2}$/i;

/** Longest value that is shown. */
const SHOWN = 60;

/** True if a value looks as if nobody else may read it, by its name or by itself. */
export function isSecret(value: InputValue, path: Path): boolean {
  if (value.kind === 'expression') return false;
  if (value.kind !== 'scalar' || typeof value.value === 'boolean' || value.value === null) return false;
  const names = path.filter((key) => typeof key === 'string');
  if (SECRET_NAME.test(names.at(-1) ?? '')) return String(value.value) !== '';
  return typeof value.value === 'string' && SECRET_TEXT.test(value.value);
}

/** Paths of what looks like a secret in a value. */
export function secretsIn(value: InputValue, path: Path = []): readonly Path[] {
  return leavesOf(value, path)
    .filter((leaf) => isSecret(leaf.value, leaf.path))
    .map((leaf) => leaf.path);
}

/**
 * A value on one line, short, for people.
 *
 * @param hasSecret if true, nothing of it is shown
 */
export function shownValue(value: InputValue, hasSecret: boolean): string {
  const text = hasSecret ? '…' : textOf(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

function textOf(value: InputValue): string {
  if (value.kind === 'expression') return value.text;
  if (value.kind === 'scalar')
    return typeof value.value === 'string' ? JSON.stringify(value.value) : String(value.value);
  const children = childrenOf(value);
  if (value.kind === 'list') return `[${children.map(([, child]) => textOf(child)).join(', ')}]`;
  return children.length === 0 ? '{}' : `{ ${children.map(([key, child]) => `${key}: ${textOf(child)}`).join(', ')} }`;
}
